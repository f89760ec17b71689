import type { ComponentChildren, Ref } from 'preact';
import { useId, useState } from 'preact/hooks';
import { CircleAlert, Eye, EyeOff, Search } from 'lucide-preact';
import en from './locales/en/ui.json' with { type: 'json' };
import { IconButton } from './button.tsx';
import { texts } from './i18n.ts';
import { Icon } from './icon.tsx';
import './field.css';

const t = texts('ui', en);

/** What every field has around its control. `error` takes the place of nothing: the hint stays. */
export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** Says "(optional)" after the label. */
  optional?: boolean | undefined;
  /** The label is for screen readers only; what stands around says it to the eye. */
  labelUnseen?: boolean | undefined;
}

/** What a control inside a field must wear, so that label, hint and error belong to it. */
export interface ControlAttributes {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

/** A label, a hint and an error around any control; `children` gets the attributes to put on it. */
export function Field(props: FieldProps & { children: (control: ControlAttributes) => ComponentChildren }) {
  const id = useId();
  const hintId = props.hint ? `${id}-hint` : '';
  const errorId = props.error ? `${id}-error` : '';
  return (
    <div class="field">
      <label class={props.labelUnseen ? 'unseen' : 'field-label'} for={id}>
        {props.label}
        {props.optional && <span class="field-optional"> ({t('optional')})</span>}
      </label>
      {props.hint && (
        <div class="field-hint" id={hintId}>
          {props.hint}
        </div>
      )}
      {props.children({
        id,
        'aria-describedby': `${hintId} ${errorId}`.trim() || undefined,
        'aria-invalid': props.error ? true : undefined,
      })}
      {props.error && <FieldError id={errorId}>{props.error}</FieldError>}
    </div>
  );
}

/** An error beside the thing it is about, told to screen readers as it appears. */
export function FieldError({ id, children }: { id?: string | undefined; children: ComponentChildren }) {
  return (
    <p class="field-error" id={id} role="alert">
      <Icon of={CircleAlert} size={15} />
      <span>{children}</span>
    </p>
  );
}

interface TextProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  onBlur?: (() => void) | undefined;
  name?: string | undefined;
  autoComplete?: string | undefined;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  spellcheck?: boolean | undefined;
  mono?: boolean | undefined;
}

/** One line of text. */
export function TextField(
  props: TextProps & {
    type?: 'text' | 'email' | 'url' | 'number' | undefined;
    inputMode?: 'text' | 'email' | 'url' | 'numeric' | 'decimal' | undefined;
    inputRef?: Ref<HTMLInputElement> | undefined;
  },
) {
  return (
    <Field {...props}>
      {(control) => (
        <input
          {...control}
          ref={props.inputRef ?? null}
          class={`control${props.mono ? ' control-mono' : ''}`}
          type={props.type ?? 'text'}
          inputMode={props.inputMode}
          name={props.name}
          value={props.value}
          autoComplete={props.autoComplete}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          required={props.required}
          disabled={props.disabled}
          spellcheck={props.spellcheck}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={props.onBlur}
        />
      )}
    </Field>
  );
}

/** A password that its owner may look at. */
export function PasswordField(props: TextProps & { inputRef?: Ref<HTMLInputElement> | undefined }) {
  const [seen, setSeen] = useState(false);
  return (
    <Field {...props}>
      {(control) => (
        <div class="control-wrap">
          <input
            {...control}
            ref={props.inputRef ?? null}
            class="control"
            type={seen ? 'text' : 'password'}
            name={props.name}
            value={props.value}
            autoComplete={props.autoComplete}
            required={props.required}
            spellcheck={false}
            onInput={(event) => props.onInput(event.currentTarget.value)}
            onBlur={props.onBlur}
          />
          <IconButton
            small
            icon={seen ? EyeOff : Eye}
            label={t(seen ? 'hidePassword' : 'showPassword')}
            onClick={() => setSeen(!seen)}
          />
        </div>
      )}
    </Field>
  );
}

/** A search box; the magnifying glass says so to the eye, the label to the ear. */
export function SearchField(props: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <div class="control-wrap">
      <input
        class="control control-search"
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Icon of={Search} />
    </div>
  );
}

/** Several lines of text. */
export function TextArea(
  props: TextProps & { rows?: number | undefined; inputRef?: Ref<HTMLTextAreaElement> | undefined },
) {
  return (
    <Field {...props}>
      {(control) => (
        <textarea
          {...control}
          ref={props.inputRef ?? null}
          class={`control${props.mono ? ' control-mono' : ''}`}
          name={props.name}
          rows={props.rows ?? 4}
          value={props.value}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          required={props.required}
          disabled={props.disabled}
          spellcheck={props.spellcheck}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={props.onBlur}
        />
      )}
    </Field>
  );
}

/** One of a few values. */
export function SelectField<Value extends string>(
  props: FieldProps & {
    value: Value;
    options: readonly { value: Value; label: string }[];
    onChange: (value: Value) => void;
    disabled?: boolean | undefined;
  },
) {
  return (
    <Field {...props}>
      {(control) => (
        <select
          {...control}
          class="control"
          value={props.value}
          disabled={props.disabled}
          onChange={(event) => {
            const chosen = props.options.find((option) => option.value === event.currentTarget.value);
            if (chosen) props.onChange(chosen.value);
          }}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A yes or no, said by its label. */
export function CheckField(props: {
  label: ComponentChildren;
  hint?: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
}) {
  const hintId = useId();
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint ? hintId : undefined}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
      {props.hint && (
        <span class="check-hint" id={hintId}>
          {props.hint}
        </span>
      )}
    </label>
  );
}
