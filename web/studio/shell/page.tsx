import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ChevronLeft } from 'lucide-preact';
import { Icon } from '../../ui/icon.tsx';
import './page.css';

let isFirstPage = true;

/**
 * One page of the studio: its title (also the window's), what stands beside it, and its content. Arriving from another
 * page moves focus to the title, so that a screen reader says where one is.
 */
export function Page(props: {
  title: string;
  /** Where this page hangs: a link back above the title. */
  parent?: { href: string; label: string } | undefined;
  /** One line under the title: the state. */
  lead?: ComponentChildren;
  /** The page's actions, the primary one last. */
  actions?: ComponentChildren;
  narrow?: boolean | undefined;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Afterclass`;
  }, [props.title]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <div class={`page${props.narrow ? ' page-narrow' : ''}`}>
      <header class="page-head">
        <div class="grow">
          {props.parent && (
            <a class="page-parent" href={props.parent.href}>
              <Icon of={ChevronLeft} size={14} />
              {props.parent.label}
            </a>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead && <div class="page-lead">{props.lead}</div>}
        </div>
        {props.actions && <div class="page-actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}
