import { useRef, useState } from 'preact/hooks';
import { FileUp } from 'lucide-preact';
import type { Attachment } from '../../../domain/api/module.ts';
import type { AttachmentKind } from '../../../domain/attachment.ts';
import { sentenceOf } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { FieldError, SelectField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import { kindOptions } from './attachment-kinds.ts';
import { AttachmentRow } from './attachment-row.tsx';
import { t } from './texts.ts';
import { uploadAttachment } from './upload-attachment.ts';
import './attachments-panel.css';

interface Sending {
  key: number;
  name: string;
  share: number;
  failure?: string;
}

/** The files of a chapter or of the whole module: drop new ones, say what they are for, keep their versions. */
export function AttachmentsPanel(props: {
  moduleId: string;
  chapterId: string | null;
  attachments: readonly Attachment[];
  onChanged: () => Promise<void>;
}) {
  const [kind, setKind] = useState<AttachmentKind>('template');
  const { sending, send, drop } = useSending(props, kind);
  return (
    <div class="stack">
      {props.attachments.length > 0 && (
        <ul class="files">
          {props.attachments.map((attachment) => (
            <AttachmentRow key={attachment.id} attachment={attachment} onChanged={props.onChanged} />
          ))}
        </ul>
      )}
      {sending.length > 0 && (
        <ul class="files">
          {sending.map((one) => (
            <li key={one.key} class="file-sending">
              <span class="strong file-name">{one.name}</span>
              {one.failure === undefined ? (
                <Progress value={one.share} label={t('files.sending', { name: one.name })} />
              ) : (
                <>
                  <FieldError>{one.failure}</FieldError>
                  <Button small onClick={() => drop(one.key)}>
                    {t('files.dismiss')}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <DropArea onFiles={(files) => files.forEach((file) => void send(file))}>
        <SelectField label={t('files.kind')} value={kind} options={kindOptions()} onChange={setKind} />
      </DropArea>
      <p class="quiet">{t(`kindHint.${kind}`)}</p>
    </div>
  );
}

function DropArea(props: { onFiles: (files: File[]) => void; children: preact.ComponentChildren }) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      class={`drop${isOver ? ' is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        props.onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <Icon of={FileUp} size={22} />
      <p>{t('files.drop')}</p>
      <div class="drop-row">
        {props.children}
        <Button onClick={() => input.current?.click()}>{t('files.choose')}</Button>
      </div>
      <input
        ref={input}
        class="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={t('files.choose')}
        onChange={(event) => {
          props.onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

/** The files on their way, each with its own progress and its own failure. */
function useSending(
  target: { moduleId: string; chapterId: string | null; onChanged: () => Promise<void> },
  kind: AttachmentKind,
) {
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const nextKey = useRef(0);
  const drop = (key: number) => setSending((before) => before.filter((one) => one.key !== key));
  const change = (key: number, part: Partial<Sending>) =>
    setSending((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const send = async (file: File) => {
    nextKey.current += 1;
    const key = nextKey.current;
    setSending((before) => [...before, { key, name: file.name, share: 0 }]);
    try {
      await uploadAttachment(file, { ...target, kind }, (share) => change(key, { share }));
      await target.onChanged();
      drop(key);
    } catch (error) {
      change(key, { failure: sentenceOf(error) });
    }
  };
  return { sending, send, drop };
}
