import type { FoundQuestion } from '../reader.ts';
import { shareOfScore } from '../weight.ts';
import type { Presentation } from './presentation.ts';
import type { Earned, Scoring } from './scoring.ts';

/** What an item asks and what earns what, and how its feedback is known. */
export interface ItemParts extends Presentation {
  scoring: Scoring;
  /** The item's own word for its type, as the program that wrote it says. */
  typeName: string;
  /** What a feedback says, by its identifier, where it belongs to single answers. */
  feedback: ReadonlyMap<string, string>;
}

/** What an item's answers make of it. */
export type Answers = Partial<FoundQuestion> & Pick<FoundQuestion, 'type' | 'choices'>;

/** An item that is answered in free words. */
export function essay(prompt: string): Answers {
  return { type: 'essay', prompt: prompt.replace(/\s*\[\[\d+\]\]/g, ''), choices: [] };
}

/** Something that can be answered, with what it earns alone. */
export interface Tried {
  earned: Earned;
}

/** What was tried, each with its score as a share of the best one. */
export function weigh<T extends Tried>(tried: readonly T[]): (T & { weight: number })[] {
  const best = Math.max(...tried.map(({ earned }) => earned.score));
  return tried.map((one) => ({ ...one, weight: shareOfScore(one.earned.score, best) }));
}

/** What is shown for what a response earned. */
export function feedbackOf({ feedback }: ItemParts, { feedbackIds }: Earned): string {
  const texts = feedbackIds.map((id) => feedback.get(id) ?? '').filter((text) => text !== '');
  return [...new Set(texts)].join('\n');
}
