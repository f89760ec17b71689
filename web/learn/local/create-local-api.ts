import type { EmbeddedGrade, EmbeddedQuestions } from '../../../domain/api/embed.ts';
import type { Attempt, Learn, LearnChapter, Receipt } from '../../../domain/api/learn.ts';
import { isPassed, mergeIntervals } from '../../../domain/completion.ts';
import type { Response } from '../../../domain/quiz.ts';
import { ApiError } from '../../ui/api.ts';
import type { LearnApi } from '../learn-api.ts';
import type { Grader, LocalChapter, LocalFile, LocalModule } from './local-module.ts';
import { untouched, type ChapterMemory, type Memory } from './memory.ts';
import { attemptsLeft, checklistOf, isChapterComplete, standingOf, type Standing } from './standing.ts';

/** Keeps what a learner has done, and says what became of the score. Called before anything is awaited. */
export type Keep = (memory: Memory, standing: Standing) => Promise<Receipt>;

/** A receipt for a page that sends no grade anywhere. */
export const noReceipt: Receipt = {
  state: 'not-graded',
  scoreGiven: null,
  scoreMaximum: null,
  at: null,
  retryAt: null,
};

/**
 * The learner's page without a launch: what is watched, answered and opened stays in a memory of this page, which is
 * handed to `keep` with every change.
 */
export function createLocalApi(
  module: LocalModule,
  grader: Grader,
  { memory: before, keep }: { memory: Memory; keep: Keep },
): LearnApi {
  const memory = new Map(before);
  const attempts = new Map<string, Attempt>();
  let receipt: Promise<Receipt> = Promise.resolve(noReceipt);

  const memoryOf = ({ id }: LocalChapter) => memory.get(id) ?? untouched;
  const change = (chapter: LocalChapter, changes: Partial<ChapterMemory>) => {
    const changed = { ...memoryOf(chapter), ...changes };
    memory.set(chapter.id, { ...changed, complete: isChapterComplete(chapter, changed) });
    receipt = keep(memory, standingOf(module.chapters, memory));
  };
  const show = (chapter: LocalChapter) =>
    presentChapter(chapter, memoryOf(chapter), attempts.get(chapter.id) ?? null);

  const openAttempt = async (chapter: LocalChapter): Promise<Attempt> => {
    const own = memoryOf(chapter);
    const isOpen = own.responses !== null;
    if (!isOpen && attemptsLeft(chapter, own) === 0) {
      throw new ApiError('attempts-used-up', 'You have used all attempts at this quiz.', 409);
    }
    const number = isOpen ? own.attempts : own.attempts + 1;
    const asked = await grader.ask(chapter.id, number);
    if (!isOpen) change(chapter, { attempts: number, responses: {} });
    const attempt = presentAttempt(chapter, number, asked, memoryOf(chapter).responses ?? {});
    attempts.set(chapter.id, attempt);
    return attempt;
  };

  return {
    read: async () => {
      for (const chapter of module.chapters) {
        // An attempt left open in an earlier visit goes on.
        if (memoryOf(chapter).responses !== null && !attempts.has(chapter.id)) await openAttempt(chapter);
      }
      return presentModule(module, module.chapters.map(show), memory, await receipt);
    },
    saveProgress: async (chapterId, { positionMs, watched }) => {
      const chapter = chapterIn(module, chapterId);
      const merged = mergeIntervals([...memoryOf(chapter).watched, ...watched], chapter.durationMs);
      change(chapter, { positionMs, watched: merged });
      const { watched: spans, checklist, complete } = show(chapter);
      return { watched: spans, checklist, complete, receipt: await receipt };
    },
    openAttempt: (chapterId) => openAttempt(chapterIn(module, chapterId)),
    saveResponse: async (attemptId, questionId, response) => {
      const { chapter, attempt } = attemptIn(module, attempts, attemptId);
      const responses = { ...attempt.responses, [questionId]: response };
      attempts.set(chapter.id, { ...attempt, responses });
      change(chapter, { responses });
      await receipt;
      return { savedAt: new Date().toISOString() };
    },
    grade: async (attemptId) => {
      const { chapter, attempt } = attemptIn(module, attempts, attemptId);
      const quiz = await grader.grade(chapter.id, attempt.responses);
      const graded = gradedAttempt(attempt, quiz, chapter.quiz?.passMark ?? 0);
      attempts.set(chapter.id, graded);
      change(chapter, { responses: null, best: betterOf(memoryOf(chapter).best, graded) });
      return { attempt: graded, chapter: show(chapter), receipt: await receipt };
    },
    receipt: () => receipt,
    noteOpened: (attachmentId) => {
      // A file of the whole module counts for no chapter.
      const chapter = module.chapters.find(({ attachments }) =>
        attachments.some(({ id }) => id === attachmentId),
      );
      const target = chapter ?? module.chapters[0];
      if (target === undefined) return;
      change(target, { opened: [...new Set([...memoryOf(target).opened, attachmentId])] });
    },
  };
}

