import type { ComponentChildren } from 'preact';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-preact';
import { Icon } from './icon.tsx';
import { Spinner } from './progress.tsx';
import './notice.css';

/** How a state is meant: `work` is going on, `quiet` is at rest. */
export type BadgeTone = 'good' | 'warn' | 'bad' | 'info' | 'work' | 'quiet';

const icons: Record<BadgeTone, LucideIcon> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  info: CircleDot,
  work: CircleDot,
  quiet: CircleDashed,
};

/** A state: an icon and its words ("Published in 2 courses"). `pill` sets it off as a label. */
export function Badge(props: {
  tone: BadgeTone;
  icon?: LucideIcon | undefined;
  pill?: boolean | undefined;
  children: ComponentChildren;
}) {
  const { tone } = props;
  return (
    <span class={`badge badge-${tone}${props.pill ? ' badge-pill' : ''}`}>
      {tone === 'work' ? <Spinner /> : <Icon of={props.icon ?? icons[tone]} size={15} />}
      <span>{props.children}</span>
    </span>
  );
}
