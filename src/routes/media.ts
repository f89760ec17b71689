import express, { type Request, type Response, type Router } from 'express';
import { NotFoundError } from '../../domain/app-error.ts';
import { captionsFor, writeWebvtt } from '../../domain/transcript.ts';
import { findChapterById } from '../../storage/chapters.ts';
import { findPicture } from '../../storage/question-pictures.ts';
import { findRecordingById } from '../../storage/recordings.ts';
import type { ChapterRow } from '../../storage/schema.ts';
import { findTimeline } from '../../storage/timelines.ts';
import { findTranscript } from '../../storage/transcripts.ts';
import type { Context } from '../context.ts';
import type { ChapterPart } from '../media-urls.ts';
import { pathId } from '../path-id.ts';
import { sendBlob } from '../send-blob.ts';
import { verifyMediaUrl } from '../signed-url.ts';

type SendPart = (ctx: Context, req: Request, res: Response, chapter: ChapterRow) => Promise<void>;

const sendPart: Record<ChapterPart, SendPart> = {
  clip: (ctx, req, res, chapter) =>
    sendBlob(ctx, req, res, {
      blobKey: present(chapter.clip_key),
      contentType: chapter.clip_frames === 0 ? 'audio/mp4' : 'video/mp4',
    }),
  thumbnail: (ctx, req, res, chapter) =>
    sendBlob(ctx, req, res, { blobKey: present(chapter.thumbnail_key), contentType: 'image/jpeg' }),
  poster: (ctx, req, res, chapter) =>
    sendBlob(ctx, req, res, { blobKey: present(chapter.poster_key), contentType: 'image/jpeg' }),
  captions: sendCaptions,
};

/** Clips, pictures, captions and recordings under signed addresses (media-urls.ts), by byte ranges. */
export function createMediaRouter(ctx: Context): Router {
  const router = express.Router();

  router.get('/media/chapters/:id/pictures/:picture', async (req, res) => {
    verify(ctx, req);
    const picture = await findPicture(ctx.db, pathId(req, 'chapter'), req.params.picture);
    if (!picture) throw new NotFoundError('picture');
    await sendBlob(ctx, req, res, { blobKey: picture.blob_key, contentType: picture.content_type });
  });

  router.get('/media/chapters/:id/:revision/:part', async (req, res) => {
    verify(ctx, req);
    const chapter = await findChapterById(ctx.db, pathId(req, 'chapter'));
    const { part, revision } = req.params;
    if (!chapter || !isPart(part) || String(chapter.clip_revision ?? 0) !== revision) {
      throw new NotFoundError('clip');
    }
    await sendPart[part](ctx, req, res, chapter);
  });

  router.get('/media/recordings/:id', async (req, res) => {
    verify(ctx, req);
    const recording = await findRecordingById(ctx.db, pathId(req, 'recording'));
    if (!recording?.blob_key) throw new NotFoundError('recording');
    await sendBlob(ctx, req, res, {
      blobKey: recording.blob_key,
      contentType: contentTypeOf(recording.file_name ?? ''),
    });
  });

  router.get('/media/recordings/:id/:part', async (req, res) => {
    verify(ctx, req);
    const timeline = await findTimeline(ctx.db, pathId(req, 'recording'));
    if (!timeline) throw new NotFoundError('timeline');
    await sendBlob(
      ctx,
      req,
      res,
      req.params.part === 'waveform'
        ? { blobKey: present(timeline.waveform_key), contentType: 'application/octet-stream' }
        : { blobKey: present(timeline.sprites_key), contentType: 'image/jpeg' },
    );
  });

  return router;
}

function verify(ctx: Context, req: Request): void {
  verifyMediaUrl(ctx.deriveKey('media-url'), req.path, req.query, ctx.now());
}

function isPart(part: unknown): part is ChapterPart {
  return typeof part === 'string' && part in sendPart;
}

function present(blobKey: string | null): string {
  if (blobKey === null) throw new NotFoundError('file');
  return blobKey;
}

/** The words of the chapter's interval, on its own clock. Made when asked for: a corrected transcript shows at once. */
async function sendCaptions(ctx: Context, _req: Request, res: Response, chapter: ChapterRow): Promise<void> {
  const transcript = await findTranscript(ctx.db, chapter.recording_id);
  if (!transcript) throw new NotFoundError('captions');
  const startMs = chapter.clip_start_ms ?? chapter.start_ms;
  const endMs = chapter.clip_end_ms ?? chapter.end_ms;
  res.set({ 'content-type': 'text/vtt; charset=utf-8', 'cache-control': 'private, no-cache' });
  res.send(writeWebvtt(captionsFor(transcript.cues, startMs, endMs)));
}

const contentTypes: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/mp4',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'video/ogg',
};

/** From a list, never what a client said: a page cannot be smuggled in as a recording. */
function contentTypeOf(fileName: string): string {
  return contentTypes[/\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
