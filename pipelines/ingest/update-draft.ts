import { AppError } from '../../domain/app-error.ts';
import type { BoundaryMode } from '../../domain/recording.ts';
import { listChapters } from '../../storage/chapters.ts';
import { lockRecording, updateRecording } from '../../storage/recordings.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';

/** What a trainer types about a recording. */
export interface DraftChanges {
  title?: string | undefined;
  outlineText?: string | undefined;
  boundaries?: BoundaryMode | undefined;
  keepNames?: boolean | undefined;
  beganAt?: string | undefined;
}

/** Changes a recording's words. The outline may be half-typed: it is looked at by `start`. Fixed once work began. */
export async function updateDraft(
  deps: Pick<PipelineDeps, 'db' | 'now'>,
  organisationId: string,
  recordingId: string,
  { title, outlineText, boundaries, keepNames, beganAt }: DraftChanges,
): Promise<void> {
  await deps.db.transaction().execute(async (db) => {
    const recording = await lockRecording(db, organisationId, recordingId);
    const hasNewOutline = outlineText !== undefined && outlineText !== recording.outline_text;
    const hasNewPlan = hasNewOutline || (boundaries !== undefined && boundaries !== recording.boundaries);
    if (hasNewPlan) {
      const isFixed = recording.state === 'probing' || (await listChapters(db, recordingId)).length > 0;
      if (isFixed) throw planFixed();
    }
    const changes = {
      ...(title === undefined ? {} : { title }),
      ...(hasNewOutline ? { outline_text: outlineText, outline_file_name: null, failure: null } : {}),
      ...(boundaries === undefined ? {} : { boundaries }),
      ...(keepNames === undefined ? {} : { keep_names: keepNames }),
      ...(beganAt === undefined ? {} : { began_at: beganAt }),
    };
    await updateRecording(db, recordingId, changes, deps.now());
  });
}

function planFixed(): AppError {
  return new AppError('chapters-exist', 'Its chapters are made. Move their boundaries in the module.', {
    status: 409,
  });
}
