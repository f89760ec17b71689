import type { Drawn } from './use-drawn.ts';
import { formatExactTime } from '../../../domain/time.ts';
import { spriteAt } from './timeline-geometry.ts';

/** The picture that stands at a moment, above the place that the pointer is at. */
export function TimelinePreview(props: {
  sprites: NonNullable<Drawn['sprites']>;
  ms: number;
  /** The pointer's place within the timeline, and the timeline's width, in pixels. */
  x: number;
  width: number;
}) {
  const { sprites, ms, x, width } = props;
  const { left, top } = spriteAt(sprites, ms);
  const half = sprites.width / 2 + 8;
  return (
    <div
      class="timeline-preview"
      aria-hidden="true"
      style={{ left: `${Math.min(Math.max(x, half), Math.max(half, width - half))}px` }}
    >
      <div
        class="timeline-preview-picture"
        style={{
          width: `${sprites.width}px`,
          height: `${sprites.height}px`,
          backgroundImage: `url("${sprites.url}")`,
          backgroundPosition: `${-left}px ${-top}px`,
        }}
      />
      <span class="figures">{formatExactTime(Math.round(ms / 100) * 100)}</span>
    </div>
  );
}
