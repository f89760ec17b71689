import type { Picture, ShownPicture } from './picture.ts';
import type { Question, ShownQuestion } from './quiz.ts';

/**
 * In which order a question's choices and matches stand: indexes into the choices that are listed, and into the distinct
 * matches as sorted. Of a learner's own order only this is kept; the words are the question's.
 */
export interface ShownOrder {
  /** The question's. */
  id: string;
  choices: number[];
  matches: number[];
}

/** How to put a question in order: `shuffle(n)` gives the order of `n` things; matches are always shuffled. */
export interface Shuffling {
  shuffle: (count: number) => number[];
  shuffleChoices?: boolean;
}

/** What a learner is shown before grading. */
export function showQuestion(question: Question, shuffling: Shuffling): ShownQuestion {
  return showInOrder(question, orderAnswers(question, shuffling));
}

/** Draws the order in which one attempt shows a question's choices and matches. */
export function orderAnswers(question: Question, { shuffle, shuffleChoices }: Shuffling): ShownOrder {
  const count = listedChoices(question).length;
  const choices = shuffleChoices === true && canShuffle(question) ? shuffle(count) : inOrder(count);
  return { id: question.id, choices, matches: shuffle(distinctMatches(question).length) };
}

/** What a learner is shown of these questions, in the order that was drawn for them. */
export function showQuestions(questions: readonly Question[], order: readonly ShownOrder[]): ShownQuestion[] {
  return order.flatMap((place) =>
    questions.filter(({ id }) => id === place.id).map((question) => showInOrder(question, place)),
  );
}

/** All pictures that a question shows. */
export function shownPicturesOf({ pictures = [], choices }: ShownQuestion): ShownPicture[] {
  return [...pictures, ...choices.flatMap((choice) => choice.pictures ?? [])];
}

function showInOrder(question: Question, order: Pick<ShownOrder, 'choices' | 'matches'>): ShownQuestion {
  const { id, type, prompt, mark } = question;
  const listed = listedChoices(question).map((choice) => ({
    id: choice.id,
    text: choice.text,
    ...showPictures(choice.pictures),
  }));
  return {
    ...{ id, type, prompt, mark },
    ...showPictures(question.pictures),
    choices: reorder(listed, order.choices),
    matches: reorder(distinctMatches(question), order.matches),
  };
}

/** Short answers and numbers list nothing: their choices are the answers. */
function listedChoices(question: Question): readonly Question['choices'][number][] {
  switch (question.type) {
    case 'short-answer':
    case 'numeric':
      return [];
    case 'matching':
      return question.choices.filter(({ text }) => text !== '');
    case 'single-choice':
    case 'multiple-choice':
    case 'true-false':
      return question.choices;
  }
}

/** Without the name of its file, which may tell what is right. */
function showPictures(pictures: readonly Picture[] = []): { pictures?: ShownPicture[] } {
  if (pictures.length === 0) return {};
  return { pictures: pictures.map(({ id, alt, width, height }) => ({ id, alt, width, height })) };
}

/** Sorted, so that the order tells nothing of the pairs even where the shuffle does little. */
function distinctMatches(question: Question): string[] {
  const matches = question.type === 'matching' ? question.choices.map(({ match }) => match) : [];
  return [...new Set(matches)].toSorted();
}

/** True stands before False whatever else is shuffled. */
function canShuffle({ type }: Question): boolean {
  return type === 'single-choice' || type === 'multiple-choice' || type === 'matching';
}

/** An order that loses something is not used. */
function reorder<T>(things: readonly T[], order: readonly number[]): T[] {
  const ordered = order.flatMap((index) => things.slice(index, index + 1));
  return ordered.length === things.length ? ordered : [...things];
}

function inOrder(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
