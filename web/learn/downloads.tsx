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
  /** The files lie beside the page: the browser is told to save them under their own names. */
  saveAs: boolean;
  onOpen: (file: LearnAttachment) => void;
}) {
  if (props.ofChapter.length + props.ofModule.length === 0) return null;
  return (
    <div id="downloads" tabIndex={-1}>
      <Card title={t('downloads.title')} flush>
        <FileList {...props} files={props.ofChapter} />
        {props.ofModule.length > 0 && (
          <>
            <h3 class="downloads-part">{t('downloads.ofModule')}</h3>
            <FileList {...props} files={props.ofModule} />
          </>
        )}
      </Card>
    </div>
  );
}

function FileList(props: {
  files: readonly LearnAttachment[];
  saveAs: boolean;
  onOpen: (file: LearnAttachment) => void;
}) {
  return (
    <ul class="downloads">
      {props.files.map((file) => (
        <li key={file.id}>
          {/* No `download` where a session is needed: fetched as one, the file is asked for without its cookie. */}
          <a
            class="download"
            href={file.url}
            {...(props.saveAs ? { download: file.fileName } : {})}
            onClick={() => props.onOpen(file)}
          >
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
