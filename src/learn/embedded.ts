import type { Embedded, EmbeddedGrade } from '../../domain/api/embed.ts';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { isPassed } from '../../domain/completion.ts';
import { answersShownTo } from '../../domain/grade-policy.ts';
import { gradeQuiz, withoutAnswers } from '../../domain/grade.ts';
import type { Response } from '../../domain/quiz.ts';
import { findEmbed } from '../../storage/embeds.ts';
import {
  findPlacedModule,
  listCaptionLanguages,
  type PlacedAttachment,
  type PlacedChapter,
  type PlacedModule,
  type PlacedQuiz,
} from '../../storage/placed-modules.ts';
import type { Context } from '../context.ts';
import { chapterMediaUrl } from '../media-urls.ts';

/** What an open public page shows. */
export interface OpenPage {
  key: string;
  module: PlacedModule;
  /** One, or all of the module. */
  chapters: PlacedChapter[];
  title: string;
}

const keyForm = /^[\w-]{16,64}$/;

/** The open page behind a key. Throws `NotFoundError` for none or a closed one, `module-retracted` (410) while the module is. */
export async function readOpenPage(ctx: Context, key: unknown): Promise<OpenPage> {
  const embed = typeof key === 'string' && keyForm.test(key) ? await findEmbed(ctx.db, key) : undefined;
  const module = embed && (await findPlacedModule(ctx.db, embed.organisation_id, embed.module_id));
  if (embed === undefined || module === undefined) throw new NotFoundError('page');
  if (module.state !== 'published') {
    throw new AppError('module-retracted', 'This was taken back by whoever published it.', { status: 410 });
  }
  const chapters = module.chapters.filter(({ id }) => embed.chapter_id === null || id === embed.chapter_id);
  const [first] = chapters;
  if (first === undefined) throw new NotFoundError('page');
  return { key: embed.key, module, chapters, title: embed.chapter_id === null ? module.title : first.title };
}

/** The page as the API tells it: nothing that says what is right. */
export async function presentEmbedded(ctx: Context, { key, module, chapters }: OpenPage): Promise<Embedded> {
  const languages = await listCaptionLanguages(ctx.db, module.id);
  const filesOf = (chapterId: string | null) =>
    module.attachments
      .filter((attachment) => attachment.chapterId === chapterId)
      .map((attachment) => presentFile(key, attachment));
  const linksOf = (chapterId: string | null) =>
    module.links
      .filter((link) => link.chapterId === chapterId)
      .map(({ id, title, url }) => ({ id, title, url }));
  return {
    moduleTitle: module.title,
    chapters: chapters.map((chapter) => ({
      ...presentChapter(ctx, chapter, languages.get(chapter.id) ?? null),
      attachments: filesOf(chapter.id),
      links: linksOf(chapter.id),
    })),
    attachments: filesOf(null),
    links: linksOf(null),
  };
}

/**
 * Grades what a reader answered. Nobody counts a reader's attempts here: where right answers wait for the last one, only
 * passing shows them.
 */
export function gradeEmbedded(
  { questions, passMark, showAnswers }: PlacedQuiz,
  responses: Readonly<Record<string, Response>>,
): EmbeddedGrade {
  const { score, maxScore, graded } = gradeQuiz(questions, responses);
  const passed = isPassed(score, maxScore, passMark);
  const answersShown = answersShownTo(showAnswers, { passed, attemptsLeft: null });
  const told = answersShown === 'yes' ? graded : withoutAnswers(graded, questions);
  return { score, maxScore, graded: told, answersShown };
}

function presentChapter(
  ctx: Context,
  chapter: PlacedChapter,
  captionsLanguage: string | null,
): Omit<Embedded['chapters'][number], 'attachments' | 'links'> {
  const media = { id: chapter.id, clip_key: chapter.clipKey, clip_revision: chapter.clipRevision };
  const { id, index, title, completion, quiz } = chapter;
  return {
    id,
    index,
    title,
    completion,
    durationMs: chapter.clipDurationMs,
    clipUrl: chapterMediaUrl(ctx, media, 'clip') ?? '',
    hasPicture: chapter.clipFrames !== 0,
    posterUrl: chapter.posterKey === null ? null : chapterMediaUrl(ctx, media, 'poster'),
    thumbnailUrl: chapter.thumbnailKey === null ? null : chapterMediaUrl(ctx, media, 'thumbnail'),
    captionsUrl: captionsLanguage === null ? null : chapterMediaUrl(ctx, media, 'captions'),
    captionsLanguage,
    quiz:
      quiz === null
        ? null
        : {
            title: quiz.title,
            questionCount: quiz.questions.length,
            passMark: quiz.passMark,
            attemptsAllowed: quiz.attemptsAllowed,
            maxScore: quiz.questions.reduce((sum, { mark }) => sum + mark, 0),
          },
  };
}

function presentFile(key: string, { id, kind, title, fileName, bytes }: PlacedAttachment) {
  return { id, kind, title, fileName, bytes, url: `/api/embed/${key}/attachments/${id}` };
}
