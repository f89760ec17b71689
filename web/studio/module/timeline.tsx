import { useComputed, useSignalEffect, type Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-preact';
import type { Interval } from '../../../domain/boundaries.ts';
import { formatExactTime, formatTime } from '../../../domain/time.ts';
import { IconButton } from '../../ui/button.tsx';
import { t } from './texts.ts';
import { TimelineHandle } from './timeline-handle.tsx';
import { findHandles, findTicks, maxZoomOf, stepOf, type Handle } from './timeline-geometry.ts';
import { TimelinePreview } from './timeline-preview.tsx';
import type { Drawn } from './use-drawn.ts';
import { Waveform } from './waveform.tsx';
import './timeline.css';

/** What a timeline draws and tells. */
export interface TimelineProps {
  durationMs: number;
  frameMs: number;
  /** In order of time, as the trainer has put them. */
  intervals: readonly Interval[];
  titles: ReadonlyMap<string, { number: number; title: string }>;
  changed: ReadonlySet<string>;
  chosenId: string | undefined;
  /** What lies under the boundaries: waveform, pauses, pictures. */
  drawn: Drawn;
  timeMs: Signal<number>;
  onChoose: (id: string) => void;
  onSeek: (ms: number) => void;
  onMove: (handle: Handle, ms: number) => void;
}

/** The recording's length with its chapters, movable boundaries and the place that is playing. */
export function Timeline(props: TimelineProps) {
  const { durationMs, intervals, chosenId, drawn } = props;
  const [zoom, setZoom] = useState(1);
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const handles = findHandles(intervals, durationMs);
  const contentWidth = width * zoom;
  const maxZoom = maxZoomOf(durationMs);
  const [pointer, setPointer] = useState<{ x: number; ms: number }>();
  useKeepInView(scroller, { zoom, timeMs: props.timeMs, durationMs });
  const placed = (ms: number) => `${(ms / durationMs) * 100}%`;
  return (
    <div class="timeline">
      {pointer && drawn.sprites && <TimelinePreview sprites={drawn.sprites} {...pointer} width={width} />}
      <div class="timeline-scroller" ref={scroller}>
        <div
          class="timeline-content"
          style={{ width: `${zoom * 100}%` }}
          onPointerMove={(event) => setPointer(placeOf(event, durationMs))}
          onPointerLeave={() => setPointer(undefined)}
        >
          <Ruler {...props} ticks={findTicks(durationMs, contentWidth || 600)} placed={placed} />
          <div class={drawn.waveform ? 'timeline-track has-wave' : 'timeline-track'}>
            {drawn.waveform && (
              <div
                class="timeline-lane"
                onPointerDown={(event) => props.onSeek(placeOf(event, durationMs).ms)}
              >
                <Waveform
                  waveform={drawn.waveform}
                  pauses={drawn.pauses}
                  durationMs={durationMs}
                  width={width}
                  zoom={zoom}
                  scroller={scroller}
                />
              </div>
            )}
            {intervals.map((interval) => (
              <Block
                key={interval.id}
                interval={interval}
                durationMs={durationMs}
                name={props.titles.get(interval.id)}
                isChosen={interval.id === chosenId}
                isChanged={props.changed.has(interval.id)}
                onChoose={() => props.onChoose(interval.id)}
              />
            ))}
            {handles.map((handle) => (
              <TimelineHandle
                key={handle.key}
                handle={handle}
                isOfChosen={
                  chosenId !== undefined && (handle.startsId === chosenId || handle.endsId === chosenId)
                }
                label={labelOf(handle, props.titles)}
                place={placed(handle.ms)}
                msPerPixel={contentWidth > 0 ? durationMs / contentWidth : 0}
                frameMs={props.frameMs}
                onMove={(ms) => props.onMove(handle, ms)}
                onFocus={() => props.onSeek(handle.ms)}
              />
            ))}
          </div>
          <Playhead timeMs={props.timeMs} durationMs={durationMs} />
        </div>
      </div>
      <div class="timeline-zoom" role="group" aria-label={t('timeline.zoom')}>
        <IconButton
          small
          icon={ZoomOut}
          label={t('timeline.zoomOut')}
          disabled={zoom === 1}
          onClick={() => setZoom(zoom / 2)}
        />
        <IconButton
          small
          icon={Maximize2}
          label={t('timeline.fit')}
          disabled={zoom === 1}
          onClick={() => setZoom(1)}
        />
        <IconButton
          small
          icon={ZoomIn}
          label={t('timeline.zoomIn')}
          disabled={zoom >= maxZoom}
          onClick={() => setZoom(zoom * 2)}
        />
      </div>
    </div>
  );
}

/** Where a pointer stands, from the timeline's left edge and on the recording's clock. */
function placeOf(event: PointerEvent, durationMs: number): { x: number; ms: number } {
  const content = event.target instanceof Element ? event.target.closest('.timeline-content') : null;
  const box = content?.getBoundingClientRect();
  const frame = content?.closest('.timeline')?.getBoundingClientRect();
  if (!box || !frame) return { x: 0, ms: 0 };
  const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  return { x: event.clientX - frame.left, ms: Math.round(share * durationMs) };
}

/** The ruler above the chapters: a press or drag goes there, arrow keys step. */
function Ruler(props: TimelineProps & { ticks: readonly number[]; placed: (ms: number) => string }) {
  const { durationMs, frameMs, timeMs, onSeek } = props;
  const ruler = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    ruler.current?.setAttribute('aria-valuenow', String(timeMs.value));
    ruler.current?.setAttribute('aria-valuetext', formatExactTime(timeMs.value));
  });
  const seekTo = (event: PointerEvent) => {
    const box = ruler.current?.getBoundingClientRect();
    if (!box) return;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    onSeek(Math.round(share * durationMs));
  };
  return (
    <div
      ref={ruler}
      class="timeline-ruler"
      role="slider"
      tabIndex={0}
      aria-label={t('timeline.position')}
      aria-valuemin={0}
      aria-valuemax={durationMs}
      aria-valuenow={timeMs.peek()}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
      onKeyDown={(event) => {
        const ms = stepOf(event, { ms: timeMs.peek(), minMs: 0, maxMs: durationMs, frameMs });
        if (ms === undefined) return;
        event.preventDefault();
        onSeek(Math.round(Math.min(durationMs, Math.max(0, ms))));
      }}
    >
      {props.ticks.map((ms) => (
        <span key={ms} class="timeline-tick" style={{ left: props.placed(ms) }}>
          {formatTime(ms)}
        </span>
      ))}
    </div>
  );
}

