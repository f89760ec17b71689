import type { Cue } from '../domain/transcript/cue.ts';
import type { Db } from './database.ts';

/** A recording's transcript. */
export interface StoredTranscript {
  format: string;
  language: string;
  /** On the recording's clock; those moved before 0 or without text are not heard. */
  cues: Cue[];
  /** How much later the cues are than the file said. */
  shiftMs: number;
  /** Counts its changes. */
  revision: number;
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
    .onConflict((conflict) =>
      conflict
        .column('recording_id')
        .doUpdateSet((eb) => ({ ...values, shift_ms: 0, revision: eb('transcripts.revision', '+', 1) })),
    )
    .execute();
}

/** A recording's transcript, if it has one. */
export async function findTranscript(db: Db, recordingId: string): Promise<StoredTranscript | undefined> {
  return db
    .selectFrom('transcripts')
    .select(['format', 'language', 'cues', 'shift_ms as shiftMs', 'revision'])
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
}

/** The same, until the transaction ends nobody else's to change. */
export async function lockTranscript(
  transaction: Db,
  recordingId: string,
): Promise<StoredTranscript | undefined> {
  await transaction
    .selectFrom('transcripts')
    .select('recording_id')
    .where('recording_id', '=', recordingId)
    .forUpdate()
    .execute();
  return findTranscript(transaction, recordingId);
}

/** Writes a changed transcript as its next revision, and gives that. */
export async function updateTranscript(
  db: Db,
  recordingId: string,
  transcript: StoredTranscript,
): Promise<StoredTranscript> {
  const revision = transcript.revision + 1;
  const { language, shiftMs, cues } = transcript;
  await db
    .updateTable('transcripts')
    .set({ language, shift_ms: shiftMs, cues: JSON.stringify(cues), revision })
    .where('recording_id', '=', recordingId)
    .execute();
  return { ...transcript, revision };
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
