import { AppError } from '../../domain/app-error.ts';
import { decodeText, shorten } from '../../domain/formats/text.ts';
import { matchFiles, type MatchedFile, type MatchedGroup } from '../../domain/match-files.ts';
import { maxOutlineLength, parseOutline } from '../../domain/outline.ts';
import { writeYoutubeOutline } from '../../domain/outline/write.ts';
import { fileRoleSchema, type FileRole } from '../../domain/recording.ts';
import { newBlobKey, type BlobKind } from '../../storage/blobs/blob-key.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { prepareSuggestion } from '../suggest/request-suggestion.ts';
import type { IncomingFile } from './check-file.ts';
import { gatherFiles } from './gather-files.ts';
import { ingestRecording, type Ingested, type IngestRequest } from './ingest-recording.ts';
import type { RecognisedFound } from './recognise-found.ts';
import { titleOf } from './title-of.ts';

/** Folders, archives and files of this machine, to be sorted into recordings. */
export type FolderRequest = Omit<IngestRequest, 'files' | 'outlineText' | 'beganAt'> & {
  paths: readonly string[];
  /** The second file of a recording in two; else names tell it. */
  camera?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** One recording made of a folder, and what was taken for it. */
export interface IngestedSession extends Ingested {
  title: string;
  files: MatchedFile[];
  /** Whether it became one chapter for want of an outline, and one is being proposed. */
  outlineIsProposed: boolean;
}

/** What became of a folder. */
export interface IngestedFolder {
  sessions: IngestedSession[];
  leftOut: { path: string; reason: string }[];
}

/**
 * Takes folders and archives apart and makes a recording of each session in them, with all that belongs to it. Where
 * nobody wrote an outline, the session becomes one chapter and an outline is proposed. Throws when there is no recording.
 */
export async function ingestFolder(deps: PipelineDeps, request: FolderRequest): Promise<IngestedFolder> {
  const gathered = await gatherFiles(request.paths, request.signal);
  const { groups, leftOut } = matchFiles(gathered.files);
  if (groups.length === 0) {
    throw new AppError('no-recording', 'None of the files is a recording. Add the video or sound file.', {
      status: 422,
    });
  }
  const byPath = new Map(gathered.files.map((file) => [file.path, file]));
  if (request.camera !== undefined) await addCamera(groups, byPath, request.camera, request.signal);
  const sessions: IngestedSession[] = [];
  for (const [index, group] of groups.entries()) {
    sessions.push(await ingestSession(deps, request, { group, index, isOnly: groups.length === 1 }, byPath));
  }
  return { sessions, leftOut: [...gathered.leftOut, ...leftOut] };
}

/** Puts a file that was named as the camera into the one session that there is. */
async function addCamera(
  groups: readonly MatchedGroup[],
  byPath: Map<string, RecognisedFound>,
  camera: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [group, ...others] = groups;
  const [found] = (await gatherFiles([camera], signal)).files;
  if (found === undefined || group === undefined || others.length > 0) {
    throw new AppError('camera-of-several', 'A camera can be named for one recording at a time.', {
      status: 422,
    });
  }
  const path = `camera/${found.path}`;
  byPath.set(path, { ...found, path });
  group.files = group.files.filter(({ role }) => role !== 'camera');
  group.files.push({ path, role: 'camera', reason: 'named as the camera' });
}

type ByPath = ReadonlyMap<string, RecognisedFound>;

async function ingestSession(
  deps: PipelineDeps,
  request: FolderRequest,
  { group, index, isOnly }: { group: MatchedGroup; index: number; isOnly: boolean },
  byPath: ByPath,
): Promise<IngestedSession> {
  const { title: wanted, ingestKey, organisationId, createdBy, boundaries, keepNames, onRefusal } = request;
  const title = titleOfSession(group, isOnly || wanted === '' ? wanted : `${wanted} (${String(index + 1)})`);
  const slides = await readSlides(group, byPath);
  const single = oneChapter(group, title);
  const outlineText = slides ?? single;
  const files = await storeFiles(deps, request, group, byPath, slides !== undefined);
  const ingested = await ingestRecording(deps, {
    organisationId,
    createdBy,
    boundaries,
    keepNames,
    onRefusal,
    layout: request.layout,
    title,
    outlineText,
    beganAt: group.beganAt,
    ingestKey: ingestKey === undefined || isOnly ? ingestKey : `${ingestKey} ${String(index)}`,
    files,
  });
  const outlineIsProposed = slides === undefined && single !== undefined;
  if (outlineIsProposed) await prepareSuggestion(deps, organisationId, ingested.recordingId);
  return { ...ingested, title, files: group.files, outlineIsProposed };
}

/** A recording that comes all alone, as a bare file, waits for its outline. */
function oneChapter({ files }: MatchedGroup, title: string): string | undefined {
  const hasOutline = files.some(({ role }) => role === 'outline');
  const isAlone = files.length === 1 && files[0]?.path.includes('/') === false;
  return hasOutline || isAlone ? undefined : `0:00 ${title}\n`;
}

function titleOfSession({ title, files }: MatchedGroup, wanted: string): string {
  if (wanted !== '') return wanted;
  if (title !== undefined) return shorten(title, 300);
  return titleOf(nameOf(files[0]?.path ?? ''));
}

/** BigBlueButton's slides: their times in one file, their words in another. */
async function readSlides({ files }: MatchedGroup, byPath: ByPath): Promise<string | undefined> {
  const textsAt = files.find(({ role }) => role === 'slide-texts');
  const texts = textsAt && byPath.get(textsAt.path);
  const outlineAt = files.find(({ role }) => role === 'outline');
  const outline = outlineAt && byPath.get(outlineAt.path);
  if (!texts || !outline) return undefined;
  const slideTexts = decodeText(await readWhole(texts));
  const { entries } = parseOutline(await readWhole(outline), { fileName: nameOf(outline.path), slideTexts });
  return shorten(writeYoutubeOutline(entries), maxOutlineLength);
}

const maxSlidesBytes = 20_000_000;

async function readWhole(file: RecognisedFound): Promise<Uint8Array> {
  if (file.bytes > maxSlidesBytes) {
    throw new AppError('file-too-large', `${nameOf(file.path)} is larger than 20 MB.`, { status: 413 });
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read()) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function storeFiles(
  { blobs }: PipelineDeps,
  { organisationId, signal }: FolderRequest,
  { files }: MatchedGroup,
  byPath: ByPath,
  outlineIsRead: boolean,
): Promise<IncomingFile[]> {
  const stored: IncomingFile[] = [];
  try {
    for (const { path, role } of files) {
      const found = byPath.get(path);
      const kept = roleOf(role);
      if (!found || kept === undefined || (kept === 'outline' && outlineIsRead)) continue;
      const blobKey = newBlobKey(kindOf(kept), organisationId);
      const bytes = await blobs.put(blobKey, found.read(signal), signal ? { signal } : {});
      stored.push({
        role: kept,
        fileName: nameOf(path),
        contentType: 'application/octet-stream',
        bytes,
        blobKey,
      });
    }
  } catch (error) {
    for (const { blobKey } of stored) await blobs.delete(blobKey);
    throw error;
  }
  return stored;
}

/** What a recording's files are for, of what a folder's files are for. */
function roleOf(role: MatchedFile['role']): FileRole | undefined {
  return fileRoleSchema.safeParse(role).data;
}

function kindOf(role: FileRole): BlobKind {
  if (role === 'recording' || role === 'camera') return 'recordings';
  return role === 'attachment' ? 'attachments' : 'inputs';
}

function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}
