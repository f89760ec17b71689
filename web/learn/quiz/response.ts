import type { ShownPicture } from '../../../domain/picture.ts';
import type { Response, ShownQuestion } from '../../../domain/quiz.ts';

/** The chosen choice of a response, if it is one. */
export function chosenOf(response: Response | undefined): string | undefined {
  return response && 'choiceId' in response ? response.choiceId : undefined;
}

/** The chosen choices of a response that can hold several. */
export function allChosenOf(response: Response | undefined): readonly string[] {
  return response && 'choiceIds' in response ? response.choiceIds : [];
}

/** What was typed. */
export function textOf(response: Response | undefined): string {
  return response && 'text' in response ? response.text : '';
}

/** What was matched to what, by the id of the left side. */
export function matchesOf(response: Response | undefined): Record<string, string> {
  return response && 'matches' in response ? response.matches : {};
}

/** Whether there is something to grade. */
export function isAnswered(question: ShownQuestion, response: Response | undefined): boolean {
  switch (question.type) {
    case 'single-choice':
    case 'true-false':
      return chosenOf(response) !== undefined;
    case 'multiple-choice':
      return allChosenOf(response).length > 0;
    case 'short-answer':
    case 'numeric':
      return textOf(response).trim() !== '';
    case 'matching':
      return question.choices.every((choice) => (matchesOf(response)[choice.id] ?? '') !== '');
  }
}

/** The answer in words, as it is read back to the learner; empty when none was given. */
export function describeResponse(question: ShownQuestion, response: Response | undefined): string[] {
  const words = (id: string) => question.choices.find((choice) => choice.id === id)?.text ?? '';
  switch (question.type) {
    case 'single-choice':
    case 'true-false': {
      const chosen = chosenOf(response);
      return chosen === undefined ? [] : [words(chosen)];
    }
    case 'multiple-choice':
      return question.choices
        .filter((choice) => allChosenOf(response).includes(choice.id))
        .map((choice) => choice.text);
    case 'short-answer':
    case 'numeric':
      return textOf(response).trim() === '' ? [] : [textOf(response)];
    case 'matching':
      return Object.entries(matchesOf(response))
        .filter(([, match]) => match !== '')
        .map(([id, match]) => `${words(id)} → ${match}`);
  }
}

/** The pictures of what was chosen; pairs are told in words alone. */
export function chosenPictures(question: ShownQuestion, response: Response | undefined): ShownPicture[] {
  const chosen = new Set([chosenOf(response), ...allChosenOf(response)]);
  return question.choices.filter(({ id }) => chosen.has(id)).flatMap(({ pictures = [] }) => pictures);
}

/** The pictures of the choices that a right answer, told in words, names. */
export function picturesNamedIn(question: ShownQuestion, rightAnswer: string): ShownPicture[] {
  const isSingle = question.type === 'single-choice';
  const named = isSingle ? [rightAnswer] : question.type === 'multiple-choice' ? rightAnswer.split('; ') : [];
  return question.choices.filter(({ text }) => named.includes(text)).flatMap(({ pictures = [] }) => pictures);
}
