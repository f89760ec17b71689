import { sql, type Updateable } from 'kysely';
import { NotFoundError } from '../domain/app-error.ts';
import type { OutlineSuggestion } from '../domain/outline-suggestion.ts';
import type { BoundaryMode, Failure } from '../domain/recording.ts';
import type { Db } from './database.ts';
import type { RecordingRow, Schema } from './schema.ts';
import type { InputWarning } from './schema/recordings.ts';

/** Something that happened to a recording, in words. */
export interface RecordingEvent {
  kind: string;
  message: string;
  chapterIndex?: number;
}

export interface NewRecording {
  organisationId: string;
  title: string;
  createdBy: string | null;
  boundaries: BoundaryMode;
  outlineText?: string | undefined;
  outlineFileName?: string | undefined;
  /** Whether the names of those who wrote in the chat are kept; false unless said. */
  keepNames?: boolean | undefined;
  /** The time of day at which the session began, where that is known. */
  beganAt?: string | undefined;
  /** What was ingested under the same key once is not ingested again. */
  ingestKey?: string | undefined;
}

/** Of an input with very many faults. */
const maxWarnings = 100;

/** Adds a recording that waits for its file; gives its id, or undefined when its ingest key is known. */
export async function insertRecording(db: Db, recording: NewRecording): Promise<string | undefined> {
  const row = await db
    .insertInto('recordings')
    .values({
      organisation_id: recording.organisationId,
      title: recording.title,
      state: 'uploading',
      boundaries: recording.boundaries,
      outline_text: recording.outlineText ?? null,
      outline_file_name: recording.outlineFileName ?? null,
      keep_names: recording.keepNames ?? false,
      began_at: recording.beganAt ?? null,
      created_by: recording.createdBy,
      ingest_key: recording.ingestKey ?? null,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'ingest_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** The recording that was ingested under the key, if any. */
export async function findByIngestKey(
  db: Db,
  organisationId: string,
  ingestKey: string,
): Promise<RecordingRow | undefined> {
  return db
    .selectFrom('recordings')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('ingest_key', '=', ingestKey)
    .executeTakeFirst();
}

/** The organisation's recording, or `NotFoundError`. */
export async function findRecording(db: Db, organisationId: string, id: string): Promise<RecordingRow> {
  return db
    .selectFrom('recordings')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFoundError('recording'));
}

/**
 * As `findRecording`, and nobody else changes the recording until the transaction ends. Rows that only point to it can
 * be added meanwhile: with a stronger lock two that add and then lock would wait for each other.
 */
export async function lockRecording(db: Db, organisationId: string, id: string): Promise<RecordingRow> {
  return db
    .selectFrom('recordings')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(() => new NotFoundError('recording'));
}

/** For a job: the recording of whatever organisation, if it still exists. */
export async function findRecordingById(
  db: Db,
  id: string,
  options: { lock?: boolean } = {},
): Promise<RecordingRow | undefined> {
  const query = db.selectFrom('recordings').selectAll().where('id', '=', id);
  return (options.lock ? query.forNoKeyUpdate() : query).executeTakeFirst();
}

/** What may change of a recording; `updated_at` follows. */
export type RecordingChanges = Omit<
  Updateable<Schema['recordings']>,
  'id' | 'failure' | 'warnings' | 'probe' | 'suggestion' | 'updated_at'
> & {
  failure?: Failure | null;
  probe?: Record<string, unknown>;
  suggestion?: OutlineSuggestion | null;
};

/** Changes a recording that the caller has found or locked. */
export async function updateRecording(
  db: Db,
  id: string,
  changes: RecordingChanges,
  now: Date,
): Promise<void> {
  const { failure, probe, suggestion, ...rest } = changes;
  await db
    .updateTable('recordings')
    .set({
      ...rest,
      ...(failure === undefined ? {} : { failure: failure && JSON.stringify(failure) }),
      ...(probe === undefined ? {} : { probe: JSON.stringify(probe) }),
      ...(suggestion === undefined ? {} : { suggestion: suggestion && JSON.stringify(suggestion) }),
      updated_at: now,
    })
    .where('id', '=', id)
    .execute();
}

/** Says that chapters of the recordings are being cut. */
export async function setRecordingsCutting(db: Db, ids: ReadonlySet<string>, now: Date): Promise<void> {
  if (ids.size === 0) return;
  await db
    .updateTable('recordings')
    .set({ state: 'cutting', failure: null, updated_at: now })
    .where('id', 'in', [...ids])
    .execute();
}

/** Adds warnings that came with an input. */
export async function addWarnings(
  db: Db,
  recordingId: string,
  from: InputWarning['from'],
  warnings: readonly Omit<InputWarning, 'from'>[],
): Promise<void> {
  if (warnings.length === 0) return;
  const fresh = warnings
    .slice(0, maxWarnings)
    .map(({ line, message }) => ({ from, ...(line === undefined ? {} : { line }), message }));
  await db
    .updateTable('recordings')
    .set({ warnings: sql`warnings || ${JSON.stringify(fresh)}::jsonb` })
    .where('id', '=', recordingId)
    .execute();
}

/** Forgets the warnings of inputs that are read anew. */
export async function clearWarnings(
  db: Db,
  recordingId: string,
  from: readonly InputWarning['from'][],
): Promise<void> {
  await db
    .updateTable('recordings')
    .set({
      warnings: sql`coalesce(
        (select jsonb_agg(one) from jsonb_array_elements(warnings) one
         where one->>'from' not in (${sql.join(from)})), '[]')`,
    })
    .where('id', '=', recordingId)
    .execute();
}

/** Removes the recording and all rows that belong to it. Its blobs go with the next sweep. */
export async function deleteRecording(db: Db, id: string): Promise<void> {
  await db.deleteFrom('modules').where('recording_id', '=', id).execute();
  await db.deleteFrom('recordings').where('id', '=', id).execute();
}

/** Notes what happened. */
export async function addEvent(db: Db, recordingId: string, event: RecordingEvent, at: Date): Promise<void> {
  await db
    .insertInto('recording_events')
    .values({
      recording_id: recordingId,
      at,
      kind: event.kind,
      chapter_index: event.chapterIndex ?? null,
      message: event.message,
    })
    .execute();
}

/** What happened, oldest first; of very many only the newest 200. */
export async function listEvents(
  db: Db,
  recordingId: string,
): Promise<{ at: Date; kind: string; chapter_index: number | null; message: string }[]> {
  const newest = await db
    .selectFrom('recording_events')
    .select(['at', 'kind', 'chapter_index', 'message'])
    .where('recording_id', '=', recordingId)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return newest.reverse();
}

/** Recordings that the rows say are at work, for whoever checks that somebody works on them. */
export async function listAtWork(
  db: Db,
): Promise<Pick<RecordingRow, 'id' | 'state' | 'run' | 'organisation_id' | 'start_requested'>[]> {
  return db
    .selectFrom('recordings')
    .select(['id', 'state', 'run', 'organisation_id', 'start_requested'])
    .where('state', 'in', ['probing', 'cutting'])
    .execute();
}
