import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { X } from 'lucide-preact';
import en from './locales/en/ui.json' with { type: 'json' };
import { IconButton } from './button.tsx';
import { texts } from './i18n.ts';
import './dialog.css';

const t = texts('ui', en);

const firstField =
  '.dialog-body :is(input:not([readonly], [hidden], [type="hidden"]), textarea, select):not(:disabled)';

/**
 * A modal dialog over the page; mounted is open. Escape, the cross and a click beside it call `onClose`; focus goes
 * to its first field, stays in, and returns to where it was. `actions` is its foot, the primary one last.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  actions?: ComponentChildren;
  wide?: boolean | undefined;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { onClose } = props;
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>(firstField)?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog${props.wide ? ' dialog-wide' : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget && isBeside(event, event.currentTarget)) onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={titleId}>{props.title}</h2>
        <IconButton icon={X} label={t('button.close')} onClick={onClose} />
      </div>
      <div class="dialog-body">{props.children}</div>
      {props.actions && <div class="dialog-foot">{props.actions}</div>}
    </dialog>
  );
}

function isBeside(event: MouseEvent, dialog: HTMLElement): boolean {
  const box = dialog.getBoundingClientRect();
  return (
    event.clientX < box.left ||
    event.clientX > box.right ||
    event.clientY < box.top ||
    event.clientY > box.bottom
  );
}