function presentModule(
  module: LocalModule,
  chapters: LearnChapter[],
  memory: Memory,
  receipt: Receipt,
): Learn {
  const { moduleTitle, platformName, learnerName, role, graded } = module;
  const opened = new Set(memory.values().flatMap((chapter) => chapter.opened));
  return {
    moduleTitle,
    platformName,
    learnerName,
    role,
    reviewOf: null,
    graded,
    contextTitle: '',
    returnUrl: null,
    chapters,
    attachments: presentFiles(module.attachments, opened),
    links: module.links,
    receipt,
  };
}

function presentChapter(chapter: LocalChapter, memory: ChapterMemory, attempt: Attempt | null): LearnChapter {
  const { quiz, attachments } = chapter;
  return {
    ...chapter,
    // Each clip is there in its one form.
    renditions: [],
    hlsUrl: null,
    positionMs: memory.positionMs,
    watched: memory.watched.map(([fromMs, toMs]) => [fromMs, toMs]),
    checklist: checklistOf(chapter, memory),
    complete: isChapterComplete(chapter, memory),
    quiz:
      quiz === null
        ? null
        : {
            title: quiz.title,
            questionCount: quiz.questionCount,
            passMark: quiz.passMark,
            attemptsLeft: attemptsLeft(chapter, memory),
            gradePolicy: 'best' as const,
            counted: memory.best && { ...memory.best, number: null },
            attempt,
          },
    attachments: presentFiles(attachments, new Set(memory.opened)),
    links: chapter.links,
  };
}

function presentFiles(files: readonly LocalFile[], opened: ReadonlySet<string>) {
  return files.map((file) => ({ ...file, opened: opened.has(file.id) }));
}

function presentAttempt(
  chapter: LocalChapter,
  number: number,
  { questions, pictureUrls }: EmbeddedQuestions,
  responses: Readonly<Record<string, Response>>,
): Attempt {
  return {
    id: `${chapter.id}:${number}`,
    number,
    state: 'open',
    questions,
    pictureUrls,
    responses: { ...responses },
    graded: null,
    answersShown: 'when-done',
    score: null,
    maxScore: null,
    passed: null,
  };
}

function gradedAttempt(
  attempt: Attempt,
  { score, maxScore, graded, answersShown }: EmbeddedGrade,
  passMark: number,
): Attempt {
  return {
    ...attempt,
    state: 'graded',
    graded,
    answersShown,
    score,
    maxScore,
    passed: isPassed(score, maxScore, passMark),
  };
}

function betterOf(best: ChapterMemory['best'], { score, maxScore, passed }: Attempt): ChapterMemory['best'] {
  const fresh = { score: score ?? 0, maxScore: maxScore ?? 0, passed: passed ?? false };
  if (best === null || shareOf(fresh) > shareOf(best)) return fresh;
  return { ...best, passed: best.passed || fresh.passed };
}

function shareOf({ score, maxScore }: { score: number; maxScore: number }): number {
  return maxScore > 0 ? score / maxScore : 1;
}

function chapterIn({ chapters }: LocalModule, id: string): LocalChapter {
  const chapter = chapters.find((one) => one.id === id);
  if (chapter === undefined) throw new ApiError('not-found', 'There is no such chapter here.', 404);
  return chapter;
}

function attemptIn(module: LocalModule, attempts: ReadonlyMap<string, Attempt>, id: string) {
  for (const [chapterId, attempt] of attempts) {
    if (attempt.id === id) return { chapter: chapterIn(module, chapterId), attempt };
  }
  throw new ApiError('not-found', 'There is no such attempt here.', 404);
}
