import { useState } from 'preact/hooks';
import { maxPictureBytes, pictureTypes } from '../../../domain/picture.ts';
import { sentenceOf } from '../../ui/api.ts';
import { formatBytes } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { picturesAt, withPicturesAt, withWordsAt, type PicturePlace } from './draft-pictures.ts';
import type { DraftQuestion } from './quiz-draft.ts';
import { t } from './question-type.ts';
import type { QuizPictures } from './use-quiz-pictures.ts';

/** What can be done with the pictures of one question. */
export interface PictureTools {
  /** Where each picture is, by its id. */
  urls: Readonly<Record<string, string>>;
  /** The place that is being given a picture. */
  busyAt: PicturePlace | undefined;
  failureAt: (place: PicturePlace) => string | undefined;
  add: (place: PicturePlace, files: readonly File[]) => Promise<void>;
  describe: (place: PicturePlace, id: string, alt: string) => void;
  /** Takes a picture away, and offers the way back. */
  remove: (place: PicturePlace, id: string) => void;
}

/** Gives a question pictures and takes them away; `change` applies to the question as it is by then. */
export function usePictureTools(
  question: DraftQuestion,
  { urls, add }: QuizPictures,
  change: (turn: (question: DraftQuestion) => DraftQuestion) => void,
): PictureTools {
  const [busyAt, setBusyAt] = useState<PicturePlace>();
  const [failure, setFailure] = useState<{ place: PicturePlace; sentence: string }>();
  const addOne = async (place: PicturePlace, file: File) => {
    const picture = await add(file, file.name);
    change((now) =>
      withWordsAt(
        withPicturesAt(now, place, (before) =>
          before.some(({ id }) => id === picture.id) ? [...before] : [...before, picture],
        ),
        place,
        (number) => t('picture.choice', { number }),
      ),
    );
  };
  return {
    urls,
    busyAt,
    failureAt: (place) =>
      failure !== undefined && isSamePlace(failure.place, place) ? failure.sentence : undefined,
    async add(place, files) {
      const unfit = files.map(unfitness).find((sentence) => sentence !== undefined);
      setFailure(unfit === undefined ? undefined : { place, sentence: unfit });
      if (unfit !== undefined) return;
      setBusyAt(place);
      try {
        for (const file of files) await addOne(place, file);
      } catch (error) {
        setFailure({ place, sentence: sentenceOf(error) });
      } finally {
        setBusyAt(undefined);
      }
    },
    describe: (place, id, alt) =>
      change((now) =>
        withPicturesAt(now, place, (before) => before.map((one) => (one.id === id ? { ...one, alt } : one))),
      ),
    remove(place, id) {
      const at = picturesAt(question, place).findIndex((one) => one.id === id);
      const picture = picturesAt(question, place)[at];
      change((now) => withPicturesAt(now, place, (before) => before.filter((one) => one.id !== id)));
      const undo = () => {
        if (picture)
          change((now) => withPicturesAt(now, place, (before) => before.toSpliced(at, 0, picture)));
      };
      showToast({ message: t('picture.removed'), undo });
    },
  };
}

function isSamePlace(one: PicturePlace, other: PicturePlace): boolean {
  if (one === 'prompt' || other === 'prompt') return one === other;
  return one.choice === other.choice;
}

/** Why a file cannot be a picture here, before it is sent. */
function unfitness(file: File): string | undefined {
  if (file.size > maxPictureBytes) {
    return t('picture.tooLarge', { name: file.name, size: formatBytes(maxPictureBytes) });
  }
  const isKnown = pictureTypes.some((type) => type === file.type);
  return isKnown ? undefined : t('picture.otherKind', { name: file.name });
}
