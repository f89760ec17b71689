import { maxChoicePictures, maxPromptPictures, type Picture } from '../../../domain/picture.ts';
import type { DraftQuestion } from './quiz-draft.ts';

/** Where a picture stands: the prompt, or the choice of a key. */
export type PicturePlace = 'prompt' | { choice: string };

/** The pictures that stand at a place. */
export function picturesAt(question: DraftQuestion, place: PicturePlace): readonly Picture[] {
  if (place === 'prompt') return question.pictures;
  return question.choices.find(({ key }) => key === place.choice)?.pictures ?? [];
}

/** Whether there is room for one more. */
export function hasRoom(question: DraftQuestion, place: PicturePlace): boolean {
  return picturesAt(question, place).length < mostAt(place);
}

/** The question with other pictures at a place, as many as fit there. */
export function withPicturesAt(
  question: DraftQuestion,
  place: PicturePlace,
  turn: (pictures: readonly Picture[]) => Picture[],
): DraftQuestion {
  const turned = turn(picturesAt(question, place)).slice(0, mostAt(place));
  if (place === 'prompt') return { ...question, pictures: turned };
  return {
    ...question,
    choices: question.choices.map((choice) =>
      choice.key === place.choice ? { ...choice, pictures: turned } : choice,
    ),
  };
}

/** Every choice has words: one that gets a picture first is called by its place. */
export function withWordsAt(
  question: DraftQuestion,
  place: PicturePlace,
  wordsFor: (number: number) => string,
): DraftQuestion {
  if (place === 'prompt') return question;
  return {
    ...question,
    choices: question.choices.map((choice, index) =>
      choice.key === place.choice && choice.text.trim() === ''
        ? { ...choice, text: wordsFor(index + 1) }
        : choice,
    ),
  };
}

function mostAt(place: PicturePlace): number {
  return place === 'prompt' ? maxPromptPictures : maxChoicePictures;
}
