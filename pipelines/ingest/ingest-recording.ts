import { isNamedAfterCamera } from '../../domain/match-files/clues.ts';
import { AppError } from '../../domain/app-error.ts';
import { safeFileName } from '../../domain/file-name.ts';
import { OutlineError, parseOutline } from '../../domain/outline.ts';
import { bytesToRecognise, recogniseFile, recognisedBytes } from '../../domain/recognise-file.ts';
import type { BoundaryMode, CameraLayout, FileRole } from '../../domain/recording.ts';
import { insertRecordingFile } from '../../storage/recording-files.ts';
import {
  addEvent,
  addWarnings,
  findByIngestKey,
  insertRecording,
  updateRecording,
} from '../../storage/recordings.ts';
import { beginRecording } from './begin-recording.ts';
import { checkFile, readHead, type IncomingFile } from './check-file.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { reduceFile } from './reduce-file.ts';
import { titleOf } from './title-of.ts';

/** Files that stand in the blob store, to become one recording. */
export interface IngestRequest {
  organisationId: string;
  createdBy: string | null;
  /** Empty: the recording's file name tells. */
  title: string;
  boundaries: BoundaryMode;
  outlineText?: string | undefined;
  /** Whether the names of those who wrote in the chat are kept; false unless said. */
  keepNames?: boolean | undefined;
  /** The time of day at which the session began: some chats tell times of day. */
  beganAt?: string | undefined;
  /** Where the camera stands, if there is one; in the screen's corner unless told. */
  layout?: CameraLayout | undefined;
  /** What was ingested under the same key before is not ingested again. */
  ingestKey?: string | undefined;
  /** What a refused outline, transcript or quiz does: `keep` the recording waiting, or `throw` with nothing left. */
  onRefusal: 'keep' | 'throw';
  /** A file without a role is recognised by its content. */
  files: readonly (Omit<IncomingFile, 'role'> & { role?: FileRole | undefined })[];
}

/** What became of an ingest. A refused input leaves the recording waiting, with all that was good. */
export interface Ingested {
  recordingId: string;
  refusals: AppError[];
}

/**
 * Makes a recording of the files and starts work on it, all in one transaction. Throws when no file is a recording:
 * then nothing is left. A bad outline, transcript or quiz is refused and the recording kept, in the state `waiting`.
 */
export async function ingestRecording(deps: PipelineDeps, request: IngestRequest): Promise<Ingested> {
  const checked = await checkFiles(deps, request);
  // From here on no blob of the recording is deleted: whether a lost connection has committed is not known. The sweep
  // finds out.
  const recordingId = await storeRecording(deps, request, checked);
  for (const blobKey of checked.replaced) await deps.blobs.delete(blobKey);
  return recordingId === undefined ? findEarlier(deps, request) : { recordingId, refusals: checked.refusals };
}

async function checkFiles(
  deps: PipelineDeps,
  request: IngestRequest,
): Promise<CheckedInputs & { recording: IncomingFile }> {
  try {
    const files = tellCameras(await recogniseFiles(deps, request.files));
    const recording = theRecording(files);
    const { refusal } = await checkFile(deps.blobs, recording);
    if (refusal) throw refusal;
    const inputs = await checkInputs(deps, request, files);
    if (inputs.refusals[0] && request.onRefusal === 'throw') throw inputs.refusals[0];
    return { recording, ...inputs };
  } catch (error) {
    for (const { blobKey } of request.files) await deps.blobs.delete(blobKey);
    throw error;
  }
}

async function findEarlier(deps: PipelineDeps, request: IngestRequest): Promise<Ingested> {
  const { organisationId, ingestKey = '' } = request;
  const earlier = await findByIngestKey(deps.db, organisationId, ingestKey);
  if (!earlier) throw new AppError('internal', 'The recording could not be added.', { status: 500 });
  return { recordingId: earlier.id, refusals: [] };
}

async function recogniseFiles(
  { blobs }: PipelineDeps,
  files: IngestRequest['files'],
): Promise<IncomingFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const fileName = safeFileName(file.fileName);
      if (file.role) return { ...file, role: file.role, fileName };
      const first = await readHead(blobs, file.blobKey, Math.min(file.bytes, recognisedBytes));
      const wanted = bytesToRecognise(first, file.bytes);
      const head = wanted > first.length ? await readHead(blobs, file.blobKey, wanted) : first;
      const { role } = recogniseFile(head, fileName, { whole: file.bytes <= head.length });
      return { ...file, role, fileName };
    }),
  );
}

/** Of two recordings, one that is named after a camera is the other's. BigBlueButton names them so. */
function tellCameras(files: readonly IncomingFile[]): IncomingFile[] {
  const recordings = files.filter(({ role }) => role === 'recording');
  const cameras = recordings.filter(({ fileName }) => isNamedAfterCamera(fileName));
  if (recordings.length !== 2 || cameras.length !== 1) return [...files];
  return files.map((file) => (file === cameras[0] ? { ...file, role: 'camera' } : file));
}

