import { Button } from '../../ui/button.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import type { LeftOutFile } from './sort-files.ts';

const t = texts('recording', en);

/** What of a folder or an archive was not taken, why, and a way to take it nevertheless. */
export function LeftOutFiles(props: {
  files: readonly LeftOutFile[];
  onUse: (file: File) => void;
  onClose: () => void;
}) {
  const { files } = props;
  if (files.length === 0) return null;
  return (
    <Notice tone="info" title={t('sorted.leftOut', { count: files.length })}>
      <ul class="left-out">
        {files.map(({ path, reason, file }) => (
          <li key={path}>
            <div class="grow">
              <p class="strong">{path.split('/').at(-1)}</p>
              <p>{reason}</p>
            </div>
            {file && (
              <Button small label={`${t('sorted.use')}: ${path}`} onClick={() => props.onUse(file)}>
                {t('sorted.use')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button small onClick={props.onClose}>
        {t('sorted.close')}
      </Button>
    </Notice>
  );
}
