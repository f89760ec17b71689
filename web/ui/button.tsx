import type { ComponentChildren, Ref } from 'preact';
import type { LucideIcon } from 'lucide-preact';
import { Icon } from './icon.tsx';
import { Spinner } from './progress.tsx';
import './button.css';

interface Look {
  /** `primary`: the one action of a page. `danger`: takes something away. Else `normal` or `quiet`. */
  variant?: 'primary' | 'normal' | 'quiet' | 'danger' | undefined;
  small?: boolean | undefined;
  icon?: LucideIcon | undefined;
}

interface ButtonProps extends Look {
  children: ComponentChildren;
  type?: 'button' | 'submit' | undefined;
  onClick?: ((event: MouseEvent) => void) | undefined;
  disabled?: boolean | undefined;
  /** At work: keeps its place and focus, and takes no second press. Children should say what is happening. */
  busy?: boolean | undefined;
  /** Names it more fully than its words, for screen readers ("Remove talk.mp4"). */
  label?: string | undefined;
  expanded?: boolean | undefined;
  controls?: string | undefined;
  describedBy?: string | undefined;
  form?: string | undefined;
  buttonRef?: Ref<HTMLButtonElement> | undefined;
}

/** A button; a verb is its word. */
export function Button({
  variant = 'normal',
  type = 'button',
  small,
  icon,
  busy = false,
  ...props
}: ButtonProps) {
  return (
    <button
      ref={props.buttonRef ?? null}
      class={classOf({ variant, small })}
      type={type}
      disabled={props.disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-label={props.label}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      aria-describedby={props.describedBy}
      form={props.form}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else props.onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : icon && <Icon of={icon} />}
      {props.children}
    </button>
  );
}

/** A button that is an icon alone; `label` says it in words, also as a tooltip. */
export function IconButton(
  props: Omit<ButtonProps, 'children' | 'icon' | 'label'> & { icon: LucideIcon; label: string },
) {
  const { variant = 'quiet', small, icon, busy = false, label } = props;
  return (
    <button
      ref={props.buttonRef ?? null}
      class={`${classOf({ variant, small })} button-icon`}
      type={props.type ?? 'button'}
      disabled={props.disabled}
      aria-disabled={busy || undefined}
      aria-label={label}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      title={label}
      onClick={(event) => {
        if (!busy) props.onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : <Icon of={icon} />}
    </button>
  );
}

/** A link that looks like a button, for actions that go somewhere. */
export function LinkButton(
  props: Look & {
    href: string;
    children: ComponentChildren;
    download?: boolean | undefined;
    /** Names it more fully than its words, for screen readers. */
    label?: string | undefined;
  },
) {
  return (
    <a class={classOf(props)} href={props.href} download={props.download} aria-label={props.label}>
      {props.icon && <Icon of={props.icon} />}
      {props.children}
    </a>
  );
}

function classOf({ variant = 'normal', small }: Look): string {
  return `button button-${variant}${small ? ' button-small' : ''}`;
}
