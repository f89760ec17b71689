import path from 'node:path';
import { Readable } from 'node:stream';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { isPassingError } from '../../storage/passing-error.ts';
import type { JobPayloads } from '../../storage/queue.ts';
import { findRecordingById } from '../../storage/recordings.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { findTimeline, saveTimeline, type DrawnTimeline } from '../../storage/timelines.ts';
import type { EnqueueDeps, MediaDeps } from '../pipeline-deps.ts';
import { findPeaks } from '../timeline/find-peaks.ts';
import { makeSprites } from '../timeline/make-sprites.ts';
import { failureOf } from './failure-of.ts';
import { findPausesOf } from '../compose/find-spots.ts';
import { openRecording, type OpenRecording } from './open-recording.ts';
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
  const drawn = await whileWanted(signal, isWanted, (stop) => draw(deps, recording, stop));
  if (drawn) await saveTimeline(deps.db, { recordingId, recordingKey }, drawn);
}

async function draw(deps: MediaDeps, recording: RecordingRow, signal: AbortSignal): Promise<DrawnTimeline> {
  const source = await openRecording(deps, recording, signal);
  try {
    const attempt = async <T>(step: () => Promise<T>, otherwise: T): Promise<T> =>
      step().catch((error: unknown) => {
        if (signal.aborted || isPassingError(error)) throw error;
        failureOf(deps.log, error, 'drawing the timeline');
        return otherwise;
      });
    return await withWorkFolder(deps.config.dataFolder, 'timeline-', async (workFolder) => ({
      waveform: await attempt(() => drawWaveform(deps, recording, source, signal), null),
      pauses: await attempt(() => findPausesOf(deps.tools, source, signal), []),
      sprites: await attempt(() => drawSprites(deps, recording, source, { workFolder, signal }), null),
    }));
  } finally {
    await source.release();
  }
}

interface Work {
  workFolder: string;
  signal: AbortSignal;
}

async function drawWaveform(
  deps: MediaDeps,
  { organisation_id }: RecordingRow,
  { composition, ...file }: OpenRecording,
  signal: AbortSignal,
): Promise<DrawnTimeline['waveform']> {
  // Of two files, one is listened to; its clock may begin later than that of both.
  const speaker = composition?.sound && composition[composition.sound];
  const place = { startSeconds: speaker?.startSeconds ?? 0, durationMs: file.recording.durationMs };
  const peaks = await findPeaks(deps.tools, speaker ?? file, { ...place, signal });
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
  { composition, ...file }: OpenRecording,
  { workFolder, signal }: Work,
): Promise<DrawnTimeline['sprites']> {
  const { path: screenPath, recording } = composition?.screen ?? file;
  const { video } = recording;
  if (!video) return null;
  const sheetPath = path.join(workFolder, 'sprites.jpg');
  const sheet = await makeSprites(
    deps.tools,
    { path: screenPath, recording, video },
    { workFolder, sheetPath, signal },
  );
  const key = newBlobKey('images', organisation_id);
  await deps.blobs.putFile(key, sheetPath, { contentType: 'image/jpeg', signal });
  return { key, sheet };
}
