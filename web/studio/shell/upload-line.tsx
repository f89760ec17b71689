import { useLocation } from 'preact-iso';
import { CircleAlert } from 'lucide-preact';
import { texts } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import en from '../locales/en/shell.json' with { type: 'json' };
import { shareOf } from '../uploads/upload-progress.tsx';
import { uploads } from '../uploads/uploads.ts';

const t = texts('shell', en);

/** In the top bar: the upload that goes on while its person looks at other pages. */
export function UploadLine() {
  const { path } = useLocation();
  const upload = uploads.value.find(({ state }) => state !== 'done');
  const page = `/recordings/${upload?.recordingId ?? ''}`;
  if (!upload || path === '/recordings/new' || path === page) return null;
  const stopped = upload.state === 'failed';
  const words = t(stopped ? 'uploadStopped' : 'uploading', { name: upload.fileName });
  return (
    <a class="bar-upload" href={page} title={words}>
      <span class="truncate">{words}</span>
      {stopped ? <Icon of={CircleAlert} /> : <Progress value={shareOf(upload)} label={words} />}
    </a>
  );
}
