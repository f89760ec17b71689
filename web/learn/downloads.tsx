import { Check, Download } from 'lucide-preact';
import type { LearnAttachment } from '../../domain/api/learn.ts';
import { Card } from '../ui/card.tsx';
import { formatBytes } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { t } from './texts.ts';
import './downloads.css';

/** The files of the chapter and of its module. `onOpen` is told when one is fetched. */
export function Downloads(props: {
  ofChapter: readonly LearnAttachment[];
  ofModule: readonly LearnAttachment[];
  onOpen: () => void;
}) {
  if (props.ofChapter.length + props.ofModule.length === 0) return null;
  return (
    <div id="downloads" tabIndex={-1}>
      <Card title={t('downloads.title')} flush>
        <FileList files={props.ofChapter} onOpen={props.onOpen} />
        {props.ofModule.length > 0 && (
          <>
            <h3 class="downloads-part">{t('downloads.ofModule')}</h3>
            <FileList files={props.ofModule} onOpen={props.onOpen} />
          </>
        )}
      </Card>
    </div>
  );
}

function FileList({ files, onOpen }: { files: readonly LearnAttachment[]; onOpen: () => void }) {
  return (
    <ul class="downloads">
      {files.map((file) => (
        <li key={file.id}>
          {/* No `download`: fetched as one, the file is asked for without the cookie of this frame. */}
          <a class="download" href={file.url} onClick={onOpen}>
            <Icon of={Download} size={18} />
            <span class="download-words">
              <span class="strong">{file.title}</span>
              <span class="quiet">
                {t(`downloads.${file.kind}`)} · {file.fileName} · {formatBytes(file.bytes)}
              </span>
            </span>
            {file.opened && (
              <span class="download-opened">
                <Icon of={Check} /> {t('downloads.opened')}
              </span>
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}
