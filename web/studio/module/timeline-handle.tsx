import { useRef, useState } from 'preact/hooks';
import { formatExactTime } from '../../../domain/time.ts';
import { clampTo, stepOf, type Handle } from './timeline-geometry.ts';

/** A boundary that can be dragged, or moved by keys: an arrow is a frame, with Shift a second. */
export function TimelineHandle(props: {
  handle: Handle;
  label: string;
  /** Where it stands, as a CSS length. */
  place: string;
  isOfChosen: boolean;
  msPerPixel: number;
  frameMs: number;
  onMove: (ms: number) => void;
  onFocus: () => void;
}) {
  const { handle, frameMs, onMove } = props;
  const [isDragged, setDragged] = useState(false);
  const grabbed = useRef({ clientX: 0, ms: 0 });
  return (
    <span
      class={`timeline-handle${props.isOfChosen ? ' is-of-chosen' : ''}${isDragged ? ' is-dragged' : ''}`}
      style={{ left: props.place }}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={handle.minMs}
      aria-valuemax={handle.maxMs}
      aria-valuenow={handle.ms}
      aria-valuetext={formatExactTime(handle.ms)}
      onFocus={props.onFocus}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = { clientX: event.clientX, ms: handle.ms };
        setDragged(true);
      }}
      onPointerMove={(event) => {
        if (!isDragged) return;
        const { clientX, ms } = grabbed.current;
        const to = clampTo(handle, ms + (event.clientX - clientX) * props.msPerPixel);
        if (to !== handle.ms) onMove(to);
      }}
      onPointerUp={() => setDragged(false)}
      onPointerCancel={() => setDragged(false)}
      onKeyDown={(event) => {
        const ms = stepOf(event, { ...handle, frameMs });
        if (ms === undefined) return;
        event.preventDefault();
        onMove(clampTo(handle, ms));
      }}
    >
      <span class="timeline-handle-time" aria-hidden="true">
        {formatExactTime(handle.ms)}
      </span>
    </span>
  );
}
