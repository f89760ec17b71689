import type { QuestionType } from '../../../domain/quiz.ts';
import { anyNumber, newKey, type DraftChoice, type DraftQuestion } from './quiz-draft.ts';

/** An empty choice that earns nothing. */
export function newChoice(part: Partial<DraftChoice> = {}): DraftChoice {
  return {
    key: newKey(),
    text: '',
    weight: 0,
    feedback: '',
    match: '',
    number: '',
    tolerance: '0',
    pictures: [],
    ...part,
  };
}

/** A new, empty question of a type. `words` are the two sides of a true-false. */
export function newQuestion(type: QuestionType, words: { yes: string; no: string }): DraftQuestion {
  return withPlainWeights({
    key: newKey(),
    type,
    title: '',
    prompt: '',
    mark: 1,
    feedback: '',
    caseSensitive: false,
    pictures: [],
    choices: newChoices(type, words),
  });
}

/** The question as another type, keeping what still has a meaning there. */
export function changeType(
  question: DraftQuestion,
  type: QuestionType,
  words: { yes: string; no: string },
): DraftQuestion {
  const keepsChoices =
    isPicked(question.type) && isPicked(type) && type !== 'true-false' && question.type !== 'true-false';
  const choices = keepsChoices ? question.choices : newChoices(type, words);
  return withPlainWeights({ ...question, type, choices });
}

/** Whether the learner picks among the choices. */
export function isPicked(type: QuestionType): boolean {
  return type === 'single-choice' || type === 'multiple-choice' || type === 'true-false';
}

/** Marks a choice as right or not, and shares the mark out again. */
export function markRight(question: DraftQuestion, key: string, isRight: boolean): DraftQuestion {
  const alone = question.type === 'single-choice' || question.type === 'true-false';
  const rights = new Set(question.choices.filter(({ weight }) => weight > 0).map((choice) => choice.key));
  if (alone) rights.clear();
  if (isRight) rights.add(key);
  else rights.delete(key);
  return shareOut(question, rights);
}

/**
 * Shares the mark out anew among what counts as right now. In a multiple choice, wrong picks take off as much
 * together as right ones give, so that ticking everything earns nothing.
 */
export function withPlainWeights(question: DraftQuestion): DraftQuestion {
  const rights = question.choices.filter(({ weight }) => weight > 0).map(({ key }) => key);
  const alone = question.type === 'single-choice' || question.type === 'true-false';
  return shareOut(question, new Set(alone ? rights.slice(0, 1) : rights));
}

/** Whether the weights are what `withPlainWeights` would make of them. */
export function hasPlainWeights(question: DraftQuestion): boolean {
  const plain = withPlainWeights(question).choices;
  return question.choices.every(({ weight }, index) => Math.abs(weight - (plain[index]?.weight ?? 0)) < 0.01);
}

interface Counts {
  isRight: boolean;
  rightCount: number;
  wrongCount: number;
  pairCount: number;
}

function shareOut(question: DraftQuestion, rights: ReadonlySet<string>): DraftQuestion {
  const counts = {
    rightCount: rights.size,
    wrongCount: question.choices.length - rights.size,
    pairCount: question.choices.filter(({ text }) => text.trim() !== '').length,
  };
  return {
    ...question,
    choices: question.choices.map((choice) => {
      const isRight = rights.has(choice.key);
      return { ...choice, weight: plainWeight(question.type, choice, { ...counts, isRight }) };
    }),
  };
}

function plainWeight(
  type: QuestionType,
  choice: DraftChoice,
  { isRight, rightCount, wrongCount, pairCount }: Counts,
): number {
  switch (type) {
    case 'single-choice':
    case 'true-false':
      return isRight ? 1 : 0;
    case 'multiple-choice':
      if (rightCount === 0) return 0;
      return isRight ? 1 / rightCount : -1 / wrongCount;
    case 'short-answer':
      return 1;
    case 'numeric':
      return choice.number === anyNumber ? 0 : 1;
    case 'matching':
      return choice.text.trim() === '' ? 0 : 1 / pairCount;
  }
}

function newChoices(type: QuestionType, words: { yes: string; no: string }): DraftChoice[] {
  switch (type) {
    case 'single-choice':
    case 'multiple-choice':
      return [newChoice({ weight: 1 }), newChoice(), newChoice()];
    case 'true-false':
      return [newChoice({ text: words.yes, weight: 1 }), newChoice({ text: words.no })];
    case 'short-answer':
    case 'numeric':
      return [newChoice({ weight: 1 })];
    case 'matching':
      return [newChoice(), newChoice(), newChoice()];
  }
}
