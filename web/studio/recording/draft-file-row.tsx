import {
  Camera,
  ChartBar,
  FileQuestion,
  FileText,
  FileVideo,
  ListOrdered,
  MessageSquare,
  Paperclip,
  X,
  type LucideIcon,
} from 'lucide-preact';
import { fileRoleSchema, type FileRole } from '../../../domain/recording.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { FieldError, SelectField } from '../../ui/field.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { texts } from '../../ui/i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { Spinner } from '../../ui/progress.tsx';
import en from '../locales/en/recording.json' with { type: 'json' };
import { UploadProgress } from '../uploads/upload-progress.tsx';
import type { FileUpload } from '../uploads/uploads.ts';
import type { DraftFile } from './use-draft-files.ts';
import './draft-files.css';

const t = texts('recording', en);

const icons: Record<FileRole, LucideIcon> = {
  recording: FileVideo,
  camera: Camera,
  outline: ListOrdered,
  transcript: FileText,
  quiz: FileQuestion,
  polls: ChartBar,
  chat: MessageSquare,
  attachment: Paperclip,
};

/** One file of a draft: what it is, how far it is sent, and ways to change its role or take it away. */
export function DraftFileRow(props: {
  file: DraftFile;
  upload: FileUpload | undefined;
  onRole: (role: FileRole) => void;
  onRemove: () => void;
  onResume: (files: readonly File[]) => void;
}) {
  const { file, upload } = props;
  return (
    <li class="draft-file">
      <span class="draft-file-icon">
        <Icon of={icons[file.role]} size={18} />
      </span>
      <div class="draft-file-main">
        <div class="draft-file-name">{file.fileName}</div>
        <Words file={file} />
        {file.recognised?.problem && file.role !== 'outline' && (
          <FieldError>{file.recognised.problem}</FieldError>
        )}
        {file.isSecond && <FieldError>{t('files.second')}</FieldError>}
        {upload && <UploadProgress upload={upload} />}
        {!upload && file.file === undefined && !file.received && (
          <Resume file={file} onFiles={props.onResume} />
        )}
      </div>
      <div class="draft-file-role">
        <SelectField
          label={t('files.use', { name: file.fileName })}
          labelUnseen
          value={file.role}
          options={fileRoleSchema.options.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          onChange={props.onRole}
        />
      </div>
      <IconButton icon={X} label={t('files.remove', { name: file.fileName })} onClick={props.onRemove} />
    </li>
  );
}

function Words({ file }: { file: DraftFile }) {
  if (file.recognised === undefined) {
    return (
      <div class="draft-file-words row" role="status">
        <Spinner /> {t('files.reading')}
      </div>
    );
  }
  const words = [
    file.recognised.words,
    ...(file.role === 'outline' && file.file ? [t('files.inBox')] : []),
  ].join('. ');
  return (
    <div class="draft-file-words">
      {words}
      {file.received && file.role !== 'outline' && <Badge tone="good">{t('files.uploaded')}</Badge>}
    </div>
  );
}

function Resume({ file, onFiles }: { file: DraftFile; onFiles: (files: readonly File[]) => void }) {
  return (
    <div class="draft-file-resume">
      <p class="draft-file-warn">{t('files.resume')}</p>
      <FileButton small onFiles={onFiles} label={`${t('files.chooseAgain')}: ${file.fileName}`}>
        {t('files.chooseAgain')}
      </FileButton>
    </div>
  );
}
