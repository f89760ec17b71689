import type { ComponentChildren } from 'preact';
import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from 'lucide-preact';
import { Icon } from './icon.tsx';
import './notice.css';

/** How a message is meant. */
export type NoticeTone = 'good' | 'warn' | 'bad' | 'info';

const icons: Record<NoticeTone, LucideIcon> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  info: Info,
};

/** A message in the page, beside what it is about. A bad one is read out as it appears; `title` is its first sentence. */
export function Notice(props: {
  tone: NoticeTone;
  title?: string | undefined;
  children?: ComponentChildren;
}) {
  const role = props.tone === 'bad' ? 'alert' : props.tone === 'info' ? undefined : 'status';
  return (
    <div class={`notice notice-${props.tone}`} role={role}>
      <Icon of={icons[props.tone]} size={17} />
      {props.title && <p class="notice-title">{props.title}</p>}
      {props.children && <div class="notice-body">{props.children}</div>}
    </div>
  );
}
