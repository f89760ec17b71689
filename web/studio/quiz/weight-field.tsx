import { useEffect, useState } from 'preact/hooks';
import { readNumber } from './quiz-draft.ts';
import { t } from './question-type.ts';

/** A choice's share of the question's mark, in per cent, −100 to 100. */
export function WeightField(props: { number: number; weight: number; onChange: (weight: number) => void }) {
  const shown = String(Number((props.weight * 100).toFixed(2)));
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const read = (text: string): number | undefined => {
    const percent = readNumber(text);
    return percent === undefined || Math.abs(percent) > 100 ? undefined : percent / 100;
  };
  return (
    <span class="weight">
      <input
        class="control weight-input"
        inputMode="decimal"
        aria-label={t('choice.weight', { number: props.number })}
        aria-invalid={read(typed) === undefined ? true : undefined}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => {
          const weight = read(typed);
          if (weight === undefined || typed === shown) setTyped(shown);
          else props.onChange(weight);
        }}
      />
      <span aria-hidden="true">%</span>
    </span>
  );
}
