import { sql } from 'kysely';
import type { AttachmentKind } from '../domain/attachment.ts';
import type { CompletionRule } from '../domain/chapter.ts';
import type { GradePolicy, ShowAnswers } from '../domain/grade-policy.ts';
import type { ModuleState } from '../domain/module.ts';
import type { Question } from '../domain/quiz.ts';
import type { Db } from './database.ts';
import { listLinks } from './links.ts';

/** A chapter's quiz as a learner meets it. */
export interface PlacedQuiz {
  id: string;
  title: string;
  passMark: number;
  attemptsAllowed: number | null;
  shuffle: boolean;
  gradePolicy: GradePolicy;
  showAnswers: ShowAnswers;
  questions: Question[];
}

/** A chapter whose clip stands. */
export interface PlacedChapter {
  id: string;
  index: number;
  title: string;
  completion: CompletionRule;
  clipKey: string;
  clipRevision: number | null;
  clipDurationMs: number;
  /** 0 for sound alone. */
  clipFrames: number | null;
  posterKey: string | null;
  thumbnailKey: string | null;
  quiz: PlacedQuiz | null;
}

/** A downloadable file in its newest version. */
export interface PlacedAttachment {
  id: string;
  /** Null: belongs to the whole module. */
  chapterId: string | null;
  kind: AttachmentKind;
  title: string;
  fileName: string;
  contentType: string;
  bytes: number;
  blobKey: string;
  createdAt: Date;
}

/** A module as its learners meet it. */
export interface PlacedModule {
  id: string;
  title: string;
  state: ModuleState;
  chapters: PlacedChapter[];
  attachments: PlacedAttachment[];
  /** Those that learners see. */
  links: { id: string; chapterId: string | null; title: string; url: string }[];
}

