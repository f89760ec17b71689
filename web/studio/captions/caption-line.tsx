import { useRef, useState } from 'preact/hooks';
import { Pencil } from 'lucide-preact';
import type { Transcript } from '../../../domain/api/transcript.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { formatTime } from '../../ui/format.ts';
import { t } from './texts.ts';

type Cue = Transcript['cues'][number];

/** Corrects a line; resolves to whether it went well. */
type OnCorrect = (change: { text?: string; speaker?: string }, said: string) => Promise<boolean>;

/** One line of a transcript: a press plays it, the pencil opens it. */
export function CaptionLine(props: {
  cue: Cue;
  /** On the clip's clock. */
  atMs: number;
  busy: boolean;
  onPlay: () => void;
  onCorrect: OnCorrect;
}) {
  const { cue, atMs } = props;
  const [isOpen, setOpen] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const time = formatTime(atMs);
  const close = () => {
    setOpen(false);
    // The pencil is there again after the next drawing.
    requestAnimationFrame(() => pencil.current?.focus());
  };
  if (isOpen) return <OpenLine {...props} onClose={close} />;
  return (
    <li class="caption">
      <button type="button" class="caption-play" onClick={props.onPlay}>
        <span class="caption-time">{time}</span>
        <span class="caption-words">
          {cue.speaker !== undefined && <span class="quiet">{cue.speaker}: </span>}
          {cue.text}
        </span>
      </button>
      <IconButton
        small
        icon={Pencil}
        label={t('edit', { time })}
        buttonRef={pencil}
        onClick={() => setOpen(true)}
      />
    </li>
  );
}

function OpenLine(props: {
  cue: Cue;
  busy: boolean;
  onPlay: () => void;
  onCorrect: OnCorrect;
  onClose: () => void;
}) {
  const { cue, onCorrect, onClose } = props;
  const [text, setText] = useState(cue.text);
  const [speaker, setSpeaker] = useState(cue.speaker ?? '');
  const save = async () => {
    const isSame = text.trim() === cue.text && speaker.trim() === (cue.speaker ?? '');
    if (isSame || (await onCorrect({ text, speaker }, t(text.trim() === '' ? 'removed' : 'corrected'))))
      onClose();
  };
  return (
    <li>
      <form
        class="caption-open stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
        }}
      >
        <TextArea
          label={t('text')}
          rows={3}
          maxLength={5000}
          value={text}
          inputRef={focus}
          onInput={setText}
        />
        <TextField label={t('speaker')} maxLength={200} value={speaker} optional onInput={setSpeaker} />
        <div class="caption-actions">
          <Button small variant="primary" type="submit" busy={props.busy}>
            {t('save')}
          </Button>
          <Button small onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button small variant="quiet" onClick={() => void onCorrect({ text: '' }, t('removed'))}>
            {t('remove')}
          </Button>
        </div>
      </form>
    </li>
  );
}

function focus(control: HTMLTextAreaElement | null): void {
  control?.focus();
}
