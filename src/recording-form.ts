import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import { z } from 'zod';
import { createRecordingSchema } from '../domain/api/recording.ts';
import { AppError } from '../domain/app-error.ts';
import { cameraLayoutSchema, type FileRole } from '../domain/recording.ts';
import { ingestRecording } from '../pipelines/ingest/ingest-recording.ts';
import type { BlobKind } from '../storage/blobs/blob-key.ts';
import { createBlobStorageEngine, receivedFiles } from './blob-storage-engine.ts';
import { safeContentType } from './content-type.ts';
import type { Context } from './context.ts';
import { signedIn } from './middleware/sign-in.ts';

/** The form's files: what each is for, and how many of it may come. */
const fields: Record<string, { role: FileRole; kind: BlobKind; maxCount: number }> = {
  recording: { role: 'recording', kind: 'recordings', maxCount: 1 },
  camera: { role: 'camera', kind: 'recordings', maxCount: 1 },
  outline: { role: 'outline', kind: 'inputs', maxCount: 1 },
  transcript: { role: 'transcript', kind: 'inputs', maxCount: 1 },
  quiz: { role: 'quiz', kind: 'inputs', maxCount: 10 },
  polls: { role: 'polls', kind: 'inputs', maxCount: 10 },
  chat: { role: 'chat', kind: 'inputs', maxCount: 10 },
  attachments: { role: 'attachment', kind: 'attachments', maxCount: 50 },
};
const maxFiles = 60;

const textSchema = createRecordingSchema.extend({
  /** An outline typed into the form instead of a file. */
  outline: z.string().max(200_000).optional(),
  /** Where the camera of a recording in two files stands. */
  layout: cameraLayoutSchema.optional(),
});

/** POST /api/recordings as multipart form: everything at once, streamed into the blob store as it comes. */
export interface RecordingForm {
  take: RequestHandler;
  /** Makes a recording of what was taken. A refused outline, transcript or quiz leaves it waiting. */
  ingest(req: Request): Promise<{ recordingId: string; refusal?: AppError }>;
}

/** The form's middleware and what becomes of it. */
export function createRecordingForm(ctx: Context): RecordingForm {
  const engine = createBlobStorageEngine(ctx.blobs, (field) => fields[field]?.kind ?? 'inputs');
  const take = multer({
    storage: engine,
    limits: {
      fileSize: ctx.config.maxUploadBytes,
      files: maxFiles,
      fields: 10,
      fieldSize: 1_000_000,
      parts: maxFiles + 10,
    },
    defParamCharset: 'utf8',
  }).fields(Object.entries(fields).map(([name, { maxCount }]) => ({ name, maxCount })));
  return {
    take: (req, res, next) => {
      take(req, res, (error?: unknown) => next(isBrokenOff(req, error) ? brokenOff(error) : error));
    },
    async ingest(req) {
      const files = receivedFiles(req);
      const { organisationId, userId } = signedIn(req);
      const text = textSchema.safeParse(req.body ?? {});
      if (!text.success) {
        for (const { blobKey } of files) await ctx.blobs.delete(blobKey);
        throw text.error;
      }
      const { recordingId, refusals } = await ingestRecording(ctx, {
        organisationId,
        createdBy: userId,
        title: text.data.title,
        boundaries: text.data.boundaries,
        keepNames: text.data.keepNames,
        beganAt: text.data.beganAt,
        layout: text.data.layout,
        outlineText: text.data.outlineText ?? text.data.outline,
        onRefusal: 'keep',
        files: files.map((file) => ({
          role: fields[file.field]?.role,
          fileName: file.fileName,
          contentType: safeContentType(file.contentType),
          bytes: file.bytes,
          blobKey: file.blobKey,
        })),
      });
      const [refusal] = refusals;
      return { recordingId, ...(refusal ? { refusal } : {}) };
    },
  };
}

/** A client that goes away in the middle is no fault of the service. */
function isBrokenOff(req: Request, error: unknown): boolean {
  return error !== undefined && req.destroyed && !req.complete;
}

function brokenOff(cause: unknown): AppError {
  return new AppError('upload-broken-off', 'The upload was broken off.', { status: 400, cause });
}
