// The player of streams: larger than all the rest of the page, so loaded only when a link needs it.
import Hls from 'hls.js/light';

/** A stream that plays in an element. */
export interface Adaptive {
  /** Ends it; the element is left without a source. */
  end: () => void;
}

/** Whether this browser can put a stream together by itself. */
export function canAdapt(): boolean {
  return Hls.isSupported();
}

/** Plays a playlist from where the element stands, in the form that the link can carry; tells when it cannot go on. */
export function startAdaptive(
  element: HTMLMediaElement,
  playlistUrl: string,
  onFailed: () => void,
): Adaptive {
  const hls = new Hls({
    startPosition: element.currentTime,
    // The link has just been too slow: begin small.
    startLevel: 0,
    capLevelToPlayerSize: true,
    maxBufferLength: 30,
    enableWorker: false,
  });
  hls.on(Hls.Events.ERROR, (_event, { fatal }) => {
    if (fatal) onFailed();
  });
  hls.loadSource(playlistUrl);
  hls.attachMedia(element);
  return { end: () => hls.destroy() };
}
