import { useEffect, useState } from 'preact/hooks';
import { formatExactTime, readTime } from '../../../domain/time.ts';
import { TextField } from '../../ui/field.tsx';
import { t } from './texts.ts';

/** A time that is typed: `5:30`, `1:02:03.250`. Handed on when the field is left or Enter is pressed. */
export function TimeField(props: {
  label: string;
  ms: number;
  /** Gives why the time cannot be, as a sentence. */
  onChange: (ms: number) => string | undefined;
}) {
  const shown = formatExactTime(props.ms);
  const [typed, setTyped] = useState(shown);
  const [error, setError] = useState<string>();
  useEffect(() => {
    setTyped(shown);
    setError(undefined);
  }, [shown]);
  const commit = () => setError(typed.trim() === shown ? undefined : apply(typed, props.onChange));
  return (
    <form
      class="time-field"
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <TextField
        label={props.label}
        value={typed}
        error={error}
        spellcheck={false}
        onInput={setTyped}
        onBlur={commit}
      />
    </form>
  );
}

/** Hands a typed time on; gives why it cannot be. */
function apply(typed: string, onChange: (ms: number) => string | undefined): string | undefined {
  const read = readTime(typed);
  if ('ms' in read) return onChange(read.ms);
  const { problem, suggestion } = read;
  return suggestion === undefined ? problem : t('time.suggest', { problem, suggestion });
}
