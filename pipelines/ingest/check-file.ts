import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import { maxOutlineLength, OutlineError, parseOutline, type OutlineEntry } from '../../domain/outline.ts';
import { writeOutlineCsv, writeYoutubeOutline } from '../../domain/outline/write.ts';
import { parseChat } from '../../domain/chat.ts';
import { parsePolls } from '../../domain/polls.ts';
import { parseQuiz } from '../../domain/read-quiz.ts';
import type { FileRole } from '../../domain/recording.ts';
import { decodeText } from '../../domain/formats/text.ts';
import { looksLikeZip } from '../../domain/formats/zip.ts';
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
  // Slides' changes and edit lists are long, and say little.
  outline: 20_000_000,
  transcript: 40_000_000,
  // With its pictures.
  quiz: 50_000_000,
  polls: 10_000_000,
  chat: 20_000_000,
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
    case 'camera':
      await checkRecording(blobs, file);
      return {};
    case 'outline':
      return checkOutline(await readBytes(blobs, file), hint);
    case 'transcript':
      parseTranscript(await readBytes(blobs, file), hint);
      return {};
    case 'quiz':
      parseQuiz(await readBytes(blobs, file), hint);
      return {};
    case 'polls':
      parsePolls(await readBytes(blobs, file), hint);
      return {};
    case 'chat':
      parseChat(await readBytes(blobs, file), hint);
      return {};
    case 'attachment':
      if (file.bytes === 0) throw new AppError('empty-file', `${file.fileName} is empty.`, { status: 422 });
      return {};
  }
}

/**
 * An outline's text as it is kept and mended by hand. What is long or no text (slides, edit lists, a workbook) is kept as
 * the lines it says.
 */
function checkOutline(
  bytes: Uint8Array,
  hint: { fileName: string },
): { outlineText?: string; refusal?: AppError } {
  const isText = bytes.length <= maxOutlineLength && !looksLikeZip(bytes);
  try {
    const { entries } = parseOutline(bytes, hint);
    return { outlineText: isText ? decodeText(bytes) : writeLines(entries) };
  } catch (error) {
    if (!(error instanceof OutlineError)) throw error;
    return { refusal: error, ...(isText ? { outlineText: decodeText(bytes) } : {}) };
  }
}

function writeLines(entries: readonly OutlineEntry[]): string {
  const isPlain = entries.every(({ startMs, endMs }) => endMs === undefined && startMs % 1000 === 0);
  return isPlain ? writeYoutubeOutline(entries) : writeOutlineCsv(entries);
}

/** A whole file of the blob store. Throws `file-too-large` (413) past its role's bound. */
export async function readBytes(
  blobs: BlobStore,
  { blobKey, bytes, role, fileName }: IncomingFile,
): Promise<Uint8Array> {
  const most = maxBytes[role] ?? maxOutlineLength;
  if (bytes > most) throw tooLarge(role, fileName, most);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await blobs.get(blobKey)) {
    if (chunk instanceof Uint8Array) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
