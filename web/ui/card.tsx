import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './card.css';

/** A titled region that lies on the page. `flush` leaves out the padding, for tables and lists. */
export function Card(props: {
  title?: ComponentChildren;
  /** What can be done with it, at the right of its title. */
  actions?: ComponentChildren;
  flush?: boolean | undefined;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={props.title ? id : undefined}>
      {props.title && (
        <div class="card-head">
          <h2 id={id}>{props.title}</h2>
          {props.actions && <div class="card-head-actions">{props.actions}</div>}
        </div>
      )}
      <div class={props.flush ? 'card-flush' : 'card-body'}>{props.children}</div>
    </section>
  );
}
