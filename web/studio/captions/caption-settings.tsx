import { useEffect, useState } from 'preact/hooks';
import { maxShiftMs, type Transcript } from '../../../domain/api/transcript.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { formatTime } from '../../ui/format.ts';
import { useAutosave } from '../../ui/use-autosave.ts';
import { NumberField } from '../quiz/number-field.tsx';
import { languageOptions } from './languages.ts';
import { t } from './texts.ts';
import type { Change } from './use-transcript.ts';

interface SettingsProps {
  transcript: Transcript;
  busy: boolean;
  onChange: (change: Change, said: string) => Promise<boolean>;
}

/** What holds for the whole transcript: when it is shown, who speaks, in which language. */
export function CaptionSettings(props: SettingsProps) {
  const { transcript, onChange } = props;
  return (
    <div class="stack-24 caption-settings">
      <Timing {...props} />
      {transcript.speakers.length > 0 && <Speakers {...props} />}
      <SelectField
        label={t('language')}
        value={transcript.language}
        options={languageOptions(transcript.language)}
        onChange={(language) => void onChange({ language }, t('languageSet'))}
      />
    </div>
  );
}

const halfSecondMs = 500;

function Timing({ transcript, onChange }: SettingsProps) {
  const [shiftMs, setShiftMs] = useState(transcript.shiftMs);
  const save = useAutosave(async (wanted: number) => {
    if (!(await onChange({ shiftMs: wanted }, t('moved')))) setShiftMs(transcript.shiftMs);
  });
  // An Undo, or somebody else's change.
  useEffect(() => setShiftMs(transcript.shiftMs), [transcript.shiftMs]);
  const move = (wanted: number) => {
    const within = Math.max(-maxShiftMs, Math.min(maxShiftMs, wanted));
    setShiftMs(within);
    save.change(within);
  };
  return (
    <div class="caption-timing">
      <NumberField
        label={t('shift')}
        hint={t('shiftHint')}
        value={shiftMs / 1000}
        min={-maxShiftMs / 1000}
        max={maxShiftMs / 1000}
        onChange={(seconds) => move(Math.round(seconds * 1000))}
      />
      <div class="caption-actions">
        <Button small onClick={() => move(shiftMs - halfSecondMs)}>
          {t('earlier')}
        </Button>
        <Button small onClick={() => move(shiftMs + halfSecondMs)}>
          {t('later')}
        </Button>
      </div>
    </div>
  );
}

function Speakers({ transcript, busy, onChange }: SettingsProps) {
  const [chosen, setChosen] = useState<string>();
  const rename = async (from: string, to: string) => {
    const cues = [...transcript.cues.entries()].flatMap(([at, { speaker }]) =>
      speaker === from ? [{ at, speaker: to }] : [],
    );
    const said = to === '' ? t('unnamed', { from }) : t('renamed', { from, to });
    if (to === from || (await onChange({ cues }, said))) setChosen(undefined);
  };
  return (
    <section aria-label={t('speakers')}>
      <h2 class="caption-heading">{t('speakers')}</h2>
      <ul class="caption-speakers">
        {transcript.speakers.map(({ speaker, cues, spokenMs }) => (
          <li key={speaker}>
            {chosen === speaker ? (
              <Rename
                speaker={speaker}
                busy={busy}
                onRename={(to) => void rename(speaker, to)}
                onClose={() => setChosen(undefined)}
              />
            ) : (
              <div class="caption-speaker">
                <span>
                  {speaker}
                  <span class="quiet figures">
                    {' '}
                    · {t('spoke', { count: cues, time: formatTime(spokenMs) })}
                  </span>
                </span>
                <Button
                  small
                  variant="quiet"
                  label={t('renameOf', { speaker })}
                  onClick={() => setChosen(speaker)}
                >
                  {t('rename')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rename(props: {
  speaker: string;
  busy: boolean;
  onRename: (to: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(props.speaker);
  return (
    <form
      class="stack caption-open"
      onSubmit={(event) => {
        event.preventDefault();
        props.onRename(name.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        maxLength={200}
        value={name}
        inputRef={focus}
        onInput={setName}
      />
      <div class="caption-actions">
        <Button small variant="primary" type="submit" busy={props.busy}>
          {t('save')}
        </Button>
        <Button small onClick={props.onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

function focus(control: HTMLInputElement | null): void {
  control?.focus();
}
