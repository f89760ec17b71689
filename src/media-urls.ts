import type { RenditionKind } from '../domain/rendition.ts';
import type { ChapterRow, RenditionRow } from '../storage/schema.ts';
import type { Context } from './context.ts';
import { signMediaUrl } from './signed-url.ts';

/** What of a chapter is served as media: /media/chapters/:id/:revision/:part. */
export type ChapterPart = 'clip' | 'thumbnail' | 'poster' | 'captions';

type Signer = Pick<Context, 'deriveKey' | 'now'>;

/**
 * The signed address of a chapter's clip, pictures or captions; null until there is a clip. It names the clip's
 * revision, so that a browser never shows an older clip from its cache.
 */
export function chapterMediaUrl(
  ctx: Signer,
  chapter: Pick<ChapterRow, 'id' | 'clip_key' | 'clip_revision'>,
  part: ChapterPart,
): string | null {
  if (chapter.clip_key === null) return null;
  return sign(ctx, `/media/chapters/${chapter.id}/${chapter.clip_revision ?? 0}/${part}`);
}

/** The signed address of a rendition's file, its playlist, or the list of all: /media/chapters/:id/:revision/renditions/:name. */
export function renditionUrl(
  ctx: Signer,
  { chapter_id, clip_revision }: Pick<RenditionRow, 'chapter_id' | 'clip_revision'>,
  name: RenditionKind | `${RenditionKind}.m3u8` | 'master.m3u8',
): string {
  return sign(ctx, `/media/chapters/${chapter_id}/${clip_revision}/renditions/${name}`);
}

/** What of a recording is served as media: /media/recordings/:id/:part. */
export type RecordingPart = 'waveform' | 'sprites';

/** The signed address of what was drawn of a recording. */
export function timelineMediaUrl(ctx: Signer, recordingId: string, part: RecordingPart): string {
  return sign(ctx, `/media/recordings/${recordingId}/${part}`);
}

/** The signed address of a whole recording. */
export function recordingMediaUrl(ctx: Signer, recordingId: string): string {
  return sign(ctx, `/media/recordings/${recordingId}`);
}

/** The signed addresses of pictures that a chapter's questions show, by their ids. */
export function questionPictureUrls(
  ctx: Signer,
  chapterId: string,
  pictures: readonly { id: string }[],
): Record<string, string> {
  return Object.fromEntries(
    pictures.map(({ id }) => [id, sign(ctx, `/media/chapters/${chapterId}/pictures/${id}`)]),
  );
}

/** The signed address of a file that a launch placed: a link brings no header, and in some frames no cookie. */
export function launchFileUrl(ctx: Signer, launchId: string, attachmentId: string): string {
  return sign(ctx, `/api/learn/${launchId}/attachments/${attachmentId}`);
}

function sign(ctx: Signer, path: string): string {
  return signMediaUrl(ctx.deriveKey('media-url'), path, ctx.now());
}
