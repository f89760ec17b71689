import { useEffect, useMemo, useState } from 'preact/hooks';
import type {
  Attempt,
  AttemptGraded,
  Learn,
  LearnChapter,
  Progress,
  Receipt,
} from '../../domain/api/learn.ts';
import { sentenceOf } from '../ui/api.ts';
import type { LearnApi } from './learn-api.ts';

/** What the page shows, what went wrong, and the ways to change it. */
export interface LearnState {
  api: LearnApi;
  learn: Learn | undefined;
  /** Why there is nothing to show, as a sentence. */
  failure: string | undefined;
  /** The launch's session has ended: nothing can be saved any more. */
  ended: boolean;
  load: () => Promise<void>;
  /** Reads everything again, with fresh addresses of the media. */
  renew: () => Promise<Learn>;
  /** Reads what may have changed, and leaves the video as it is. */
  refresh: () => Promise<void>;
  takeProgress: (chapterId: string, progress: Progress) => void;
  takeAttempt: (chapterId: string, attempt: Attempt) => void;
  takeGrade: (graded: AttemptGraded) => void;
}

/** The state of the learner's page, fetched when it appears; the receipt is followed until the platform has the score. */
export function useLearn(createApi: (onEnded: () => void) => LearnApi): LearnState {
  const [learn, setLearn] = useState<Learn>();
  const [failure, setFailure] = useState<string>();
  const [ended, setEnded] = useState(false);
  const api = useMemo(() => createApi(() => setEnded(true)), []);

  const renew = async () => {
    const fresh = await api.read();
    setLearn(fresh);
    return fresh;
  };
  const load = async () => {
    setFailure(undefined);
    try {
      await renew();
    } catch (error) {
      setFailure(sentenceOf(error));
    }
  };
  const refresh = async () => {
    const fresh = await api.read();
    setLearn((before) => (before === undefined ? fresh : withMediaOf(before, fresh)));
  };
  const takeReceipt = (receipt: Receipt) => setLearn((before) => before && { ...before, receipt });
  useEffect(() => void load(), [api]);
  useFollowedReceipt(learn?.receipt, api, takeReceipt);

  return {
    api,
    learn,
    failure,
    ended,
    load,
    renew,
    refresh,
    takeProgress: (chapterId, { receipt, ...progress }) =>
      setLearn((before) => before && changeChapter({ ...before, receipt }, chapterId, progress)),
    takeAttempt: (chapterId, attempt) =>
      setLearn((before) => before && withAttempt(before, chapterId, attempt)),
    takeGrade: ({ chapter, receipt }) =>
      setLearn(
        (before) =>
          before && changeChapter({ ...before, receipt }, chapter.id, withMedia(before.chapters, chapter)),
      ),
  };
}

/** Asks for the receipt while the score is on its way, less and less often. */
function useFollowedReceipt(
  receipt: Receipt | undefined,
  api: LearnApi,
  take: (receipt: Receipt) => void,
): void {
  const [asked, setAsked] = useState(0);
  const key = receipt === undefined ? '' : `${receipt.state} ${receipt.at ?? ''} ${receipt.retryAt ?? ''}`;
  const isOnItsWay =
    receipt?.state === 'waiting' || (receipt?.state === 'failed' && receipt.retryAt !== null);
  useEffect(() => setAsked(0), [key]);
  useEffect(() => {
    if (!isOnItsWay) return undefined;
    const timer = window.setTimeout(
      () => {
        api.receipt().then(take, () => undefined);
        setAsked(asked + 1);
      },
      Math.min(30_000, 1000 * 1.5 ** asked),
    );
    return () => window.clearTimeout(timer);
  }, [isOnItsWay, asked, key]);
}

function withAttempt(learn: Learn, chapterId: string, attempt: Attempt): Learn {
  const quiz = learn.chapters.find((chapter) => chapter.id === chapterId)?.quiz;
  return quiz ? changeChapter(learn, chapterId, { quiz: { ...quiz, attempt } }) : learn;
}

function changeChapter(learn: Learn, chapterId: string, change: Partial<LearnChapter>): Learn {
  return {
    ...learn,
    chapters: learn.chapters.map((chapter) =>
      chapter.id === chapterId ? { ...chapter, ...change } : chapter,
    ),
  };
}

function withMediaOf(before: Learn, fresh: Learn): Learn {
  return { ...fresh, chapters: fresh.chapters.map((chapter) => withMedia(before.chapters, chapter)) };
}

/** Addresses are signed anew with each answer; a video that plays must keep the one it has. */
function withMedia(before: readonly LearnChapter[], fresh: LearnChapter): LearnChapter {
  const known = before.find((chapter) => chapter.id === fresh.id);
  if (known === undefined) return fresh;
  const { clipUrl, posterUrl, thumbnailUrl, captionsUrl, renditions, hlsUrl } = known;
  return { ...fresh, clipUrl, posterUrl, thumbnailUrl, captionsUrl, renditions, hlsUrl };
}
