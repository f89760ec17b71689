import { Router, type Request, type RequestHandler } from 'express';
import multer from 'multer';
import { z } from 'zod';
import { updateAttachmentSchema, type Attachment } from '../../domain/api/module.ts';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { attachmentKindSchema } from '../../domain/attachment.ts';
import { safeFileName } from '../../domain/file-name.ts';
import {
  addAttachmentVersion,
  findAttachment,
  insertAttachment,
  setAttachmentDeleted,
  updateAttachment,
  type StoredFile,
} from '../../storage/attachments.ts';
import { findModuleChapter } from '../../storage/module-chapters.ts';
import { findModule, touchModule } from '../../storage/modules.ts';
import { createBlobStorageEngine, receivedFiles, type ReceivedFile } from '../blob-storage-engine.ts';
import type { Context } from '../context.ts';
import { requireUser, signedIn } from '../middleware/sign-in.ts';
import { pathId } from '../path-id.ts';
import { presentAttachment } from '../present/attachment.ts';
import { sendAttachment } from '../send-attachment.ts';

/** The largest file that can be attached. */
const maxAttachmentBytes = 200 * 1024 * 1024;

const newAttachmentSchema = z.object({
  kind: attachmentKindSchema.default('handout'),
  chapterId: z.uuid().optional(),
  title: z.string().trim().max(300).optional(),
});

/** Downloadable files of modules and chapters: versions, what they are for, taking away and bringing back. */
export function createAttachmentsRouter(ctx: Context): Router {
  const router = Router();
  const takeFile = createFileTaker(ctx);

  router.post('/modules/:id/attachments', requireUser, findTargetModule(ctx), takeFile, async (req, res) => {
    const { organisationId } = signedIn(req);
    const moduleId = pathId(req, 'module');
    const id = await keepingFile(ctx, req, async (file) => {
      const { kind, chapterId, title } = newAttachmentSchema.parse(req.body ?? {});
      if (chapterId !== undefined) await checkChapter(ctx, organisationId, moduleId, chapterId);
      return insertAttachment(ctx.db, {
        organisationId,
        moduleId,
        chapterId: chapterId ?? null,
        kind,
        title: title === undefined || title === '' ? titleOf(file.fileName) : title,
        file,
      });
    });
    await touchModule(ctx.db, moduleId, ctx.now());
    res.status(201).json(await show(organisationId, id));
  });

  router.post(
    '/attachments/:id/versions',
    requireUser,
    findTargetAttachment(ctx),
    takeFile,
    async (req, res) => {
      const { organisationId } = signedIn(req);
      const id = pathId(req, 'attachment');
      await keepingFile(ctx, req, (file) => addAttachmentVersion(ctx.db, organisationId, id, file));
      res.status(201).json(await show(organisationId, id));
    },
  );

  router.get('/attachments/:id/versions/:version', requireUser, async (req, res) => {
    const attachment = await findAttachment(ctx.db, signedIn(req).organisationId, pathId(req, 'attachment'));
    const version = attachment.versions.find((one) => String(one.version) === req.params['version']);
    if (!version) throw new NotFoundError('version of this file');
    await sendAttachment(res, ctx.blobs, version);
  });

  router.patch('/attachments/:id', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const { id, moduleId } = await findAttachment(ctx.db, organisationId, pathId(req, 'attachment'));
    const { title, kind, chapterId } = updateAttachmentSchema.parse(req.body);
    if (chapterId) await checkChapter(ctx, organisationId, moduleId, z.uuid().parse(chapterId));
    await updateAttachment(ctx.db, organisationId, id, {
      ...(title === undefined ? {} : { title }),
      ...(kind === undefined ? {} : { kind }),
      ...(chapterId === undefined ? {} : { chapter_id: chapterId }),
    });
    res.json(await show(organisationId, id));
  });

  router.delete('/attachments/:id', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    await setAttachmentDeleted(ctx.db, organisationId, pathId(req, 'attachment'), ctx.now());
    res.status(204).end();
  });

  router.post('/attachments/:id/restore', requireUser, async (req, res) => {
    const { organisationId } = signedIn(req);
    const id = pathId(req, 'attachment');
    await setAttachmentDeleted(ctx.db, organisationId, id, null);
    res.json(await show(organisationId, id));
  });

  return router;

  async function show(organisationId: string, id: string): Promise<Attachment> {
    return presentAttachment(await findAttachment(ctx.db, organisationId, id));
  }
}

/** Looks whether there is something to attach to before a byte of the file is taken. */
function findTargetModule(ctx: Context): RequestHandler {
  return async (req, _res, next) => {
    await findModule(ctx.db, signedIn(req).organisationId, pathId(req, 'module'));
    next();
  };
}

function findTargetAttachment(ctx: Context): RequestHandler {
  return async (req, _res, next) => {
    await findAttachment(ctx.db, signedIn(req).organisationId, pathId(req, 'attachment'));
    next();
  };
}

/** Streams the one file of the form, its field named `file`, into the blob store. */
function createFileTaker(ctx: Context): RequestHandler {
  const maxBytes = Math.min(maxAttachmentBytes, ctx.config.maxUploadBytes);
  return multer({
    storage: createBlobStorageEngine(ctx.blobs, () => 'attachments'),
    limits: { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 10_000, parts: 12 },
    defParamCharset: 'utf8',
  }).single('file');
}

/** Gives the form's file to `use`, and takes the blob away again when that fails: nothing is left half-made. */
async function keepingFile<T>(ctx: Context, req: Request, use: (file: StoredFile) => Promise<T>): Promise<T> {
  const [received] = receivedFiles(req);
  if (!received) {
    throw new AppError('file-missing', 'Send one file in the form field “file”.', { status: 422 });
  }
  try {
    return await use(toStoredFile(received));
  } catch (error) {
    await ctx.blobs.delete(received.blobKey);
    throw error;
  }
}

function toStoredFile({ fileName, contentType, bytes, blobKey }: ReceivedFile): StoredFile {
  if (bytes === 0) {
    throw new AppError('file-empty', 'The file is empty. Choose it again after saving it.', { status: 422 });
  }
  const isType = /^[\w.+-]{1,100}\/[\w.+-]{1,150}$/.test(contentType);
  return {
    fileName: safeFileName(fileName),
    contentType: isType ? contentType : 'application/octet-stream',
    bytes,
    blobKey,
  };
}

/** `Scoping checklist.docx` is offered as "Scoping checklist". */
function titleOf(fileName: string): string {
  return fileName.replace(/\.[^.]{1,10}$/, '').slice(0, 300) || fileName;
}

async function checkChapter(
  ctx: Context,
  organisationId: string,
  moduleId: string,
  chapterId: string,
): Promise<void> {
  const chapter = await findModuleChapter(ctx.db, organisationId, chapterId);
  if (chapter.module_id !== moduleId) throw new NotFoundError('chapter');
}
