import { useEffect, useRef } from 'preact/hooks';
import type { Pause } from '../../../domain/pauses.ts';
import { loudestOf } from './timeline-geometry.ts';
import type { Drawn } from './use-drawn.ts';

/**
 * The part of the waveform that is in view, as high as the sound is loud, with the pauses of speech behind it. It is as
 * wide as its window and no wider, however far the timeline is zoomed in.
 */
export function Waveform(props: {
  waveform: NonNullable<Drawn['waveform']>;
  pauses: readonly Pause[];
  durationMs: number;
  /** Of the window, in pixels. */
  width: number;
  zoom: number;
  scroller: { current: HTMLElement | null };
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, zoom, durationMs, waveform, pauses, scroller } = props;
  useEffect(() => {
    const element = canvas.current;
    const window_ = scroller.current;
    if (!element || !window_ || width === 0) return undefined;
    const draw = () => {
      const msPerPixel = durationMs / (width * zoom);
      drawWaveform(element, { waveform, pauses, width, msPerPixel, fromMs: window_.scrollLeft * msPerPixel });
    };
    draw();
    const ends = new AbortController();
    window_.addEventListener('scroll', draw, { signal: ends.signal, passive: true });
    // The colours are the page's, which change with the reader's scheme.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw, { signal: ends.signal });
    return () => ends.abort();
  }, [width, zoom, durationMs, waveform.peaks, pauses]);
  return <canvas ref={canvas} class="timeline-wave" style={{ width: `${width}px` }} aria-hidden="true" />;
}

function drawWaveform(
  canvas: HTMLCanvasElement,
  view: {
    waveform: NonNullable<Drawn['waveform']>;
    pauses: readonly Pause[];
    width: number;
    msPerPixel: number;
    fromMs: number;
  },
): void {
  const { waveform, width, msPerPixel, fromMs } = view;
  const height = canvas.clientHeight;
  const dots = window.devicePixelRatio;
  canvas.width = Math.round(width * dots);
  canvas.height = Math.round(height * dots);
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(dots, dots);
  const style = getComputedStyle(canvas);
  pen.fillStyle = style.getPropertyValue('--wave-pause');
  for (const { startMs, endMs } of view.pauses) {
    if (endMs < fromMs || startMs > fromMs + width * msPerPixel) continue;
    pen.fillRect((startMs - fromMs) / msPerPixel, 0, Math.max(1, (endMs - startMs) / msPerPixel), height);
  }
  pen.fillStyle = style.getPropertyValue('--wave-sound');
  const peaksPerMs = waveform.peaksPerSecond / 1000;
  // A quiet recording is drawn as high as a loud one: its pauses are what matters.
  const highest = Math.max(64, loudestOf(waveform.peaks, 0, waveform.peaks.length));
  for (let x = 0; x < width; x++) {
    const loudest = loudestOf(
      waveform.peaks,
      (fromMs + x * msPerPixel) * peaksPerMs,
      msPerPixel * peaksPerMs,
    );
    const bar = Math.max(1, (loudest / highest) * (height - 8));
    pen.fillRect(x, (height - bar) / 2, 1, bar);
  }
}
