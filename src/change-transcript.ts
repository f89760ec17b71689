import type { TranscriptChange } from '../domain/api/transcript.ts';
import { AppError, NotFoundError } from '../domain/app-error.ts';
import { changeCues, moveCues } from '../domain/transcript/change.ts';
import { lockTranscript, updateTranscript, type StoredTranscript } from '../storage/transcripts.ts';
import type { Context } from './context.ts';

/** Moves and corrects a recording's transcript, all or nothing, and gives it; `transcript-changed` where somebody else was quicker. */
export async function changeTranscript(
  ctx: Context,
  recordingId: string,
  { revision, language, shiftMs, cues: changes = [] }: TranscriptChange,
): Promise<StoredTranscript> {
  return ctx.db.transaction().execute(async (db) => {
    const before = await lockTranscript(db, recordingId);
    if (!before) throw new NotFoundError('transcript');
    if (before.revision !== revision) {
      throw new AppError(
        'transcript-changed',
        'The transcript was changed meanwhile, perhaps in another window. Look at it again and repeat your change.',
        { status: 409 },
      );
    }
    const shift = shiftMs ?? before.shiftMs;
    const cues = moveCues(changeCues(before.cues, changes), shift - before.shiftMs);
    return updateTranscript(db, recordingId, {
      ...before,
      ...(language === undefined ? {} : { language }),
      shiftMs: shift,
      cues,
    });
  });
}