/** The organisation's module with the chapters that can be watched, in order, or undefined. */
export async function findPlacedModule(
  db: Db,
  organisationId: string,
  moduleId: string,
): Promise<PlacedModule | undefined> {
  const module = await db
    .selectFrom('modules')
    .select(['id', 'title', 'state'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', moduleId)
    .executeTakeFirst();
  if (module === undefined) return undefined;
  const [chapters, attachments, links] = await Promise.all([
    listPlacedChapters(db, moduleId),
    listPlacedAttachments(db, moduleId),
    listLinks(db, moduleId, 'shown'),
  ]);
  const shown = links.map(({ id, chapter_id: chapterId, title, url }) => ({ id, chapterId, title, url }));
  return { ...module, chapters, attachments, links: shown };
}

async function listPlacedChapters(db: Db, moduleId: string): Promise<PlacedChapter[]> {
  const rows = await selectChapters(db, moduleId).execute();
  return rows.flatMap(({ clipKey, clipDurationMs, quizId, questions, ...row }) => {
    if (clipKey === null || clipDurationMs === null) return [];
    const {
      quizTitle,
      passMark,
      attemptsAllowed,
      shuffle,
      ownPolicy,
      modulePolicy,
      showAnswers,
      ...chapter
    } = row;
    const quiz =
      quizId === null || questions === null || questions.length === 0
        ? null
        : {
            id: quizId,
            title: quizTitle ?? '',
            passMark: passMark ?? 0,
            attemptsAllowed,
            shuffle: shuffle ?? false,
            gradePolicy: ownPolicy ?? modulePolicy,
            showAnswers: showAnswers ?? 'when-done',
            questions,
          };
    return [{ ...chapter, clipKey, clipDurationMs, quiz }];
  });
}

function selectChapters(db: Db, moduleId: string) {
  return db
    .selectFrom('chapters as chapter')
    .innerJoin('modules as module', 'module.id', 'chapter.module_id')
    .leftJoin('quizzes as quiz', 'quiz.chapter_id', 'chapter.id')
    .select([
      'chapter.id',
      'chapter.index',
      'chapter.title',
      'chapter.completion',
      'chapter.clip_key as clipKey',
      'chapter.clip_revision as clipRevision',
      'chapter.clip_duration_ms as clipDurationMs',
      'chapter.clip_frames as clipFrames',
      'chapter.poster_key as posterKey',
      'chapter.thumbnail_key as thumbnailKey',
      'quiz.id as quizId',
      'quiz.title as quizTitle',
      'quiz.pass_mark as passMark',
      'quiz.attempts_allowed as attemptsAllowed',
      'quiz.shuffle',
      'quiz.grade_policy as ownPolicy',
      'module.grade_policy as modulePolicy',
      'quiz.show_answers as showAnswers',
      'quiz.questions',
    ])
    .where('chapter.module_id', '=', moduleId)
    .orderBy('chapter.index');
}

/** The language of each chapter's captions, by chapter id; a chapter in which nothing is said is absent. */
export async function listCaptionLanguages(db: Db, moduleId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('chapters as chapter')
    .innerJoin('transcripts as transcript', 'transcript.recording_id', 'chapter.recording_id')
    .select(['chapter.id', 'transcript.language'])
    .where('chapter.module_id', '=', moduleId)
    .where(
      sql<boolean>`exists (
        select from jsonb_array_elements(transcript.cues) cue
        where (cue->>'endMs')::bigint > coalesce(chapter.clip_start_ms, chapter.start_ms)
          and (cue->>'startMs')::bigint < coalesce(chapter.clip_end_ms, chapter.end_ms)
          and cue->>'text' <> ''
      )`,
    )
    .execute();
  return new Map(rows.map((row) => [row.id, row.language]));
}

async function listPlacedAttachments(db: Db, moduleId: string): Promise<PlacedAttachment[]> {
  const attachments = await db
    .selectFrom('attachments as attachment')
    .innerJoin('attachment_versions as version', 'version.attachment_id', 'attachment.id')
    .distinctOn('attachment.id')
    .select([
      'attachment.id',
      'attachment.chapter_id as chapterId',
      'attachment.kind',
      'attachment.title',
      'version.file_name as fileName',
      'version.content_type as contentType',
      'version.bytes',
      'version.blob_key as blobKey',
      'attachment.created_at as createdAt',
    ])
    .where('attachment.module_id', '=', moduleId)
    .where('attachment.deleted_at', 'is', null)
    .orderBy('attachment.id')
    .orderBy('version.version', 'desc')
    .execute();
  return attachments.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
}

/** A chapter as the picker offers it. */
export interface OfferedChapter {
  id: string;
  index: number;
  title: string;
  durationMs: number;
  questionCount: number;
  attachmentCount: number;
  clipKey: string | null;
  clipRevision: number | null;
  thumbnailKey: string | null;
}

/** A published module as the picker offers it. */
export interface OfferedModule {
  id: string;
  title: string;
  description: string;
  chapters: OfferedChapter[];
}

const maxOfferedModules = 500;

/** The organisation's published modules with their watchable chapters, newest published first. */
export async function listOfferedModules(db: Db, organisationId: string): Promise<OfferedModule[]> {
  const modules = await db
    .selectFrom('modules')
    .select(['id', 'title', 'description'])
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'published')
    .orderBy('published_at', 'desc')
    .limit(maxOfferedModules)
    .execute();
  const chapters = await listOfferedChapters(
    db,
    modules.map((module) => module.id),
  );
  return modules
    .map((module) => ({
      ...module,
      chapters: chapters.filter((chapter) => chapter.moduleId === module.id),
    }))
    .filter((module) => module.chapters.length > 0);
}

async function listOfferedChapters(
  db: Db,
  moduleIds: string[],
): Promise<(OfferedChapter & { moduleId: string })[]> {
  if (moduleIds.length === 0) return [];
  return db
    .selectFrom('chapters as chapter')
    .leftJoin('quizzes as quiz', 'quiz.chapter_id', 'chapter.id')
    .select((eb) => [
      'chapter.id',
      'chapter.module_id as moduleId',
      'chapter.index',
      'chapter.title',
      eb.ref('chapter.clip_duration_ms').$notNull().as('durationMs'),
      sql<number>`coalesce(jsonb_array_length(quiz.questions), 0)`.as('questionCount'),
      eb
        .selectFrom('attachments')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('attachments.chapter_id', '=', 'chapter.id')
        .where('attachments.deleted_at', 'is', null)
        .$asScalar()
        .$notNull()
        .as('attachmentCount'),
      'chapter.clip_key as clipKey',
      'chapter.clip_revision as clipRevision',
      'chapter.thumbnail_key as thumbnailKey',
    ])
    .where('chapter.module_id', 'in', moduleIds)
    .where('chapter.clip_key', 'is not', null)
    .orderBy('chapter.index')
    .execute();
}
