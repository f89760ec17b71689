import type { DraftChoice, DraftQuestion } from './quiz-draft.ts';
import type { PictureTools } from './use-picture-tools.ts';

/** What the editors of one question's choices are given. */
export interface ChoicesProps {
  question: DraftQuestion;
  onChange: (question: DraftQuestion) => void;
  /** Each choice shows its share of the mark. */
  weighed: boolean;
  tools: PictureTools;
}

/** The question with one choice changed. */
export function withChoice(question: DraftQuestion, key: string, part: Partial<DraftChoice>): DraftQuestion {
  return {
    ...question,
    choices: question.choices.map((choice) => (choice.key === key ? { ...choice, ...part } : choice)),
  };
}
