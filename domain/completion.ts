import type { CompletionRule } from './chapter.ts';

/** A watched stretch of a chapter in milliseconds, half-open: `[fromMs, toMs]`. */
export type Interval = readonly [fromMs: number, toMs: number];

/** One thing a learner must do, and whether it is done. */
export interface ChecklistItem {
  kind: 'watch' | 'quiz' | 'template';
  done: boolean;
  /** For `watch`: how much of the length has been watched, and how much is asked; 0 to 1. */
  share?: number;
  asked?: number;
}

/** What is known of one learner in one chapter. */
export interface ChapterFacts {
  durationMs: number;
  watched: readonly Interval[];
  /** Undefined when the chapter has no quiz. */
  quiz?: { passed: boolean };
  /** How many templates the chapter has, and how many of them were opened. */
  templates?: { count: number; opened: number };
}

/** Watched stretches that are closer than this count as one: players report a little late. */
const gapMs = 1000;

/** Joins watched stretches that touch or nearly touch; gives them in order, without empty ones, inside the length. */
export function mergeIntervals(intervals: readonly Interval[], durationMs = Infinity): [number, number][] {
  const sorted = intervals
    .map(([fromMs, toMs]): [number, number] => [Math.max(0, fromMs), Math.min(toMs, durationMs)])
    .filter(([fromMs, toMs]) => toMs > fromMs)
    .toSorted(([one], [other]) => one - other);
  const merged: [number, number][] = [];
  for (const [fromMs, toMs] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && fromMs <= last[1] + gapMs) last[1] = Math.max(last[1], toMs);
    else merged.push([fromMs, toMs]);
  }
  return merged;
}

/** How much of a chapter has been watched, 0 to 1; what was watched twice counts once. */
export function watchedShare(intervals: readonly Interval[], durationMs: number): number {
  if (durationMs <= 0) return 1;
  const watchedMs = mergeIntervals(intervals, durationMs).reduce(
    (sum, [fromMs, toMs]) => sum + toMs - fromMs,
    0,
  );
  return Math.min(1, watchedMs / durationMs);
}

/** What a chapter asks of a learner; what it lacks (no quiz, no template) it does not ask. */
export function chapterChecklist(rule: CompletionRule, facts: ChapterFacts): ChecklistItem[] {
  const items: ChecklistItem[] = [];
  if (rule.watchedShare > 0) {
    const share = watchedShare(facts.watched, facts.durationMs);
    items.push({
      kind: 'watch',
      done: share >= rule.watchedShare - leeway(facts.durationMs),
      share,
      asked: rule.watchedShare,
    });
  }
  if (rule.quizPassed && facts.quiz !== undefined) items.push({ kind: 'quiz', done: facts.quiz.passed });
  const templates = facts.templates ?? { count: 0, opened: 0 };
  if (rule.templateOpened && templates.count > 0) {
    items.push({ kind: 'template', done: templates.opened >= templates.count });
  }
  return items;
}

/** Whether everything a chapter asks is done; a chapter that asks nothing is complete. */
export function isComplete(checklist: readonly ChecklistItem[]): boolean {
  return checklist.every(({ done }) => done);
}

/** Whether a quiz's score passes; rounding of thirds never fails anybody. */
export function isPassed(score: number, maxScore: number, passMark: number): boolean {
  return maxScore <= 0 || score / maxScore >= passMark - 0.0001;
}

/** What one chapter adds to a module's score: its quiz's best score, or whether it is complete. */
export interface ScoredChapter {
  complete: boolean;
  /** Undefined when the chapter has no quiz. `score` is null before the first graded attempt. */
  quiz?: { score: number | null; maxScore: number };
}

/** The score of a module in one grade column: quizzes by their marks, chapters without one by completion, each 1. */
export function moduleScore(chapters: readonly ScoredChapter[]): {
  scoreGiven: number;
  scoreMaximum: number;
} {
  const scores = chapters.map(({ complete, quiz }) =>
    quiz === undefined
      ? { given: complete ? 1 : 0, maximum: 1 }
      : { given: Math.min(quiz.score ?? 0, quiz.maxScore), maximum: quiz.maxScore },
  );
  return {
    scoreGiven: tidy(scores.reduce((sum, { given }) => sum + given, 0)),
    scoreMaximum: tidy(scores.reduce((sum, { maximum }) => sum + maximum, 0)),
  };
}

/** Half a second of a chapter may always be missing: players stop just before the end. */
function leeway(durationMs: number): number {
  return durationMs <= 0 ? 0 : Math.min(500, durationMs * 0.05) / durationMs;
}

function tidy(score: number): number {
  return Math.round(score * 100_000) / 100_000;
}
