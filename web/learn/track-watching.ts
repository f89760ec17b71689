import type { PutProgress } from '../../domain/api/learn.ts';

type Span = [number, number];

/** Sends what was watched; rejects when it could not be sent. `last`: the page is closing. */
type Report = (progress: PutProgress, last: boolean) => Promise<void>;

const everyMs = 10_000;
/** As many spans as the service takes at once. */
const maxSpans = 500;

/**
 * Notes which spans of the video are really played, and reports them every ten seconds, on pause, at the end and
 * when the page closes. What could not be sent is sent with the next report. Gives the function that ends it.
 */
export function trackWatching(video: HTMLMediaElement, report: Report): () => void {
  let unsent: Span[] = [];
  /** The span being played now; a seek ends it. */
  let open: Span | undefined;
  let sending = false;
  let sentPositionMs = nowMs(video);

  const extend = () => {
    if (open === undefined && !video.paused && !video.seeking) open = [nowMs(video), nowMs(video)];
    if (open !== undefined && !video.seeking) open[1] = Math.max(open[1], nowMs(video));
  };
  const close = () => {
    if (open !== undefined && open[1] > open[0]) unsent = join(unsent, open);
    open = undefined;
  };
  const flush = async (last = false) => {
    const playing = open !== undefined;
    close();
    if (playing && !video.paused && !video.seeking) open = [nowMs(video), nowMs(video)];
    const positionMs = nowMs(video);
    if (unsent.length === 0 && Math.abs(positionMs - sentPositionMs) < 1000) return;
    if (sending && !last) return;
    const taken = unsent.splice(0, maxSpans);
    sending = true;
    try {
      await report({ positionMs, watched: taken }, last);
      sentPositionMs = positionMs;
    } catch {
      unsent = [...taken, ...unsent];
    }
    sending = false;
  };
  const onPause = () => {
    extend();
    void flush();
  };
  const onHide = () => {
    extend();
    if (document.visibilityState === 'hidden') void flush(true);
  };
  const onLeave = () => {
    extend();
    void flush(true);
  };
  const onOnline = () => void flush();

  const listening = new AbortController();
  const { signal } = listening;
  video.addEventListener('timeupdate', extend, { signal });
  video.addEventListener('seeking', close, { signal });
  video.addEventListener('pause', onPause, { signal });
  video.addEventListener('ended', onPause, { signal });
  document.addEventListener('visibilitychange', onHide, { signal });
  // Captured, so that it comes before whoever ends the session with the page.
  window.addEventListener('pagehide', onLeave, { signal, capture: true });
  window.addEventListener('online', onOnline, { signal });
  const timer = window.setInterval(onOnline, everyMs);
  return () => {
    window.clearInterval(timer);
    listening.abort();
    onLeave();
  };
}

function nowMs(video: HTMLMediaElement): number {
  return Math.round(video.currentTime * 1000);
}

/** Adds a span; one that goes on where the newest ended makes it longer. */
function join(spans: Span[], next: Span): Span[] {
  const newest = spans.at(-1);
  if (newest?.[1] === next[0]) return [...spans.slice(0, -1), [newest[0], next[1]]];
  return [...spans, next];
}
