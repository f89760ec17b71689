import { create as contentDisposition } from 'content-disposition';
import express, { type Request, type Router } from 'express';
import { changeTranscriptSchema } from '../../domain/api/transcript.ts';
import { NotFoundError } from '../../domain/app-error.ts';
import { captionsFor, writeWebvtt } from '../../domain/transcript.ts';
import { findRecording } from '../../storage/recordings.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { findTranscript, type StoredTranscript } from '../../storage/transcripts.ts';
import { changeTranscript } from '../change-transcript.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import { presentTranscript } from '../present/transcript.ts';

/** A recording's transcript: to read, to correct, and to take away as WebVTT. */
export function createTranscriptsRouter(ctx: Context): Router {
  const router = express.Router();
  const recordingOf = async (req: Request): Promise<RecordingRow> =>
    findRecording(ctx.db, signedIn(req).organisationId, pathId(req, 'recording'));
  const transcriptOf = async ({ id }: RecordingRow): Promise<StoredTranscript> => {
    const transcript = await findTranscript(ctx.db, id);
    if (!transcript) throw new NotFoundError('transcript');
    return transcript;
  };

  router.get('/recordings/:id/transcript', requireUser, async (req, res) => {
    res.json(presentTranscript(await transcriptOf(await recordingOf(req))));
  });

  router.patch('/recordings/:id/transcript', requireUser, async (req, res) => {
    const { id } = await recordingOf(req);
    const change = changeTranscriptSchema.parse(req.body);
    res.json(presentTranscript(await changeTranscript(ctx, id, change)));
  });

  router.get('/recordings/:id/transcript.vtt', requireUser, async (req, res) => {
    const recording = await recordingOf(req);
    const { cues } = await transcriptOf(recording);
    res.set({
      'content-type': 'text/vtt; charset=utf-8',
      'content-disposition': contentDisposition(`${recording.title.trim() || 'Transcript'}.vtt`),
      'cache-control': 'private, no-store',
    });
    res.send(writeWebvtt(captionsFor(cues, 0, Infinity)));
  });

  return router;
}
