import type { Readable } from 'node:stream';
import { Server, type Upload } from '@tus/server';
import express, { type Request as HttpRequest, type Response as HttpResponse, type Router } from 'express';
import { z } from 'zod';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { safeFileName } from '../../domain/file-name.ts';
import { fileRoleSchema } from '../../domain/recording.ts';
import { recordingExists } from '../../pipelines/ingest/receive-file.ts';
import {
  deleteRecordingFile,
  findUpload,
  insertRecordingFile,
  listRecordingFiles,
} from '../../storage/recording-files.ts';
import { findRecording } from '../../storage/recordings.ts';
import { safeContentType } from '../content-type.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { createUploadStore, finishUpload, receiveFinishedUploads, removeUpload } from '../tus-uploads.ts';
import { UploadLocker } from '../upload-locker.ts';

/** What a client tells of a new upload, in tus's Upload-Metadata. */
const metadataSchema = z.object({
  recordingId: z.uuid('name the recording that the file is for'),
  role: fileRoleSchema,
  filename: z.string().min(1).max(1000),
  filetype: z.string().max(300).default('application/octet-stream'),
});

const maxFiles = 100;

/** What is known of one tus request beside what the protocol says. */
interface Asking {
  organisationId: string;
  failure?: unknown;
}

/** Resumable uploads by tus 1.0.0, into recordings of the signed-in organisation. */
export function createUploadsRouter(ctx: Context): Router {
  const router = express.Router();
  const askings = new WeakMap<Request, Asking>();
  const tus = createTusServer(ctx, askings);
  // Also where no worker runs beside: only this machine has the files of its own uploads.
  receiveFinishedUploads(ctx).catch((error: unknown) => ctx.log.error({ err: error }, 'taking in uploads'));

  router.all(['/uploads', '/uploads/:uploadId'], requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const { uploadId } = req.params;
    if (typeof uploadId === 'string' && (await answerReceived(ctx, req, res, { uploadId, organisationId })))
      return;
    const asking: Asking = { organisationId };
    const request = toWebRequest(req);
    askings.set(request, asking);
    const response = await tus.handleWeb(request);
    if (asking.failure !== undefined) throw asError(asking.failure);
    if (response.status >= 400) throw await protocolError(response);
    await sendWebResponse(res, response);
  });

  return router;
}

function createTusServer(ctx: Context, askings: WeakMap<Request, Asking>): Server {
  const server = new Server({
    path: '/api/uploads',
    relativeLocation: true,
    datastore: createUploadStore(ctx.config),
    locker: new UploadLocker(ctx.databaseUrl),
    maxSize: ctx.config.maxUploadBytes,
    allowedOrigins: [],
    disableTerminationForFinishedUploads: true,
    onUploadCreate: async (request, upload) => {
      await createUpload(ctx, askingOf(askings, request).organisationId, upload);
      return {};
    },
    onUploadFinish: async (_request, upload) => {
      await finishUpload(ctx, upload.id);
      return {};
    },
    onResponseError: (request, error) => {
      // tus throws plain objects for what the protocol knows; anything else is ours.
      if (error instanceof Error && !('status_code' in error)) askingOf(askings, request).failure = error;
      return undefined;
    },
  });
  server.on('POST_TERMINATE', (_request, _response, uploadId) => {
    forgetUpload(ctx, uploadId).catch((error: unknown) => ctx.log.error({ err: error }, 'ending an upload'));
  });
  return server;
}

function askingOf(askings: WeakMap<Request, Asking>, request: Request): Asking {
  const asking = askings.get(request);
  if (!asking) throw new NotFoundError('upload');
  return asking;
}

/** A row before the first byte: it says whose the upload is and what it is for. */
async function createUpload(ctx: Context, organisationId: string, upload: Upload): Promise<void> {
  const { recordingId, role, filename, filetype } = metadataSchema.parse(upload.metadata ?? {});
  const recording = await findRecording(ctx.db, organisationId, recordingId);
  if (role === 'recording' && recording.blob_key !== null) throw recordingExists();
  if ((await listRecordingFiles(ctx.db, recordingId)).length >= maxFiles) {
    throw new AppError('too-many-files', `A recording takes ${maxFiles} files.`, { status: 422 });
  }
  await insertRecordingFile(ctx.db, {
    recordingId,
    role,
    fileName: safeFileName(filename),
    contentType: safeContentType(filetype),
    bytes: upload.size ?? null,
    uploadId: upload.id,
  });
}

/** Answers for an upload that is whole already: a client whose last answer got lost asks again. True when answered. */
async function answerReceived(
  ctx: Context,
  req: HttpRequest,
  res: HttpResponse,
  { uploadId, organisationId }: { uploadId: string; organisationId: string },
): Promise<boolean> {
  const row = await findUpload(ctx.db, uploadId);
  if (row?.organisationId !== organisationId) throw new NotFoundError('upload');
  if (row.blob_key === null || row.bytes === null) return false;
  if (req.method === 'DELETE') {
    throw new AppError('upload-finished', 'The file is here already. Delete it in its recording.', {
      status: 409,
    });
  }
  res.set({
    'tus-resumable': '1.0.0',
    'upload-offset': String(row.bytes),
    'upload-length': String(row.bytes),
    'cache-control': 'no-store',
  });
  req.resume();
  res.status(req.method === 'HEAD' ? 200 : 204).end();
  return true;
}

async function forgetUpload(ctx: Context, uploadId: string): Promise<void> {
  const row = await findUpload(ctx.db, uploadId);
  if (row?.blob_key === null) await deleteRecordingFile(ctx.db, row.id);
  await removeUpload(ctx.config, uploadId);
}

function toWebRequest(req: HttpRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const init: RequestInit & { duplex?: 'half' } = { method: req.method, headers };
  if (req.method === 'POST' || req.method === 'PATCH') {
    init.body = streamOf(req);
    init.duplex = 'half';
  }
  return new Request(new URL(req.originalUrl, 'http://localhost'), init);
}

/** A request's body as the web's kind of stream, read only as fast as it is taken. */
function streamOf(body: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<unknown> = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk: IteratorResult<unknown, unknown> = await chunks.next();
      if (chunk.done) controller.close();
      else if (chunk.value instanceof Uint8Array) controller.enqueue(chunk.value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

async function sendWebResponse(res: HttpResponse, response: Response): Promise<void> {
  res.status(response.status);
  for (const [name, value] of response.headers) res.setHeader(name, value);
  res.end(Buffer.from(await response.arrayBuffer()));
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}

const sentences: Record<number, string> = {
  400: 'The upload was broken off. It can go on.',
  404: 'There is no such upload. Start it again.',
  409: 'The upload has gone on elsewhere. Ask how far it is and go on from there.',
  410: 'The upload has expired. Start it again.',
  412: 'This address takes uploads by the tus protocol only.',
  413: 'The file is larger than this service takes, or than was announced.',
  423: 'The upload is still being written to. Try again in a moment.',
};

/** What tus's server refuses by the protocol, as a problem document. */
async function protocolError(response: Response): Promise<AppError> {
  const sentence = sentences[response.status] ?? 'The upload request is not right.';
  const detail = (await response.text()).trim();
  return new AppError(`upload-${response.status}`, sentence, {
    status: response.status,
    details: { detail },
  });
}
