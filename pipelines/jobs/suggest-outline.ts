import type { OutlineSuggestion } from '../../domain/outline-suggestion.ts';
import { captionsFor, type Cue } from '../../domain/transcript.ts';
import { isPassingError } from '../../storage/passing-error.ts';
import type { JobPayloads } from '../../storage/queue.ts';
import { findRecordingById, updateRecording } from '../../storage/recordings.ts';
import type { RecordingRow } from '../../storage/schema.ts';
import { findTranscript } from '../../storage/transcripts.ts';
import { readInputs } from '../ingest/read-inputs.ts';
import { probeRecording } from '../media/probe-recording.ts';
import type { MediaDeps } from '../pipeline-deps.ts';
import { suggestFromRecording } from '../suggest/suggest-from-recording.ts';
import { failureOf } from './failure-of.ts';
import { whileWanted } from './while-wanted.ts';

/** Proposes a recording's outline and keeps the proposal in its row; a failure is kept there with its reason. */
export async function runSuggestOutline(
  deps: MediaDeps,
  { recordingId }: JobPayloads['suggest-outline'],
  signal: AbortSignal,
): Promise<void> {
  const recording = await findWanted(deps, recordingId);
  if (!recording) return;
  const isWanted = async (): Promise<boolean> => (await findWanted(deps, recordingId)) !== undefined;
  const suggestion = await whileWanted(signal, isWanted, (stop) => suggest(deps, recording, stop));
  if (suggestion) await updateRecording(deps.db, recordingId, { suggestion }, deps.now());
}

async function findWanted({ db }: MediaDeps, recordingId: string): Promise<RecordingRow | undefined> {
  const recording = await findRecordingById(db, recordingId);
  return recording?.suggestion?.state === 'working' ? recording : undefined;
}

async function suggest(
  deps: MediaDeps,
  { id, blob_key: blobKey }: RecordingRow,
  signal: AbortSignal,
): Promise<OutlineSuggestion | undefined> {
  if (blobKey === null) return undefined;
  try {
    const file = await deps.blobs.asLocalFile(blobKey, signal);
    try {
      const recording = await probeRecording(deps.tools, file.path, { signal });
      const cues = await transcriptOf(deps, id);
      const source = { path: file.path, recording };
      return { state: 'ready', entries: await suggestFromRecording(deps.tools, source, { cues, signal }) };
    } finally {
      await file.release();
    }
  } catch (error) {
    if (signal.aborted || isPassingError(error)) throw error;
    return { state: 'failed', failure: failureOf(deps.log, error, 'proposing an outline') };
  }
}

/** The module's transcript; before there is a module, the one that came with the recording. */
async function transcriptOf(deps: MediaDeps, recordingId: string): Promise<readonly Cue[]> {
  const stored = await findTranscript(deps.db, recordingId);
  if (stored) return captionsFor(stored.cues, 0, Infinity);
  const inputs = await readInputs(deps, recordingId);
  return inputs.find((input) => input.role === 'transcript')?.transcript.cues ?? [];
}
