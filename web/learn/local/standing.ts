import { chapterChecklist, isComplete, moduleScore, type ChecklistItem } from '../../../domain/completion.ts';
import type { LocalChapter } from './local-module.ts';
import { untouched, type ChapterMemory, type Memory } from './memory.ts';

/** Where a learner stands in all chapters of the page: what an LMS is told. */
export interface Standing {
  /** How much of what is asked is done, 0 to 1. */
  progress: number;
  complete: boolean;
  /** Of the quizzes together: all passed, one failed for good, or neither yet. */
  success: 'passed' | 'failed' | 'unknown';
  /** Null until there is something to score. */
  score: { given: number; maximum: number } | null;
}

/** What is done and left to do in a chapter. */
export function checklistOf(chapter: LocalChapter, memory: ChapterMemory): ChecklistItem[] {
  const templates = chapter.attachments.filter(({ kind }) => kind === 'template');
  return chapterChecklist(chapter.completion, {
    durationMs: chapter.durationMs,
    watched: memory.watched,
    ...(chapter.quiz === null ? {} : { quiz: { passed: memory.best?.passed ?? false } }),
    templates: {
      count: templates.length,
      opened: templates.filter(({ id }) => memory.opened.includes(id)).length,
    },
  });
}

/** Whether all that a chapter asks is done, now or before. */
export function isChapterComplete(chapter: LocalChapter, memory: ChapterMemory): boolean {
  return memory.complete || isComplete(checklistOf(chapter, memory));
}

/** How many attempts are left at a chapter's quiz; null is without limit. */
export function attemptsLeft(chapter: LocalChapter, memory: ChapterMemory): number | null {
  const allowed = chapter.quiz?.attemptsAllowed ?? null;
  return allowed === null ? null : Math.max(0, allowed - memory.attempts);
}

/** The standing in all of them together. */
export function standingOf(chapters: readonly LocalChapter[], memory: Memory): Standing {
  const all = chapters.map((chapter) => {
    const own = memory.get(chapter.id) ?? untouched;
    return { chapter, memory: own, complete: isChapterComplete(chapter, own) };
  });
  const asked = all.filter(({ chapter }) => chapter.quiz !== null);
  const isFailed = asked.some(
    ({ chapter, memory: own }) =>
      own.best?.passed === false && own.responses === null && attemptsLeft(chapter, own) === 0,
  );
  const isPassed = asked.length > 0 && asked.every(({ memory: own }) => own.best?.passed === true);
  return {
    progress: mean(all.map((one) => (one.complete ? 1 : progressOf(checklistOf(one.chapter, one.memory))))),
    complete: all.every(({ complete }) => complete),
    success: isPassed ? 'passed' : isFailed ? 'failed' : 'unknown',
    score: scoreOf(all),
  };
}

function scoreOf(
  all: readonly { chapter: LocalChapter; memory: ChapterMemory; complete: boolean }[],
): Standing['score'] {
  const isScored = all.some(({ chapter, memory, complete }) =>
    chapter.quiz === null ? complete : memory.best !== null,
  );
  if (!isScored) return null;
  const { scoreGiven, scoreMaximum } = moduleScore(
    all.map(({ chapter, memory, complete }) =>
      chapter.quiz === null
        ? { complete }
        : { complete, quiz: memory.best ?? { score: null, maxScore: chapter.quiz.maxScore } },
    ),
  );
  return scoreMaximum > 0 ? { given: scoreGiven, maximum: scoreMaximum } : null;
}

function progressOf(checklist: readonly ChecklistItem[]): number {
  return mean(
    checklist.map(({ done, share = 0, asked = 0 }) =>
      done ? 1 : asked > 0 ? Math.min(0.99, share / asked) : 0,
    ),
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 1 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
