import path from 'node:path';
import { Readable } from 'node:stream';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { isPassingError } from '../../storage/passing-error.ts';
import type { JobPayloads } from '../../storage/queue.ts';
import { findRecordingById } from '../../storage/recordings.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { findTimeline, saveTimeline, type DrawnTimeline } from '../../storage/timelines.ts';
import { findPauses } from '../media/find-pauses.ts';
import { probeRecording } from '../media/probe-recording.ts';
import type { EnqueueDeps, MediaDeps } from '../pipeline-deps.ts';
import { findPeaks } from '../timeline/find-peaks.ts';
import { makeSprites } from '../timeline/make-sprites.ts';
import { failureOf } from './failure-of.ts';
import { whileWanted } from './while-wanted.ts';
import { withWorkFolder } from './work-folder.ts';

type Payload = JobPayloads['draw-timeline'];

/** Enqueues the drawing of a recording's timeline; `deps.db` is a transaction or not. */
export async function enqueueTimeline(
  { db, queue }: Pick<EnqueueDeps, 'db' | 'queue'>,
  recordingId: string,
): Promise<void> {
  await queue.send('draw-timeline', { recordingId }, { transaction: db, key: recordingId });
}

/**
 * Draws what the editor shows under a recording's boundaries: waveform, pictures, pauses. What cannot be drawn is left
 * out and goes to the log: no chapter depends on it.
 */
export async function runDrawTimeline(deps: MediaDeps, payload: Payload, signal: AbortSignal): Promise<void> {
  const { recordingId } = payload;
  const recording = await findRecordingById(deps.db, recordingId);
  const recordingKey = recording?.blob_key ?? undefined;
  if (!recording || recordingKey === undefined) return;
  if ((await findTimeline(deps.db, recordingId))?.recording_key === recordingKey) return;
  const isWanted = async (): Promise<boolean> =>
    (await findRecordingById(deps.db, recordingId))?.blob_key === recordingKey;
  const drawn = await whileWanted(signal, isWanted, (stop) => draw(deps, recording, recordingKey, stop));
  if (drawn) await saveTimeline(deps.db, { recordingId, recordingKey }, drawn);
}

async function draw(
  deps: MediaDeps,
  recording: RecordingRow,
  recordingKey: string,
  signal: AbortSignal,
): Promise<DrawnTimeline> {
  const source = await deps.blobs.asLocalFile(recordingKey, signal);
  try {
    const probed = await probeRecording(deps.tools, source.path, { signal });
    const file = { path: source.path, recording: probed };
    const attempt = async <T>(step: () => Promise<T>, otherwise: T): Promise<T> =>
      step().catch((error: unknown) => {
        if (signal.aborted || isPassingError(error)) throw error;
        failureOf(deps.log, error, 'drawing the timeline');
        return otherwise;
      });
    return await withWorkFolder(deps.config.dataFolder, 'timeline-', async (workFolder) => ({
      waveform: await attempt(() => drawWaveform(deps, recording, file, { workFolder, signal }), null),
      pauses: await attempt(() => findPauses(deps.tools, file, { signal }), []),
      sprites: await attempt(() => drawSprites(deps, recording, file, { workFolder, signal }), null),
    }));
  } finally {
    await source.release();
  }
}

type File = Parameters<typeof findPeaks>[1];
interface Work {
  workFolder: string;
  signal: AbortSignal;
}

async function drawWaveform(
  deps: MediaDeps,
  { organisation_id }: RecordingRow,
  file: File,
  { signal }: Work,
): Promise<DrawnTimeline['waveform']> {
  const peaks = await findPeaks(deps.tools, file, { signal });
  if (!peaks) return null;
  const key = newBlobKey('images', organisation_id);
  await deps.blobs.put(key, Readable.from([peaks.bytes]), {
    contentType: 'application/octet-stream',
    signal,
  });
  return { key, peaksPerSecond: peaks.perSecond };
}

async function drawSprites(
  deps: MediaDeps,
  { organisation_id }: RecordingRow,
  { path: recordingPath, recording }: File,
  { workFolder, signal }: Work,
): Promise<DrawnTimeline['sprites']> {
  const { video } = recording;
  if (!video) return null;
  const sheetPath = path.join(workFolder, 'sprites.jpg');
  const sheet = await makeSprites(
    deps.tools,
    { path: recordingPath, recording, video },
    { workFolder, sheetPath, signal },
  );
  const key = newBlobKey('images', organisation_id);
  await deps.blobs.putFile(key, sheetPath, { contentType: 'image/jpeg', signal });
  return { key, sheet };
}
