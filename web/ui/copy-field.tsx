import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Check, Copy } from 'lucide-preact';
import en from './locales/en/ui.json' with { type: 'json' };
import { Button } from './button.tsx';
import { Field, type FieldProps } from './field.tsx';
import { texts } from './i18n.ts';
import './copy-field.css';

const t = texts('ui', en);

/** A value to be taken elsewhere: read-only, chosen whole on focus, with a Copy button that says when it did. */
export function CopyField(
  props: FieldProps & {
    value: string;
    /** Takes focus when it appears, for a value that has just been made. */
    takesFocus?: boolean | undefined;
  },
) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (props.takesFocus) input.current?.focus();
  }, []);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    input.current?.select();
    await navigator.clipboard.writeText(props.value);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 4000);
  };
  return (
    <Field {...props}>
      {(control) => (
        <div class="copy-field">
          <input
            {...control}
            ref={input}
            class="control control-mono"
            readOnly
            value={props.value}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button
            icon={copied ? Check : Copy}
            label={`${t(copied ? 'button.copied' : 'button.copy')}: ${props.label}`}
            onClick={() => void copy()}
          >
            {t(copied ? 'button.copied' : 'button.copy')}
          </Button>
        </div>
      )}
    </Field>
  );
}
