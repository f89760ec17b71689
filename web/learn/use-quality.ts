import { useEffect, useRef, useState } from 'preact/hooks';
import type { LearnChapter } from '../../domain/api/learn.ts';
import { keep } from './keep.ts';
import type { Adaptive } from './adaptive.ts';

/** What a learner can choose: what the link can carry, the clip as it was cut, smaller, or sound alone. */
export type Quality = 'auto' | 'source' | LearnChapter['renditions'][number]['kind'];

/** The choice of one chapter's clip. Without choices there is nothing to choose from. */
export interface QualityChoice {
  choices: readonly Quality[];
  chosen: Quality;
  /** The file that plays, where no stream does. */
  url: string;
  choose: (quality: Quality) => void;
}

interface MediaRef {
  current: HTMLMediaElement | null;
}

/**
 * Which form of a clip plays. The choice stays with the next chapter; a change keeps place, speed and playing. By itself
 * the clip plays as it was cut; a link that cannot carry it is helped by a stream whose player is loaded only then.
 */
export function useQuality(media: MediaRef, chapter: LearnChapter): QualityChoice {
  const choices = choicesOf(chapter);
  const [chosen, setChosen] = useState<Quality>(() => rememberedOf(choices));
  const url = chapter.renditions.find(({ kind }) => kind === chosen)?.url ?? chapter.clipUrl;
  const adaptive = useAdaptive(media, chapter, chosen === 'auto');
  return {
    choices,
    chosen,
    url,
    choose: (quality) => {
      const element = media.current;
      if (quality === chosen || element === null) return;
      keep.set('quality', quality);
      keepPlace(element);
      const isStreaming = adaptive.end();
      setChosen(quality);
      // The file that played before the stream is asked for again: its address has not changed for the page.
      if (isStreaming) element.src = urlOf(chapter, quality);
    },
  };
}

function choicesOf({ renditions, hlsUrl }: LearnChapter): Quality[] {
  if (renditions.length === 0) return [];
  return [...(hlsUrl === null ? [] : ['auto' as const]), 'source', ...renditions.map(({ kind }) => kind)];
}

function rememberedOf(choices: readonly Quality[]): Quality {
  const kept = keep.get('quality');
  return choices.find((choice) => choice === kept) ?? choices[0] ?? 'source';
}

function urlOf({ renditions, clipUrl }: LearnChapter, quality: Quality): string {
  return renditions.find(({ kind }) => kind === quality)?.url ?? clipUrl;
}

/** What loads next goes on where this stands, as fast, and playing if it was. */
function keepPlace(element: HTMLMediaElement): void {
  const { currentTime, paused, playbackRate } = element;
  element.defaultPlaybackRate = playbackRate;
  const goOn = () => {
    element.currentTime = currentTime;
    if (!paused) void element.play().catch(() => undefined);
  };
  element.addEventListener('loadedmetadata', goOn, { once: true });
}

/** A picture that does not come, or stands still, for this long means that the link is too slow. */
const patienceMs = { first: 4_000, stalled: 1_500 };

/** Hands a clip that the link cannot carry over to a stream, at the same place; `end` tells whether one was playing. */
function useAdaptive(
  media: MediaRef,
  { id, hlsUrl }: LearnChapter,
  isWanted: boolean,
): { end: () => boolean } {
  const stream = useRef<Adaptive>();
  const end = () => {
    const was = stream.current !== undefined;
    stream.current?.end();
    stream.current = undefined;
    return was;
  };
  useEffect(() => {
    const element = media.current;
    if (!isWanted || hlsUrl === null || element === null) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    const start = async () => {
      if (stream.current !== undefined) return;
      const { startAdaptive, canAdapt } = await import('./adaptive.ts');
      if (signal.aborted || !canAdapt()) return;
      keepPlace(element);
      const clipUrl = element.currentSrc;
      stream.current = startAdaptive(element, hlsUrl, () => {
        end();
        keepPlace(element);
        element.src = clipUrl;
      });
    };
    const helpWhenStalled = () => {
      let timer = 0;
      const wait = (ms: number) => {
        window.clearTimeout(timer);
        timer = window.setTimeout(() => void start().catch(() => undefined), ms);
      };
      if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) wait(patienceMs.first);
      element.addEventListener('waiting', () => wait(patienceMs.stalled), { signal });
      for (const event of ['loadeddata', 'playing', 'seeked', 'pause', 'error'])
        element.addEventListener(event, () => window.clearTimeout(timer), { signal });
      signal.addEventListener('abort', () => window.clearTimeout(timer));
    };
    helpWhenStalled();
    return () => leaving.abort();
  }, [id, isWanted, hlsUrl !== null]);
  useEffect(() => () => void end(), [id]);
  return { end };
}
