import type { Ref } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

interface GrowingTextProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  placeholder?: string | undefined;
  maxLength: number;
  class?: string | undefined;
  invalid?: boolean | undefined;
  inputRef?: Ref<HTMLTextAreaElement> | undefined;
  /** Line breaks are text; else Enter is left to `onKeyDown`. */
  lines?: boolean | undefined;
}

/** A text box as high as its text. */
export function GrowingText(props: GrowingTextProps) {
  const box = useRef<HTMLTextAreaElement | null>(null);
  useLayoutEffect(() => fit(box.current), [props.value]);
  useEffect(() => {
    if (!box.current) return undefined;
    // A narrower box needs more lines. Its own new height is no news.
    let width = 0;
    const watching = new ResizeObserver(([entry]) => {
      if (entry?.contentRect.width === width) return;
      width = entry?.contentRect.width ?? 0;
      fit(box.current);
    });
    watching.observe(box.current);
    return () => watching.disconnect();
  }, []);
  return (
    <textarea
      ref={(element) => {
        box.current = element;
        if (typeof props.inputRef === 'function') props.inputRef(element);
        else if (props.inputRef) props.inputRef.current = element;
      }}
      class={`control growing ${props.class ?? ''}`}
      rows={1}
      aria-label={props.label}
      aria-invalid={props.invalid ? true : undefined}
      value={props.value}
      placeholder={props.placeholder}
      maxLength={props.maxLength}
      onInput={(event) =>
        props.onInput(props.lines ? event.currentTarget.value : oneLine(event.currentTarget.value))
      }
      onKeyDown={props.onKeyDown}
    />
  );
}

function fit(element: HTMLTextAreaElement | null): void {
  if (!element) return;
  element.style.height = 'auto';
  element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
