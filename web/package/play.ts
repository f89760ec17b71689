import type { Receipt } from '../../domain/api/learn.ts';
import type { PlayableChapter, PlayableModule } from '../../domain/playable-module.ts';
import type { LearnApi } from '../learn/learn-api.ts';
import { createLocalApi, noReceipt } from '../learn/local/create-local-api.ts';
import { gradeHere } from '../learn/local/grade-here.ts';
import type { LocalChapter, LocalModule } from '../learn/local/local-module.ts';
import type { Memory } from '../learn/local/memory.ts';
import { packMemory, unpackMemory, type MemoryKeys } from '../learn/local/pack-memory.ts';
import type { Standing } from '../learn/local/standing.ts';
import { ApiError } from '../ui/api.ts';
import type { Lms } from './lms/lms.ts';
import { t } from './texts.ts';

/** The content that lies beside the page; throws `ApiError` with a sentence when it can't be read. */
export async function readContent(): Promise<PlayableModule> {
  const answer = await fetch('content/module.json').catch(() => undefined);
  if (answer?.ok !== true) throw new ApiError('unreadable', t('unreadable'), 0);
  // Written by the service into the same package.
  return (await answer.json()) as PlayableModule;
}

/** The learner's page on the content of a package: played, graded and kept here, reported to the LMS. */
export function play(content: PlayableModule, lms: Lms, chapterId: string): LearnApi {
  const chapters = content.chapters.filter(({ id }) => chapterId === '' || id === chapterId);
  const keys: MemoryKeys = {
    chapterIds: chapters.map(({ id }) => id),
    fileIds: [...chapters, content].flatMap(({ attachments }) => attachments.map(({ id }) => id)),
  };
  const grader = gradeHere((id) => chapters.find((chapter) => chapter.id === id)?.quiz ?? null);
  const keep = async (memory: Memory, standing: Standing): Promise<Receipt> => {
    const taken = await lms.report(packMemory(memory, keys, lms.maxMemory), standing);
    return lms.graded ? receiptOf(standing, taken) : noReceipt;
  };
  return createLocalApi(describe(content, chapters, lms), grader, {
    memory: unpackMemory(lms.memory, keys),
    keep,
  });
}

function describe(
  content: PlayableModule,
  chapters: readonly PlayableChapter[],
  { learnerName, graded }: Lms,
): LocalModule {
  return {
    moduleTitle: content.title,
    platformName: t('lms'),
    learnerName,
    role: graded ? 'learner' : 'observer',
    graded,
    chapters: chapters.map(withoutAnswers),
    attachments: content.attachments,
    links: content.links,
  };
}

function withoutAnswers(chapter: PlayableChapter): LocalChapter {
  const { quiz } = chapter;
  if (quiz === null) return { ...chapter, quiz };
  const { title, passMark, attemptsAllowed, questions } = quiz;
  const maxScore = questions.reduce((sum, { mark }) => sum + mark, 0);
  return {
    ...chapter,
    quiz: { title, passMark, attemptsAllowed, questionCount: questions.length, maxScore },
  };
}

function receiptOf({ score }: Standing, taken: boolean): Receipt {
  if (score === null) return noReceipt;
  const { given, maximum } = score;
  const common = { scoreGiven: given, scoreMaximum: maximum, retryAt: null };
  return taken
    ? { ...common, state: 'sent', at: new Date().toISOString() }
    : { ...common, state: 'failed', at: null };
}
