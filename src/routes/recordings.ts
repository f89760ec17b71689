import express, { type Request, type Response, type Router } from 'express';
import type { z } from 'zod';
import {
  changeFileRoleSchema,
  createRecordingSchema,
  listRecordingsSchema,
  updateRecordingSchema,
  type recordingsSchema,
} from '../../domain/api/recording.ts';
import { AppError } from '../../domain/app-error.ts';
import { changeFileRole, removeFile } from '../../pipelines/ingest/change-file.ts';
import { removeRecording } from '../../pipelines/jobs/delete-recording.ts';
import { cancelRecording, retryRecording, startRecording } from '../../pipelines/ingest/start-recording.ts';
import { dismissSuggestion, requestSuggestion } from '../../pipelines/suggest/request-suggestion.ts';
import { countRecordings, listRecordings } from '../../storage/recording-listings.ts';
import { findRecording, insertRecording } from '../../storage/recordings.ts';
import { updateDraft } from '../../pipelines/ingest/update-draft.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import { presentRecording, presentSummary } from '../present/recording.ts';
import { presentTimeline } from '../present/timeline.ts';
import { createRecordingEvents } from '../recording-events.ts';
import { createRecordingForm } from '../recording-form.ts';
import { removeUpload } from '../tus-uploads.ts';

/** Recordings: taking them in, their files, and the making of chapters. */
export function createRecordingsRouter(ctx: Context): Router {
  const router = express.Router();
  const events = createRecordingEvents(ctx);
  const form = createRecordingForm(ctx);
  const show = async (req: Request, res: Response, id = pathId(req, 'recording')): Promise<void> => {
    res.json(await presentRecording(ctx, signedIn(req).organisationId, id));
  };

  router.get('/recordings', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const wanted = listRecordingsSchema.parse(req.query);
    const [{ items, next }, counts] = await Promise.all([
      listRecordings(ctx.db, organisationId, wanted),
      countRecordings(ctx.db, organisationId, wanted.query),
    ]);
    const recordings = items.map((listing) => presentSummary(ctx, listing));
    res.json({ recordings, next, counts } satisfies z.infer<typeof recordingsSchema>);
  });

  router.post('/recordings', requireUser, form.take, async (req, res) => {
    const isForm = typeof req.is('multipart') === 'string';
    const { recordingId, refusal } = isForm
      ? await form.ingest(req)
      : { recordingId: await createEmpty(ctx, req) };
    res.location(`/api/recordings/${recordingId}`);
    if (refusal) throw withRecording(refusal, recordingId);
    res.status(isForm ? 202 : 201);
    await show(req, res, recordingId);
  });

  router.get('/recordings/:id', requireUser, async (req, res) => {
    await show(req, res);
  });

  router.patch('/recordings/:id', requireUser, async (req, res) => {
    const changes = updateRecordingSchema.parse(req.body);
    await updateDraft(ctx, signedIn(req).organisationId, pathId(req, 'recording'), changes);
    await show(req, res);
  });

  router.delete('/recordings/:id', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    await removeRecording(ctx, organisationId, pathId(req, 'recording'));
    res.status(204).end();
  });

  const verbs = {
    start: startRecording,
    cancel: cancelRecording,
    retry: retryRecording,
    suggest: requestSuggestion,
  };
  for (const [verb, act] of Object.entries(verbs)) {
    router.post(`/recordings/:id/${verb}`, requireUser, async (req, res) => {
      await act(ctx, signedIn(req).organisationId, pathId(req, 'recording'));
      await show(req, res);
    });
  }

  router.delete('/recordings/:id/suggestion', requireUser, async (req, res) => {
    await dismissSuggestion(ctx, signedIn(req).organisationId, pathId(req, 'recording'));
    await show(req, res);
  });

  router.get('/recordings/:id/events', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const { id } = await findRecording(ctx.db, organisationId, pathId(req, 'recording'));
    events.stream(req, res, { organisationId, id });
  });

  router.get('/recordings/:id/timeline', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const recording = await findRecording(ctx.db, organisationId, pathId(req, 'recording'));
    res.json(await presentTimeline(ctx, recording));
  });

  router.patch('/recordings/:id/files/:fileId', requireUser, async (req, res) => {
    const { role } = changeFileRoleSchema.parse(req.body);
    await changeFileRole(ctx, fileOf(req), role);
    await show(req, res);
  });

  router.delete('/recordings/:id/files/:fileId', requireUser, async (req, res) => {
    const file = await removeFile(ctx, fileOf(req));
    if (file.upload_id !== null) await removeUpload(ctx.config, file.upload_id);
    res.status(204).end();
  });

  return router;
}

function fileOf(req: Request): { organisationId: string; recordingId: string; fileId: string } {
  return {
    organisationId: signedIn(req).organisationId,
    recordingId: pathId(req, 'recording'),
    fileId: pathId(req, 'file', 'fileId'),
  };
}

/** A recording to upload into. */
async function createEmpty(ctx: Context, req: Request): Promise<string> {
  const { organisationId, userId } = signedIn(req);
  const wanted = createRecordingSchema.parse(req.body ?? {});
  const id = await insertRecording(ctx.db, { ...wanted, organisationId, createdBy: userId });
  if (id === undefined) throw new AppError('internal', 'The recording could not be added.', { status: 500 });
  return id;
}

/** The upload is kept: the problem says under which id, so that it can be mended and started. */
function withRecording(refusal: AppError, recordingId: string): AppError {
  const details = { ...refusal.details, recordingId };
  return new AppError(refusal.code, refusal.message, { status: refusal.status, details, cause: refusal });
}
