import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import { maxOutlineLength, OutlineError, parseOutline } from '../../domain/outline.ts';
import { parseQuiz } from '../../domain/read-quiz.ts';
import type { FileRole } from '../../domain/recording.ts';
import { decodeText } from '../../domain/formats/text.ts';
import { parseTranscript } from '../../domain/transcript.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import { containerOf, recogniseContainer } from '../media/recognise-container.ts';

/** A file that stands in the blob store, before it belongs to a recording. */
export interface IncomingFile {
  role: FileRole;
  fileName: string;
  contentType: string;
  bytes: number;
  blobKey: string;
}

/** The most bytes that a file of a role may have; recordings and attachments have the bounds of their upload. */
const maxBytes: Partial<Record<FileRole, number>> = {
  outline: 4 * maxOutlineLength,
  transcript: 40_000_000,
  quiz: 10_000_000,
  polls: 50_000_000,
  chat: 50_000_000,
};

/**
 * Looks whether a file can be what its role says; throws the reader's error, with line numbers where it has them.
 * Gives the text of an outline.
 */
export async function checkFile(
  blobs: BlobStore,
  file: IncomingFile,
): Promise<{ outlineText?: string; refusal?: AppError }> {
  try {
    return await checkAs(file.role, blobs, file);
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { refusal: error };
    throw error;
  }
}

async function checkAs(
  role: FileRole,
  blobs: BlobStore,
  file: IncomingFile,
): Promise<{ outlineText?: string; refusal?: AppError }> {
  const hint = { fileName: file.fileName };
  switch (role) {
    case 'recording':
      await checkRecording(blobs, file);
      return {};
    case 'outline': {
      const outlineText = await readText(blobs, file);
      return { outlineText, ...refusalOf(() => parseOutline(outlineText, hint)) };
    }
    case 'transcript':
      parseTranscript(await readText(blobs, file), hint);
      return {};
    case 'quiz':
      parseQuiz(await readText(blobs, file), hint);
      return {};
    case 'polls':
    case 'chat':
      await readText(blobs, file);
      return {};
    case 'attachment':
      if (file.bytes === 0) throw new AppError('empty-file', `${file.fileName} is empty.`, { status: 422 });
      return {};
  }
}

/** A whole text file of the blob store, decoded. Throws `file-too-large` (413) past its role's bound. */
export async function readText(
  blobs: BlobStore,
  { blobKey, bytes, role, fileName }: IncomingFile,
): Promise<string> {
  const most = maxBytes[role] ?? maxOutlineLength;
  if (bytes > most) throw tooLarge(role, fileName, most);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await blobs.get(blobKey)) {
    if (chunk instanceof Uint8Array) chunks.push(chunk);
  }
  return decodeText(Buffer.concat(chunks));
}

function refusalOf(parse: () => unknown): { refusal?: AppError } {
  try {
    parse();
    return {};
  } catch (error) {
    if (error instanceof OutlineError) return { refusal: error };
    throw error;
  }
}

const headBytes = 4096;

/** The first bytes tell at once what is no recording; the probe looks at the rest. */
async function checkRecording(blobs: BlobStore, { blobKey, bytes }: IncomingFile): Promise<void> {
  const head = await readHead(blobs, blobKey, Math.min(bytes, headBytes));
  if (containerOf(head) !== undefined) return;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-head-'));
  try {
    const file = path.join(folder, 'head');
    await writeFile(file, head);
    // Throws the sentence that fits.
    await recogniseContainer(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first bytes of a blob. */
export async function readHead(blobs: BlobStore, blobKey: string, bytes: number): Promise<Buffer> {
  if (bytes === 0) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await blobs.get(blobKey, { start: 0, end: bytes })) {
    if (chunk instanceof Uint8Array) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(role: FileRole, fileName: string, most: number): AppError {
  if (role === 'outline') {
    return new OutlineError('outline-too-large', `${fileName} is larger than an outline can be.`);
  }
  return new AppError('file-too-large', `${fileName} is larger than ${Math.floor(most / 1_000_000)} MB.`, {
    status: 413,
  });
}
