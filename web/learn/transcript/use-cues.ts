import { useEffect, useState } from 'preact/hooks';

/** One thing said: who says it, where that is known, and when, in seconds. */
export interface Line {
  startSeconds: number;
  speaker: string;
  text: string;
}

/** The lines of a WebVTT file, and which of them is being said. */
export interface Cues {
  lines: readonly Line[];
  /** Index of the line that is said, or was said last; −1 before the first. */
  now: number;
  state: 'loading' | 'ready' | 'failed';
  retry: () => void;
}

/** Has the browser read a chapter's captions beside its media: a hidden track, whether captions are shown or not. */
export function useCues(media: HTMLMediaElement | null, url: string): Cues {
  const [read, setRead] = useState<Pick<Cues, 'lines' | 'state'>>({ lines: [], state: 'loading' });
  const [now, setNow] = useState(-1);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (media === null) return undefined;
    setRead({ lines: [], state: 'loading' });
    const element = document.createElement('track');
    element.kind = 'metadata';
    element.src = url;
    media.append(element);
    const { track } = element;
    track.mode = 'hidden';
    const mark = () => setNow(indexAt(cuesOf(track), media.currentTime));
    element.addEventListener('load', () => {
      setRead({ lines: cuesOf(track).map(toLine), state: 'ready' });
      mark();
    });
    element.addEventListener('error', () => setRead({ lines: [], state: 'failed' }));
    track.addEventListener('cuechange', mark);
    media.addEventListener('seeked', mark);
    return () => {
      media.removeEventListener('seeked', mark);
      element.remove();
    };
  }, [media, url, tries]);
  return { ...read, now, retry: () => setTries(tries + 1) };
}

function cuesOf(track: TextTrack): VTTCue[] {
  return [...(track.cues ?? [])].filter((cue) => cue instanceof VTTCue);
}

function indexAt(cues: readonly VTTCue[], seconds: number): number {
  // A moment's grace: a player that seeks to a cue may stand just before it.
  return cues.findLastIndex(({ startTime }) => startTime <= seconds + 0.05);
}

/** A voice span becomes an element whose title is the speaker (WebVTT §6.4). */
function toLine(cue: VTTCue): Line {
  const fragment = cue.getCueAsHTML();
  return {
    startSeconds: cue.startTime,
    speaker: fragment.querySelector<HTMLElement>('span[title]')?.title ?? '',
    text: fragment.textContent.replaceAll(/\s+/g, ' ').trim(),
  };
}
