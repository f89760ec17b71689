import { FileVideo, FolderOpen, Plus } from 'lucide-preact';
import { Card } from '../../ui/card.tsx';
import { FieldError } from '../../ui/field.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { texts } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/progress.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import { uploads } from '../uploads/uploads.ts';
import { DraftFileRow } from './draft-file-row.tsx';
import type { DraftFile } from './use-draft-files.ts';

const t = texts('recording', en);

/** The recording's files so far, and where more are dropped. */
export function FilesCard(props: {
  files: readonly DraftFile[];
  error: string | undefined;
  onFiles: (files: readonly File[]) => void;
  onRole: (file: DraftFile, role: DraftFile['role']) => void;
  onRemove: (file: DraftFile) => void;
  isSorting: boolean;
}) {
  const isEmpty = props.files.length === 0;
  const isSending = props.files.some(
    ({ role, received, uploadKey }) => role === 'recording' && uploadKey !== undefined && !received,
  );
  return (
    <Card title={t('files.title')} flush>
      {!isEmpty && (
        <ul class="draft-files" aria-label={t('files.list')}>
          {props.files.map((file) => (
            <DraftFileRow
              key={file.key}
              file={file}
              upload={uploads.value.find(({ key }) => key === file.uploadKey)}
              onRole={(role) => props.onRole(file, role)}
              onRemove={() => props.onRemove(file)}
              onResume={props.onFiles}
            />
          ))}
        </ul>
      )}
      <div class={`file-drop${isEmpty ? '' : ' file-drop-small'}`}>
        {isEmpty && (
          <>
            <Icon of={FileVideo} size={28} />
            <div class="strong">{t('files.drop')}</div>
            <p>{t('files.dropHint')}</p>
          </>
        )}
        {!isEmpty && isSending && <p class="grow">{t('new.beforeEnd')}</p>}
        <FileButton icon={Plus} multiple onFiles={props.onFiles}>
          {t('files.choose')}
        </FileButton>
        <FileButton icon={FolderOpen} folder variant="quiet" onFiles={props.onFiles}>
          {t('files.chooseFolder')}
        </FileButton>
        {props.isSorting && (
          <p class="row" role="status">
            <Spinner /> {t('sorted.sorting')}
          </p>
        )}
        {props.error && <FieldError>{props.error}</FieldError>}
      </div>
    </Card>
  );
}
