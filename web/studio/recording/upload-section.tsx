import type { Recording } from '../../../domain/api/recording.ts';
import { Card } from '../../ui/card.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import { UploadProgress } from '../uploads/upload-progress.tsx';
import { startUpload, uploads } from '../uploads/uploads.ts';

const t = texts('recording', en);

/** The uploads of this recording that are on their way, or the way to go on with one that stopped. */
export function UploadSection({ recording }: { recording: Recording }) {
  const own = uploads.value.filter(
    ({ recordingId, state }) => recordingId === recording.id && state !== 'done',
  );
  if (own.length > 0) {
    return (
      <Card title={t('work.files')}>
        <div class="stack">
          {own.map((upload) => (
            <div key={upload.key}>
              <div class="strong">{upload.fileName}</div>
              <UploadProgress upload={upload} />
            </div>
          ))}
          <p class="quiet">{t('work.uploadHere')}</p>
        </div>
      </Card>
    );
  }
  const isStopped = recording.state === 'uploading' && recording.startRequested;
  if (!isStopped) return null;
  return (
    <Notice tone="warn" title={t('work.uploadGone')}>
      <FileButton
        onFiles={([file]) => {
          if (file) startUpload(recording.id, file, 'recording');
        }}
      >
        {t('files.chooseAgain')}
      </FileButton>
    </Notice>
  );
}
