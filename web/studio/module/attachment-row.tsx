import { useRef, useState } from 'preact/hooks';
import { Download, FileText, History, Trash2, Upload } from 'lucide-preact';
import { attachmentSchema, type Attachment } from '../../../domain/api/module.ts';
import type { AttachmentKind } from '../../../domain/attachment.ts';
import { nothing, sentenceOf } from '../../ui/api.ts';
import { IconButton } from '../../ui/button.tsx';
import { FieldError, SelectField, TextField } from '../../ui/field.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Time } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAutosave } from '../../ui/use-autosave.ts';
import { SaveStateLine } from '../../ui/save-state.tsx';
import { api } from '../shell/session.ts';
import { kindOptions } from './attachment-kinds.ts';
import { t } from './texts.ts';
import { uploadAttachment } from './upload-attachment.ts';

/** One file: its title and kind, its newest version to download, older versions, a newer one, taking it away. */
export function AttachmentRow({
  attachment,
  onChanged,
}: {
  attachment: Attachment;
  onChanged: () => Promise<void>;
}) {
  const [open, setOpen] = useState(false);
  const version = useNewVersion(attachment, onChanged);
  const input = useRef<HTMLInputElement>(null);
  const { title } = attachment;
  return (
    <li class="file">
      <div class="file-line">
        <Icon of={FileText} size={18} />
        <div class="grow">
          <div class="strong file-name">{title}</div>
          <div class="quiet file-facts">
            {t(`kind.${attachment.kind}`)} · {formatBytes(attachment.bytes)}
            {attachment.version > 1 && ` · ${t('files.version', { version: attachment.version })}`}
          </div>
        </div>
        <a
          class="button button-quiet button-small button-icon"
          href={attachment.url}
          download
          aria-label={t('files.download', { title })}
          title={t('files.download', { title })}
        >
          <Icon of={Download} />
        </a>
        <IconButton
          small
          icon={History}
          label={t('files.more', { title })}
          expanded={open}
          onClick={() => setOpen(!open)}
        />
        <IconButton
          small
          icon={Trash2}
          label={t('files.delete', { title })}
          onClick={() => void remove(attachment, onChanged)}
        />
      </div>
      {version.share !== undefined && (
        <Progress value={version.share} label={t('files.sending', { name: title })} />
      )}
      {version.failure !== undefined && <FieldError>{version.failure}</FieldError>}
      {open && (
        <div class="file-more">
          <Details attachment={attachment} onChanged={onChanged} />
          <div class="file-versions">
            <h2 class="field-label">{t('files.versions')}</h2>
            <ul>
              {attachment.versions.map((one) => (
                <li key={one.version}>
                  <a href={one.url} download>
                    {t('files.versionFile', { version: one.version, name: one.fileName })}
                  </a>
                  <span class="quiet">
                    {' '}
                    {formatBytes(one.bytes)}, <Time at={one.createdAt} />
                  </span>
                </li>
              ))}
            </ul>
            <button
              type="button"
              class="button button-normal button-small"
              onClick={() => input.current?.click()}
            >
              <Icon of={Upload} /> {t('files.newVersion')}
            </button>
            <input
              ref={input}
              class="unseen"
              type="file"
              tabIndex={-1}
              aria-label={t('files.newVersion')}
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                event.currentTarget.value = '';
                if (file) void version.send(file);
              }}
            />
          </div>
        </div>
      )}
    </li>
  );
}

/** The words of an attachment; saved by themselves. */
function Details({ attachment, onChanged }: { attachment: Attachment; onChanged: () => Promise<void> }) {
  const [title, setTitle] = useState(attachment.title);
  const [kind, setKind] = useState(attachment.kind);
  const autosave = useAutosave<{ title: string; kind: AttachmentKind }>(async (body) => {
    await api.patch(`/api/attachments/${attachment.id}`, attachmentSchema, { body });
    await onChanged();
  });
  const change = (next: { title: string; kind: AttachmentKind }) => {
    setTitle(next.title);
    setKind(next.kind);
    if (next.title.trim() !== '') autosave.change({ ...next, title: next.title.trim() });
  };
  return (
    <div class="stack">
      <TextField
        label={t('files.title')}
        value={title}
        maxLength={300}
        error={title.trim() === '' ? t('files.noTitle') : undefined}
        onInput={(typed) => change({ title: typed, kind })}
      />
      <SelectField
        label={t('files.kind')}
        value={kind}
        options={kindOptions()}
        onChange={(chosen) => change({ title, kind: chosen })}
      />
      {autosave.state.kind !== 'untouched' && <SaveStateLine state={autosave.state} />}
    </div>
  );
}

function useNewVersion(attachment: Attachment, onChanged: () => Promise<void>) {
  const [share, setShare] = useState<number>();
  const [failure, setFailure] = useState<string>();
  return {
    share,
    failure,
    send: async (file: File) => {
      setFailure(undefined);
      setShare(0);
      try {
        await uploadAttachment(file, { attachmentId: attachment.id }, setShare);
        await onChanged();
        showToast({ message: t('files.versionAdded', { title: attachment.title }) });
      } catch (error) {
        setFailure(sentenceOf(error));
      }
      setShare(undefined);
    },
  };
}

async function remove(attachment: Attachment, onChanged: () => Promise<void>): Promise<void> {
  const path = `/api/attachments/${attachment.id}`;
  const complain = (error: unknown) => showToast({ message: sentenceOf(error), tone: 'bad' });
  try {
    await api.delete(path, nothing);
    await onChanged();
    showToast({
      message: t('files.deleted', { title: attachment.title }),
      undo: () => void api.post(`${path}/restore`, attachmentSchema).then(onChanged).catch(complain),
    });
  } catch (error) {
    complain(error);
  }
}
