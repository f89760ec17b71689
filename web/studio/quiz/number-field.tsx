import { useEffect, useState } from 'preact/hooks';
import { TextField } from '../../ui/field.tsx';
import { readNumber } from './quiz-draft.ts';
import { t } from './question-type.ts';

/** A number between two bounds. What is typed stays as typed; only a right number is handed on. */
export function NumberField(props: {
  label: string;
  labelUnseen?: boolean | undefined;
  hint?: string | undefined;
  value: number;
  min: number;
  max: number;
  whole?: boolean | undefined;
  onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState(String(props.value));
  useEffect(() => {
    if (readNumber(typed) !== props.value) setTyped(String(props.value));
  }, [props.value]);
  const { min, max } = props;
  const isRight = (value: number | undefined): value is number =>
    value !== undefined && value >= min && value <= max && (!props.whole || Number.isInteger(value));
  return (
    <TextField
      label={props.label}
      labelUnseen={props.labelUnseen}
      hint={props.hint}
      inputMode="decimal"
      value={typed}
      error={isRight(readNumber(typed)) ? undefined : t('number.wrong', { min, max })}
      onInput={(text) => {
        setTyped(text);
        const value = readNumber(text);
        if (isRight(value)) props.onChange(value);
      }}
      onBlur={() => {
        if (!isRight(readNumber(typed))) setTyped(String(props.value));
      }}
    />
  );
}
