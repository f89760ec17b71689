import type { FoundChoice } from './reader.ts';
import type { ReadCloze } from './read-question.ts';

/** One gap of a cloze text, before its weights are shares of the whole question's mark. */
export interface FoundGap {
  kind: ReadCloze['gaps'][number];
  /** How much the gap counts beside the others. */
  counts: number;
  /** `weight` is a share of the gap's mark. */
  answers: readonly FoundChoice[];
}

/** The gaps and choices of a cloze question. */
export function joinGaps(found: readonly FoundGap[]): { gaps: ReadCloze['gaps']; choices: FoundChoice[] } {
  const whole = found.reduce((sum, { counts }) => sum + counts, 0);
  const choices = found.flatMap(({ counts, answers }, index) =>
    answers.map((answer) => ({
      ...answer,
      gap: index + 1,
      weight: whole > 0 ? (answer.weight * counts) / whole : answer.weight / found.length,
    })),
  );
  return { gaps: found.map(({ kind }) => kind), choices };
}

/** A prompt with gaps as people know it, for its question's name. */
export function nameOfPrompt(prompt: string): string {
  return prompt.replace(/\s*\[\[\d+\]\]\s*$/, '').replace(/\[\[\d+\]\]/g, '_____');
}