function theRecording(files: readonly IncomingFile[]): IncomingFile {
  const [first, second] = files.filter(({ role }) => role === 'recording');
  if (!first) {
    throw new AppError('no-recording', 'None of the files is a recording. Add the video or sound file.', {
      status: 422,
    });
  }
  if (second) {
    throw new AppError(
      'several-recordings',
      `${first.fileName} and ${second.fileName} are both recordings. Send one at a time, or say which one is the camera.`,
      { status: 422 },
    );
  }
  return first;
}

interface CheckedInputs {
  outlineText: string | undefined;
  outlineFileName: string | undefined;
  accepted: IncomingFile[];
  refusals: AppError[];
  /** Poll reports and chats that cannot be read: nobody's work waits for them. */
  leftOut: { from: FileRole; message: string }[];
  /** The files as they came, of which only a reduced form is kept. */
  replaced: string[];
}

async function checkInputs(
  { blobs }: PipelineDeps,
  request: IngestRequest,
  files: readonly IncomingFile[],
): Promise<CheckedInputs> {
  const checked: CheckedInputs = {
    outlineText: request.outlineText,
    outlineFileName: undefined,
    accepted: [],
    refusals: request.outlineText === undefined ? [] : outlineRefusals(request.outlineText),
    leftOut: [],
    replaced: [],
  };
  for (const file of files) {
    if (file.role === 'recording') continue;
    if (file.role === 'polls' || file.role === 'chat') {
      await takeReduced(blobs, request, file, checked);
      continue;
    }
    const { outlineText, refusal } = await checkFile(blobs, file);
    if (outlineText !== undefined) {
      // Also a bad one: the trainer mends it where it stands.
      checked.outlineText = outlineText.slice(0, maxKeptOutline);
      checked.outlineFileName = file.fileName;
    }
    if (refusal && file.role === 'camera') throw refusal;
    // The blob of a refused file goes with the next sweep.
    if (refusal) checked.refusals.push(refusal);
    else checked.accepted.push(file);
  }
  return checked;
}

/** The report goes once the recording stands, or with the sweep; what is counted of it stays. */
async function takeReduced(
  blobs: PipelineDeps['blobs'],
  { organisationId, keepNames = false, beganAt }: IngestRequest,
  file: IncomingFile,
  checked: CheckedInputs,
): Promise<void> {
  checked.replaced.push(file.blobKey);
  try {
    checked.accepted.push(await reduceFile(blobs, file, { organisationId, keepNames, beganAt }));
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    checked.leftOut.push({ from: file.role, message: `${file.fileName} was left out. ${error.message}` });
  }
}

const maxKeptOutline = 200_000;

function outlineRefusals(text: string): AppError[] {
  try {
    parseOutline(text);
    return [];
  } catch (error) {
    if (error instanceof OutlineError) return [error];
    throw error;
  }
}

async function storeRecording(
  deps: PipelineDeps,
  request: IngestRequest,
  input: CheckedInputs & { recording: IncomingFile },
): Promise<string | undefined> {
  const { queue, now } = deps;
  const { recording, accepted, outlineText, outlineFileName, refusals, leftOut } = input;
  return deps.db.transaction().execute(async (db) => {
    const { organisationId, createdBy, boundaries, ingestKey, keepNames, beganAt } = request;
    const title = request.title === '' ? titleOf(recording.fileName) : request.title;
    const outline = { outlineText, outlineFileName };
    const known = { organisationId, createdBy, boundaries, ingestKey, title, keepNames, beganAt, ...outline };
    const id = await insertRecording(db, known);
    if (id === undefined) return undefined;
    for (const file of [recording, ...accepted]) await insertRecordingFile(db, { recordingId: id, ...file });
    const [refusal] = refusals;
    await updateRecording(
      db,
      id,
      {
        state: 'waiting',
        file_name: recording.fileName,
        blob_key: recording.blobKey,
        bytes: recording.bytes,
        start_requested: refusal === undefined,
        ...(request.layout === undefined ? {} : { camera_layout: request.layout }),
        failure: refusal ? { code: refusal.code, message: refusal.message } : null,
      },
      now(),
    );
    await addEvent(db, id, { kind: 'received', message: `${recording.fileName} is here.` }, now());
    for (const { from, message } of leftOut) await addWarnings(db, id, from, [{ message }]);
    for (const { message } of refusals) await addEvent(db, id, { kind: 'refused', message }, now());
    if (!refusal && outlineText !== undefined) {
      await beginRecording(
        { db, queue, now },
        { id, run: 0 },
        { kind: 'started', message: 'Making chapters.' },
      );
    }
    return id;
  });
}
