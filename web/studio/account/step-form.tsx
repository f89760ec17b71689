import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, fieldErrors, sentenceOf } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField, TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import en from '../locales/en/account.json' with { type: 'json' };

const t = texts('account', en);

/** One question of a form that asks one thing at a time. */
export interface Step<Name extends string> {
  name: Name;
  label: string;
  hint?: string;
  kind: 'text' | 'email' | 'new-password';
  autoComplete: string;
  /** The sentence to show while the value will not do; undefined when it will. */
  problemOf: (value: string) => string | undefined;
  /** What comes after this step. */
  next: string;
}

/**
 * Asks one thing at a time, says what comes next, keeps what was typed when going back. `send` gets all answers after
 * the last step; an error about one of them leads back to its step.
 */
export function StepForm<Name extends string>(props: {
  steps: readonly Step<Name>[];
  action: string;
  busyAction: string;
  send: (values: Record<Name, string>) => Promise<void>;
}) {
  const { steps } = props;
  const [at, setAt] = useState(0);
  const [values, setValues] = useState(() => blankAnswers(steps));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), [at]);
  const step = steps[at];
  if (!step) return null;
  const isLast = at === steps.length - 1;
  const value = values[step.name];

  const send = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await props.send(values);
    } catch (error) {
      const found = fieldErrors(error);
      const wrong = steps.findIndex(({ name }) => name in found);
      setErrors(found);
      if (wrong >= 0) setAt(wrong);
      else setFailure(error instanceof ApiError ? error.message : sentenceOf(error));
    }
    setBusy(false);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const problem = step.problemOf(value);
    setErrors(problem ? { [step.name]: problem } : {});
    if (problem) input.current?.focus();
    else if (isLast) void send();
    else setAt(at + 1);
  };
  const field = {
    label: step.label,
    hint: step.hint,
    error: errors[step.name],
    value,
    name: step.name,
    autoComplete: step.autoComplete,
    inputRef: input,
    onInput: (typed: string) => setValues({ ...values, [step.name]: typed }),
  };
  return (
    <form class="account-form" noValidate onSubmit={submit}>
      <div>
        <div class="account-steps" aria-hidden="true">
          {steps.map(({ name }, index) => (
            <span key={name} class={index <= at ? 'account-step-done' : ''} />
          ))}
        </div>
        <div class="account-step">{t('step', { at: at + 1, of: steps.length })}</div>
      </div>
      {failure && <Notice tone="bad" title={failure} />}
      {step.kind === 'new-password' ? (
        <PasswordField key={step.name} {...field} />
      ) : (
        <TextField key={step.name} {...field} type={step.kind} />
      )}
      <div class="account-actions">
        {at > 0 && (
          <Button variant="quiet" onClick={() => setAt(at - 1)}>
            {t('back')}
          </Button>
        )}
        <Button variant="primary" type="submit" busy={busy}>
          {isLast ? (busy ? props.busyAction : props.action) : t('continue')}
        </Button>
      </div>
      <p class="quiet small">{step.next}</p>
    </form>
  );
}

function blankAnswers<Name extends string>(steps: readonly Step<Name>[]): Record<Name, string> {
  const blank: Partial<Record<Name, string>> = {};
  for (const { name } of steps) blank[name] = '';
  // Each name was given its blank just above.
  return blank as Record<Name, string>;
}
