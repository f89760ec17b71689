import type { FoundQuestion } from './reader.ts';

/** What is said of a whole response. */
export interface SpokenFeedback {
  general?: string;
  ifRight?: string;
  ifWrong?: string;
}

/**
 * Gives what is said of right and of wrong responses to the choices, where one choice is the whole response; tells
 * whether something had no place.
 */
export function speakFeedback(
  found: FoundQuestion,
  { general = '', ifRight = '', ifWrong = '' }: SpokenFeedback,
): { found: FoundQuestion; lost: boolean } {
  const feedback = [found.feedback ?? '', general].filter((text) => text !== '').join('\n');
  const whole = feedback === '' ? found : { ...found, feedback };
  if (ifRight === '' && ifWrong === '') return { found: whole, lost: false };
  if (found.type !== 'single-choice' && found.type !== 'true-false') return { found: whole, lost: true };
  const choices = found.choices.map((choice) => {
    const said = choice.weight > 0 ? ifRight : ifWrong;
    const texts = [choice.feedback ?? '', said].filter((text) => text !== '');
    return { ...choice, feedback: [...new Set(texts)].join('\n') };
  });
  return { found: { ...whole, choices }, lost: false };
}
