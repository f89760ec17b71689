import type { Module, ModuleChapter } from '../../domain/api/module.ts';
import { findObstacles, type ChapterReadiness } from '../../domain/module-obstacles.ts';
import { listAttachments } from '../../storage/attachments.ts';
import { listChaptersWithCounts, type ChapterWithCounts } from '../../storage/module-chapters.ts';
import { findModuleRecording, listPublications } from '../../storage/modules.ts';
import { listRenditions } from '../../storage/renditions.ts';
import type { ChapterRow, ModuleRow, RenditionRow } from '../../storage/schema.ts';
import type { Context } from '../context.ts';
import { chapterMediaUrl, recordingMediaUrl } from '../media-urls.ts';
import { presentAttachment } from './attachment.ts';
import { presentSession } from './session.ts';

/** A module as the API tells it, with all that its page shows. */
export async function presentModule(ctx: Context, module: ModuleRow): Promise<Module> {
  const [chapters, renditions, attachments, publications, session, recording] = await Promise.all([
    listChaptersWithCounts(ctx.db, module.id),
    listRenditions(ctx.db, module.id),
    listAttachments(ctx.db, module.id),
    listPublications(ctx.db, module.id),
    presentSession(ctx.db, module.id),
    module.recording_id === null ? undefined : findModuleRecording(ctx.db, module.recording_id),
  ]);
  return {
    id: module.id,
    recordingId: module.recording_id,
    title: module.title,
    description: module.description,
    state: module.state,
    publishedAt: module.published_at?.toISOString() ?? null,
    updatedAt: module.updated_at.toISOString(),
    renditions: module.renditions,
    evenLoudness: module.even_loudness,
    gradePolicy: module.grade_policy,
    recordingDurationMs: recording?.duration_ms ?? null,
    recordingUrl: recording?.blob_key ? recordingMediaUrl(ctx, recording.id) : null,
    frameRate: recording?.frameRate ?? null,
    obstacles: findObstacles(chapters.map(readinessOf)),
    chapters: chapters.map((chapter) => presentChapter(ctx, chapter, renditions.get(chapter.id) ?? [])),
    attachments: attachments.map(presentAttachment),
    ...session,
    publications: publications.map((publication) => ({
      ...publication,
      launchedAt: publication.launchedAt.toISOString(),
    })),
  };
}

/** What publishing asks about a chapter. */
export function readinessOf(chapter: ChapterRow): ChapterReadiness {
  return {
    title: chapter.title,
    state: chapter.state,
    hasClip: chapter.clip_key !== null,
    clipCurrent: isClipCurrent(chapter),
  };
}

function presentChapter(
  ctx: Context,
  chapter: ChapterWithCounts,
  renditions: readonly RenditionRow[],
): ModuleChapter {
  return {
    id: chapter.id,
    index: chapter.index,
    title: chapter.title,
    startMs: chapter.start_ms,
    endMs: chapter.end_ms,
    outlineStartMs: chapter.outline_start_ms,
    state: chapter.state,
    progress: chapter.progress,
    failure: chapter.failure,
    method: chapter.clip_method,
    completion: chapter.completion,
    clipUrl: chapterMediaUrl(ctx, chapter, 'clip'),
    clipDurationMs: chapter.clip_duration_ms,
    hasPicture: chapter.clip_frames !== 0,
    clipCurrent: isClipCurrent(chapter),
    renditions: {
      state: chapter.renditions_state,
      progress: chapter.renditions_progress,
      kinds: renditions.map(({ kind }) => kind),
    },
    thumbnailUrl: chapter.thumbnail_key && chapterMediaUrl(ctx, chapter, 'thumbnail'),
    posterUrl: chapter.poster_key && chapterMediaUrl(ctx, chapter, 'poster'),
    captionsUrl: chapter.captionCueCount > 0 ? chapterMediaUrl(ctx, chapter, 'captions') : null,
    captionCueCount: chapter.captionCueCount,
    captionsRevision: chapter.captionsRevision,
    captionsLanguage: chapter.captionsLanguage,
    questionCount: chapter.questionCount,
    quizMarks: chapter.quizMarks,
  };
}

function isClipCurrent(chapter: ChapterRow): boolean {
  return chapter.clip_start_ms === chapter.start_ms && chapter.clip_end_ms === chapter.end_ms;
}
