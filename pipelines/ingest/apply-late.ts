import { lockRecording } from '../../storage/recordings.ts';
import { applyInputs } from './apply-inputs.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { readInputs } from './read-inputs.ts';
import { storePictures } from './store-pictures.ts';

/** What comes to a recording when there are chapters already goes to them at once; before, it waits for them. */
export async function applyLate(
  deps: PipelineDeps,
  { organisationId, recordingId }: { organisationId: string; recordingId: string },
): Promise<void> {
  const read = await readInputs(deps, recordingId);
  if (read.length === 0) return;
  const inputs = await storePictures(deps.blobs, organisationId, read);
  await deps.db.transaction().execute(async (db) => {
    const recording = await lockRecording(db, organisationId, recordingId);
    await applyInputs({ ...deps, db }, recording, inputs);
  });
}
