import { Pause, Play, RotateCw } from 'lucide-preact';
import { IconButton } from '../../ui/button.tsx';
import { formatBytes, formatShare } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Progress } from '../../ui/progress.tsx';
import en from '../locales/en/uploads.json' with { type: 'json' };
import { secondsLeft } from './speed.ts';
import { continueUpload, pauseUpload, type FileUpload } from './uploads.ts';
import './upload-progress.css';

const t = texts('uploads', en);

/** How far one upload is, in a bar and in words, with pause, go on and retry. */
export function UploadProgress({ upload }: { upload: FileUpload }) {
  const { state, fileName } = upload;
  if (state === 'done') return null;
  return (
    <div class="upload-progress">
      <div class="upload-line">
        <Progress
          value={shareOf(upload)}
          label={t('progress', { name: fileName })}
          tone={state === 'failed' ? 'bad' : 'accent'}
        />
        {state === 'sending' && (
          <IconButton
            small
            icon={Pause}
            label={t('pause', { name: fileName })}
            onClick={() => void pauseUpload(upload.key)}
          />
        )}
        {(state === 'paused' || state === 'failed') && (
          <IconButton
            small
            icon={state === 'paused' ? Play : RotateCw}
            label={t(state === 'paused' ? 'continue' : 'retry', { name: fileName })}
            onClick={() => void continueUpload(upload.key)}
          />
        )}
      </div>
      <div class={`upload-words figures${state === 'failed' ? ' upload-failed' : ''}`}>{wordsOf(upload)}</div>
    </div>
  );
}

/** How much of an upload is on the server, 0 to 1. */
export function shareOf(upload: FileUpload): number {
  return upload.bytes === 0 ? 1 : upload.sentBytes / upload.bytes;
}

function wordsOf(upload: FileUpload): string {
  const share = formatShare(shareOf(upload));
  switch (upload.state) {
    case 'sending':
      if (upload.sentBytes === 0) return t('starting');
      return [t('sending', { share, size: formatBytes(upload.bytes) }), timeLeft(upload)]
        .filter(Boolean)
        .join(' · ');
    case 'paused':
      return t('paused', { share });
    case 'offline':
      return t('offline');
    case 'failed':
      return upload.failure ?? t('unreachable');
    case 'done':
      return t('done', { size: formatBytes(upload.bytes) });
  }
}

function timeLeft(upload: FileUpload): string {
  const seconds = secondsLeft(upload.speed, upload.bytes - upload.sentBytes);
  if (seconds === undefined) return '';
  return seconds < 60 ? t('secondsLeft') : t('minutesLeft', { count: Math.round(seconds / 60) });
}
