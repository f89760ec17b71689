import type { ComponentChildren } from 'preact';
import type { LucideIcon } from 'lucide-preact';
import { Icon } from './icon.tsx';
import './card.css';

/** What stands where nothing is yet: what will be here, and the way to get it. */
export function EmptyState(props: {
  icon?: LucideIcon | undefined;
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
}) {
  return (
    <div class="empty">
      {props.icon && <Icon of={props.icon} size={28} />}
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.actions && <div class="empty-actions">{props.actions}</div>}
    </div>
  );
}
