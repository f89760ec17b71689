import type { Interval } from '../../../domain/completion.ts';
import type { Response } from '../../../domain/quiz.ts';

/** What one learner has done in one chapter, where no server keeps it. */
export interface ChapterMemory {
  positionMs: number;
  watched: readonly Interval[];
  /** Attempts that were begun, the open one included. */
  attempts: number;
  best: { score: number; maxScore: number; passed: boolean } | null;
  /** The answers of the open attempt; null when none is open. */
  responses: Readonly<Record<string, Response>> | null;
  /** Ids of the files that were opened. */
  opened: readonly string[];
  /** Once complete it stays so. */
  complete: boolean;
}

/** By chapter id; a chapter that was never touched is absent. */
export type Memory = ReadonlyMap<string, ChapterMemory>;

/** A chapter in which nothing has happened. */
export const untouched: ChapterMemory = {
  positionMs: 0,
  watched: [],
  attempts: 0,
  best: null,
  responses: null,
  opened: [],
  complete: false,
};
