import type { Response, ShownQuestion } from './quiz.ts';

/** Whether a response has the form that the question asks for and names only choices and matches that were shown. */
export function responseFits(question: ShownQuestion, response: Response): boolean {
  const isShown = (choiceId: string) => question.choices.some((choice) => choice.id === choiceId);
  switch (question.type) {
    case 'single-choice':
    case 'true-false':
      return 'choiceId' in response && isShown(response.choiceId);
    case 'multiple-choice':
      return (
        'choiceIds' in response &&
        response.choiceIds.every(isShown) &&
        new Set(response.choiceIds).size === response.choiceIds.length
      );
    case 'short-answer':
    case 'numeric':
      return 'text' in response;
    case 'matching':
      return (
        'matches' in response &&
        Object.entries(response.matches).every(
          ([choiceId, match]) => isShown(choiceId) && (match === '' || question.matches.includes(match)),
        )
      );
  }
}
