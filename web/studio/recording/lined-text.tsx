import type { ComponentChildren, Ref } from 'preact';
import { useRef } from 'preact/hooks';
import { Field } from '../../ui/field.tsx';
import './lined-text.css';

/** A text box with the numbers of its lines beside it; marked lines stand out. */
export function LinedText(props: {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  placeholder?: string | undefined;
  value: string;
  onInput: (value: string) => void;
  /** Lines, counted from 1, that something is said about. */
  marks: ReadonlyMap<number, 'bad' | 'warn'>;
  inputRef: Ref<HTMLTextAreaElement>;
}) {
  const gutter = useRef<HTMLDivElement>(null);
  const count = Math.min(props.value.split('\n').length, 2000);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(control) => (
        <div class="lined">
          <div class="lined-gutter" ref={gutter} aria-hidden="true">
            {Array.from({ length: count }, (_, index) => (
              <span key={index} class={`lined-number lined-${props.marks.get(index + 1) ?? 'plain'}`}>
                {index + 1}
              </span>
            ))}
          </div>
          <textarea
            {...control}
            ref={props.inputRef}
            class="lined-box"
            wrap="off"
            spellcheck={false}
            autoCapitalize="none"
            placeholder={props.placeholder}
            value={props.value}
            onInput={(event) => props.onInput(event.currentTarget.value)}
            onScroll={(event) => {
              if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
            }}
          />
        </div>
      )}
    </Field>
  );
}
