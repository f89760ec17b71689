import { OutlineError, parseOutline } from '../../domain/outline.ts';
import { planChapters, type PlannedChapter } from '../../domain/plan-chapters.ts';
import type { Warning } from '../../domain/formats/text.ts';
import { insertChapters } from '../../storage/chapters.ts';
import { isPassingError } from '../../storage/passing-error.ts';
import type { JobPayloads } from '../../storage/queue.ts';
import { insertModule } from '../../storage/recording-module.ts';
import {
  addEvent,
  addWarnings,
  clearWarnings,
  findRecordingById,
  updateRecording,
} from '../../storage/recordings.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { findSpots } from '../compose/find-spots.ts';
import { enqueueTimeline } from './draw-timeline.ts';
import { applyInputs } from '../ingest/apply-inputs.ts';
import { failureOf } from './failure-of.ts';
import { warnOfBreak } from '../media/breaks-off.ts';
import { checkClock } from '../media/check-clock.ts';
import type { MediaDeps } from '../pipeline-deps.ts';
import type { ProbedRecording } from '../media/probe-recording.ts';
import { openRecording } from './open-recording.ts';
import { readInputs, type ReadInput } from '../ingest/read-inputs.ts';
import { storePictures } from '../ingest/store-pictures.ts';
import { enqueueCuts } from './recut-chapters.ts';
import { whileWanted } from './while-wanted.ts';

type Payload = JobPayloads['probe-recording'];

/** What the probe found and what is to be made of it. */
interface Plan {
  probed: ProbedRecording;
  chapters: PlannedChapter[];
  outlineWarnings: Warning[];
  inputs: ReadInput[];
}

/**
 * Looks at a recording and plans its chapters: then, in one transaction, its module with chapters, quizzes and
 * attachments stands, and each chapter's cut waits. Repeated after a death it begins anew; nothing stands twice.
 */
export async function runProbeRecording(
  deps: MediaDeps,
  payload: Payload,
  signal: AbortSignal,
): Promise<void> {
  const recording = await findWanted(deps, payload);
  if (!recording) return;
  try {
    const isWanted = async (): Promise<boolean> => (await findWanted(deps, payload)) !== undefined;
    const plan = await whileWanted(signal, isWanted, (stop) => makePlan(deps, recording, stop));
    if (plan) await carryOut(deps, payload, plan);
  } catch (error) {
    // Told to stop, or the database was away: the job is done again.
    if (signal.aborted || isPassingError(error)) throw error;
    await noteFailure(deps, payload, error);
  }
}

async function findWanted(
  { db }: Pick<MediaDeps, 'db'>,
  { recordingId, run }: Payload,
  options: { lock?: boolean } = {},
): Promise<RecordingRow | undefined> {
  const recording = await findRecordingById(db, recordingId, options);
  return recording?.state === 'probing' && recording.run === run ? recording : undefined;
}

async function makePlan(deps: MediaDeps, recording: RecordingRow, signal: AbortSignal): Promise<Plan> {
  const source = await openRecording(deps, recording, signal);
  try {
    const { recording: probed, composition } = source;
    const files = composition === undefined ? [source] : [composition.screen, composition.camera];
    for (const file of files) await checkClock(deps.tools, file, signal);
    await updateRecording(
      deps.db,
      recording.id,
      { probe: { ...probed }, duration_ms: probed.durationMs },
      deps.now(),
    );
    const hint = recording.outline_file_name === null ? {} : { fileName: recording.outline_file_name };
    const outline = parseOutline(recording.outline_text ?? '', hint);
    const { boundaries } = recording;
    const { entries } = outline;
    const spots = await findSpots(deps.tools, source, { boundaries, entries, signal });
    const { chapters, warnings } = planChapters(entries, probed.durationMs, spots);
    const read = await readInputs(deps, recording.id);
    const inputs = await storePictures(deps.blobs, recording.organisation_id, read);
    return { probed, chapters, outlineWarnings: [...outline.warnings, ...warnings], inputs };
  } finally {
    await source.release();
  }
}

async function carryOut(deps: MediaDeps, payload: Payload, plan: Plan): Promise<void> {
  const { queue, now } = deps;
  await deps.db.transaction().execute(async (db) => {
    const recording = await findWanted({ db }, payload, { lock: true });
    if (!recording) return;
    const { id, organisation_id: organisationId } = recording;
    const moduleId = await insertModule(db, { organisationId, recordingId: id, title: recording.title });
    const chapters = await insertChapters(db, { organisationId, moduleId, recordingId: id }, plan.chapters);
    await clearWarnings(db, id, ['outline', 'recording']);
    await addWarnings(db, id, 'outline', plan.outlineWarnings);
    await addWarnings(db, id, 'recording', warningsOf(plan.probed));
    await applyInputs({ db, queue, now }, recording, plan.inputs);
    await updateRecording(db, id, { state: 'cutting', failure: null }, now());
    const message = chapters.length === 1 ? 'Cutting 1 chapter.' : `Cutting ${chapters.length} chapters.`;
    await addEvent(db, id, { kind: 'planned', message }, now());
    await enqueueCuts({ db, queue }, chapters);
    await enqueueTimeline({ db, queue }, id);
  });
}

function warningsOf(recording: ProbedRecording): Warning[] {
  const { video, audio, audioTracks } = recording;
  return [
    ...warnOfBreak(recording),
    ...(video ? [] : [{ message: 'The recording has no picture: its chapters are sound alone.' }]),
    ...(audio ? [] : [{ message: 'The recording has no sound.' }]),
    ...(audioTracks > 1
      ? [{ message: `The recording has ${audioTracks} sound tracks; the main one is used.` }]
      : []),
  ];
}

/** An outline that does not fit the recording waits to be mended; anything else has failed. */
async function noteFailure(deps: MediaDeps, payload: Payload, error: unknown): Promise<void> {
  const failure = failureOf(deps.log, error, 'looking at the recording');
  const state = error instanceof OutlineError ? 'waiting' : 'failed';
  await deps.db.transaction().execute(async (db) => {
    const recording = await findWanted({ db }, payload, { lock: true });
    if (!recording) return;
    await updateRecording(db, recording.id, { state, failure, start_requested: false }, deps.now());
    if (error instanceof OutlineError) {
      await clearWarnings(db, recording.id, ['outline']);
      await addWarnings(db, recording.id, 'outline', error.problems);
    }
    await addEvent(db, recording.id, { kind: 'failed', message: failure.message }, deps.now());
  });
}