/** A chapter as long as it is. A press chooses it, as the list of chapters does, which says the same in words. */
function Block(props: {
  interval: Interval;
  durationMs: number;
  name: { number: number; title: string } | undefined;
  isChosen: boolean;
  isChanged: boolean;
  onChoose: () => void;
}) {
  const { interval, durationMs, name, isChosen, isChanged } = props;
  return (
    <div
      class={`timeline-block${isChosen ? ' is-chosen' : ''}${isChanged ? ' is-changed' : ''}`}
      style={{
        left: `${(interval.startMs / durationMs) * 100}%`,
        width: `${((interval.endMs - interval.startMs) / durationMs) * 100}%`,
      }}
      aria-hidden="true"
      title={`${name?.number ?? ''}. ${name?.title ?? ''}`}
      onClick={props.onChoose}
    >
      <span class="timeline-block-number">{name?.number}</span>
      <span class="timeline-block-title">{name?.title}</span>
    </div>
  );
}

function Playhead({ timeMs, durationMs }: { timeMs: Signal<number>; durationMs: number }) {
  const left = useComputed(() => `${Math.min(100, (timeMs.value / durationMs) * 100)}%`);
  const line = useRef<HTMLSpanElement>(null);
  useSignalEffect(() => {
    if (line.current) line.current.style.left = left.value;
  });
  return <span class="timeline-playhead" ref={line} aria-hidden="true" />;
}

function labelOf(handle: Handle, titles: TimelineProps['titles']): string {
  const name = (id: string | undefined) => {
    const found = titles.get(id ?? '');
    return found ? `${found.number}. ${found.title}` : '';
  };
  if (handle.startsId === undefined) return t('timeline.end', { chapter: name(handle.endsId) });
  if (handle.endsId === undefined) return t('timeline.start', { chapter: name(handle.startsId) });
  return t('timeline.between', { before: name(handle.endsId), after: name(handle.startsId) });
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** Zooming puts the playing place in the middle; after that it is followed, except while a boundary is dragged. */
function useKeepInView(
  scroller: { current: HTMLElement | null },
  { zoom, timeMs, durationMs }: { zoom: number; timeMs: Signal<number>; durationMs: number },
): void {
  const placeOf = (element: HTMLElement) => (timeMs.peek() / durationMs) * element.scrollWidth;
  useEffect(() => {
    const element = scroller.current;
    if (element) element.scrollLeft = placeOf(element) - element.clientWidth / 2;
  }, [zoom]);
  useSignalEffect(() => {
    const element = scroller.current;
    if (timeMs.value < 0 || !element || element.querySelector('.is-dragged')) return;
    const { scrollLeft, clientWidth } = element;
    const place = placeOf(element);
    if (place < scrollLeft || place > scrollLeft + clientWidth)
      element.scrollLeft = place - clientWidth * 0.1;
  });
}
