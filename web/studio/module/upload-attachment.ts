import { attachmentSchema, type Attachment } from '../../../domain/api/module.ts';
import { problemSchema } from '../../../domain/api/problem.ts';
import type { AttachmentKind } from '../../../domain/attachment.ts';
import { ApiError } from '../../ui/api.ts';
import { loadSession, session } from '../shell/session.ts';
import { t } from './texts.ts';

/** What is uploaded: a new attachment, or a newer version of one. */
export type UploadTarget =
  { moduleId: string; chapterId: string | null; kind: AttachmentKind } | { attachmentId: string };

/** Sends a file and tells how far it is, 0 to 1. fetch tells no progress of what it sends, so this is an older request. */
export async function uploadAttachment(
  file: File,
  target: UploadTarget,
  onProgress: (share: number) => void,
): Promise<Attachment> {
  try {
    return await send(file, target, onProgress);
  } catch (error) {
    if (!(error instanceof ApiError) || !error.code.includes('csrf')) throw error;
    await loadSession();
    return await send(file, target, onProgress);
  }
}

function send(file: File, target: UploadTarget, onProgress: (share: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', pathOf(target));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('x-csrf-token', session.value?.csrfToken ?? '');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () => reject(new ApiError('network', t('files.broken'), 0)));
    request.addEventListener('load', () => {
      const body = parseJson(request.responseText);
      const attachment = attachmentSchema.safeParse(body);
      if (attachment.success) resolve(attachment.data);
      else reject(toError(body, request.status));
    });
    request.send(formOf(file, target));
  });
}

function pathOf(target: UploadTarget): string {
  if ('attachmentId' in target) return `/api/attachments/${target.attachmentId}/versions`;
  return `/api/modules/${target.moduleId}/attachments`;
}

function formOf(file: File, target: UploadTarget): FormData {
  const form = new FormData();
  if ('kind' in target) {
    form.set('kind', target.kind);
    if (target.chapterId !== null) form.set('chapterId', target.chapterId);
  }
  form.set('file', file, file.name);
  return form;
}

function toError(body: unknown, status: number): ApiError {
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new ApiError(problem.data.code, problem.data.title, status);
  return new ApiError('unknown', t('files.refused', { status }), status);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
