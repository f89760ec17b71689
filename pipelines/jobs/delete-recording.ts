import { AppError } from '../../domain/app-error.ts';
import { deleteWithUndo } from '../../storage/deletions.ts';
import { findListing } from '../../storage/recording-listings.ts';
import { deleteRecording } from '../../storage/recordings.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';

/**
 * Deletes a recording with its chapters and files, to be undone within an hour; work on it stops within a second. Refused while its module is
 * published or placed in an LMS: learners would lose what they have.
 */
export async function removeRecording(
  { db, now }: Pick<PipelineDeps, 'db' | 'now'>,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  const removal = { organisationId, table: 'recordings', id: recordingId } as const;
  await deleteWithUndo(db, removal, now(), async (transaction) => {
    // Nobody publishes or places it any more: its rows are locked.
    const { moduleState, publicationCount } = await findListing(transaction, organisationId, recordingId);
    if (moduleState === 'published') {
      throw new AppError('module-published', 'Its module is published. Retract it first.', { status: 409 });
    }
    if (publicationCount > 0) {
      throw new AppError('module-placed', 'Its module stands in a course of an LMS. Remove it there first.', {
        status: 409,
      });
    }
    await deleteRecording(transaction, recordingId);
    return true;
  });
}
