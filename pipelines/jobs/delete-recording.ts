import { AppError } from '../../domain/app-error.ts';
import { deleteRecording, findListing } from '../../storage/recordings.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';

/**
 * Deletes a recording with its chapters and files; work on it stops within a second. Refused while its module is
 * published or placed in an LMS: learners would lose what they have.
 */
export async function removeRecording(
  { db }: Pick<PipelineDeps, 'db'>,
  organisationId: string,
  recordingId: string,
): Promise<void> {
  const { moduleState, publicationCount } = await findListing(db, organisationId, recordingId);
  if (moduleState === 'published') {
    throw new AppError('module-published', 'Its module is published. Retract it first.', { status: 409 });
  }
  if (publicationCount > 0) {
    throw new AppError('module-placed', 'Its module stands in a course of an LMS. Remove it there first.', {
      status: 409,
    });
  }
  await db.transaction().execute((transaction) => deleteRecording(transaction, recordingId));
}
