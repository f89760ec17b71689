import type { Cue } from '../domain/transcript/cue.ts';
import type { Db } from './database.ts';

/** A recording's transcript. */
export interface StoredTranscript {
  format: string;
  language: string;
  cues: Cue[];
}

/** Stores a recording's transcript in place of any before. */
export async function saveTranscript(
  db: Db,
  recordingId: string,
  transcript: { format: string; cues: readonly Cue[]; language?: string },
): Promise<void> {
  const values = {
    format: transcript.format,
    cues: JSON.stringify(transcript.cues),
    ...(transcript.language === undefined ? {} : { language: transcript.language }),
  };
  await db
    .insertInto('transcripts')
    .values({ recording_id: recordingId, ...values })
    .onConflict((conflict) => conflict.column('recording_id').doUpdateSet(values))
    .execute();
}

/** A recording's transcript, if it has one. */
export async function findTranscript(db: Db, recordingId: string): Promise<StoredTranscript | undefined> {
  return db
    .selectFrom('transcripts')
    .select(['format', 'language', 'cues'])
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
}

/** What a page says of a transcript, without its words. */
export async function summariseTranscript(
  db: Db,
  recordingId: string,
): Promise<{ format: string; cueCount: number } | undefined> {
  return db
    .selectFrom('transcripts')
    .select((eb) => ['format', eb.fn<number>('jsonb_array_length', ['cues']).as('cueCount')])
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
}

/** Takes a recording's transcript away. */
export async function deleteTranscript(db: Db, recordingId: string): Promise<void> {
  await db.deleteFrom('transcripts').where('recording_id', '=', recordingId).execute();
}
