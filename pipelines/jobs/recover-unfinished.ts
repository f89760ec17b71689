import { failCut, listChapters, listUncut } from '../../storage/chapters.ts';
import { giveUpRenditions, listUnrendered } from '../../storage/renditions.ts';
import type { Failure } from '../../domain/recording.ts';
import { addEvent, findRecordingById, listAtWork, updateRecording } from '../../storage/recordings.ts';
import { probeKey } from '../ingest/begin-recording.ts';
import { enqueueFinish } from './enqueue-finish.ts';
import { renditionsKey, sendRenditions } from './enqueue-renditions.ts';
import type { EnqueueDeps } from '../pipeline-deps.ts';
import { cutKey, enqueueCuts } from './recut-chapters.ts';

/**
 * Enqueues again whatever the rows say is at work and no job works on, and says so where a job was given up. At every
 * start and each minute; it changes nothing where all is well.
 */
export async function recoverUnfinished(deps: EnqueueDeps): Promise<void> {
  await recoverCuts(deps);
  await recoverRecordings(deps);
  await recoverRenditions(deps);
}

const gaveUp: Failure = {
  code: 'worker-lost',
  message: 'The work was broken off again and again, each time without an error. Retry starts again.',
};

async function recoverCuts(deps: EnqueueDeps): Promise<void> {
  // Rows before jobs: a job that ended in between has changed its row, and another of its key does nothing.
  const chapters = await listUncut(deps.db);
  const { live, failed } = await deps.queue.keys('cut-chapter');
  for (const chapter of chapters) {
    const key = cutKey(chapter.id, chapter.revision);
    if (live.has(key)) continue;
    if (failed.has(key)) await giveUpCut(deps, chapter);
    else await enqueueCuts(deps, [chapter]);
  }
}

async function giveUpCut(
  deps: EnqueueDeps,
  chapter: { id: string; revision: number; index: number; recording_id: string },
): Promise<void> {
  await deps.db.transaction().execute(async (db) => {
    if (!(await failCut(db, chapter.id, chapter.revision, gaveUp, deps.now()))) return;
    const event = { kind: 'chapter-failed', chapterIndex: chapter.index, message: gaveUp.message };
    await addEvent(db, chapter.recording_id, event, deps.now());
    await enqueueFinish({ ...deps, db }, chapter.recording_id);
  });
}

async function recoverRecordings(deps: EnqueueDeps): Promise<void> {
  const recordings = await listAtWork(deps.db);
  const probes = await deps.queue.keys('probe-recording');
  for (const { id, run, state } of recordings) {
    const key = probeKey(id, run);
    if (state === 'cutting') await recoverFinish(deps, id);
    else if (probes.failed.has(key)) await giveUpProbe(deps, id, run);
    else if (!probes.live.has(key)) {
      await deps.queue.send('probe-recording', { recordingId: id, run }, { key });
    }
  }
}

async function recoverFinish(deps: EnqueueDeps, recordingId: string): Promise<void> {
  const chapters = await listChapters(deps.db, recordingId);
  if (chapters.some(({ state }) => state === 'waiting' || state === 'cutting')) return;
  await deps.db.transaction().execute(async (db) => {
    const recording = await findRecordingById(db, recordingId, { lock: true });
    if (recording?.state === 'cutting') await enqueueFinish({ ...deps, db }, recordingId);
  });
}

async function giveUpProbe(deps: EnqueueDeps, recordingId: string, run: number): Promise<void> {
  await deps.db.transaction().execute(async (db) => {
    const recording = await findRecordingById(db, recordingId, { lock: true });
    if (recording?.state !== 'probing' || recording.run !== run) return;
    await updateRecording(db, recordingId, { state: 'failed', failure: gaveUp }, deps.now());
    await addEvent(db, recordingId, { kind: 'failed', message: gaveUp.message }, deps.now());
  });
}

/** Renditions that were given up are as those that failed: the clip itself is there, and the next asking makes them. */
async function recoverRenditions(deps: EnqueueDeps): Promise<void> {
  const chapters = await listUnrendered(deps.db);
  const { live, failed } = await deps.queue.keys('make-renditions');
  for (const chapter of chapters) {
    const key = renditionsKey(chapter.id, chapter.clip_revision);
    if (live.has(key)) continue;
    if (failed.has(key)) await giveUpRenditions(deps.db, chapter.id, chapter.clip_revision);
    else await sendRenditions(deps, chapter);
  }
}
