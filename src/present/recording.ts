import type { ChapterProgress, Recording, RecordingSummary } from '../../domain/api/recording.ts';
import { listChapters } from '../../storage/chapters.ts';
import { listRecordingFiles } from '../../storage/recording-files.ts';
import { findListing, type RecordingListing } from '../../storage/recording-listings.ts';
import { listEvents } from '../../storage/recordings.ts';
import type { ChapterRow } from '../../storage/schema.ts';
import { summariseTranscript } from '../../storage/transcripts.ts';
import type { Context } from '../context.ts';
import { chapterMediaUrl } from '../media-urls.ts';

/** A recording as the library lists it. */
export function presentSummary(ctx: Context, listing: RecordingListing): RecordingSummary {
  const { recording, poster } = listing;
  return {
    id: recording.id,
    title: recording.title,
    state: recording.state,
    failure: recording.failure,
    durationMs: recording.duration_ms,
    chapterCount: listing.chapterCount,
    chaptersReady: listing.chaptersReady,
    moduleId: listing.moduleId,
    moduleState: listing.moduleState,
    publicationCount: listing.publicationCount,
    posterUrl: poster && chapterMediaUrl(ctx, poster, 'poster'),
    hasPicture: poster?.clip_frames !== 0,
    createdAt: recording.created_at.toISOString(),
    updatedAt: recording.updated_at.toISOString(),
  };
}

/** A recording of the organisation with all that its page shows, or `NotFoundError`. */
export async function presentRecording(ctx: Context, organisationId: string, id: string): Promise<Recording> {
  const [listing, chapters, files, events, transcript] = await Promise.all([
    findListing(ctx.db, organisationId, id),
    listChapters(ctx.db, id),
    listRecordingFiles(ctx.db, id),
    listEvents(ctx.db, id),
    summariseTranscript(ctx.db, id),
  ]);
  const { recording } = listing;
  return {
    ...presentSummary(ctx, listing),
    fileName: recording.file_name,
    bytes: recording.bytes,
    outlineText: recording.outline_text,
    boundaries: recording.boundaries,
    startRequested: recording.start_requested,
    suggestion: recording.suggestion,
    keepNames: recording.keep_names,
    transcript: transcript ?? null,
    warnings: recording.warnings,
    files: files.map((file) => ({
      id: file.id,
      role: file.role,
      fileName: file.file_name,
      bytes: file.bytes,
      received: file.blob_key !== null,
    })),
    chapters: chapters.map((chapter) => presentProgress(ctx, chapter)),
    events: events.map(({ at, kind, chapter_index: chapterIndex, message }) => ({
      at: at.toISOString(),
      kind,
      chapterIndex,
      message,
    })),
  };
}

function presentProgress(ctx: Context, chapter: ChapterRow): ChapterProgress {
  return {
    id: chapter.id,
    index: chapter.index,
    title: chapter.title,
    startMs: chapter.start_ms,
    endMs: chapter.end_ms,
    state: chapter.state,
    progress: chapter.progress,
    failure: chapter.failure,
    method: chapter.clip_method,
    thumbnailUrl: chapter.thumbnail_key && chapterMediaUrl(ctx, chapter, 'thumbnail'),
  };
}
