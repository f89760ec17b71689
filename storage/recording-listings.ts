import { sql } from 'kysely';
import { NotFoundError } from '../domain/app-error.ts';
import type { ModuleState } from '../domain/module.ts';
import type { RecordingGroup, RecordingState } from '../domain/recording.ts';
import { cursorOf, isBehind, toPage, type ListPage, type PageWish } from './cursor.ts';
import type { Db } from './database.ts';
import type { ChapterRow, RecordingRow } from './schema.ts';

/** A recording as the library lists it. */
export interface RecordingListing {
  recording: RecordingRow;
  chapterCount: number;
  chaptersReady: number;
  moduleId: string | null;
  moduleState: ModuleState | null;
  publicationCount: number;
  /** The first chapter that has a poster. */
  poster: Pick<ChapterRow, 'id' | 'clip_key' | 'clip_revision' | 'clip_frames'> | null;
}

/** What of the recordings is wanted: `query` looks in titles and file names. */
export interface RecordingFilter {
  query?: string;
  state?: RecordingState | undefined;
  group?: RecordingGroup | undefined;
}

/** A page of the organisation's recordings, newest first. */
export async function listRecordings(
  db: Db,
  organisationId: string,
  filter: RecordingFilter & PageWish,
): Promise<ListPage<RecordingListing>> {
  const { state, group, after, limit } = filter;
  const rows = await selectListings(db)
    .select(cursorOf('recordings').as('cursor'))
    .where(isWanted(organisationId, filter.query))
    .$if(state !== undefined, (query) => query.where('recordings.state', '=', state ?? 'ready'))
    .$if(group !== undefined, (query) => query.where(groupOf, '=', group ?? 'ready'))
    .$if(after !== undefined, (query) => query.where(isBehind('recordings', after ?? '')))
    .orderBy('recordings.created_at', 'desc')
    .orderBy('recordings.id', 'desc')
    .limit(limit + 1)
    .execute();
  const { items, next } = toPage(rows, limit);
  return { items: await toListings(db, items), next };
}

/** How many recordings are in each group; `query` as in `listRecordings`. */
export async function countRecordings(
  db: Db,
  organisationId: string,
  query: string,
): Promise<Record<RecordingGroup, number>> {
  const rows = await db
    .selectFrom('recordings')
    .leftJoin('modules', 'modules.recording_id', 'recordings.id')
    .select([groupOf.as('group'), sql<number>`count(*)::int`.as('count')])
    .where(isWanted(organisationId, query))
    .groupBy(groupOf)
    .execute();
  const countOf = (group: RecordingGroup) => rows.find((row) => row.group === group)?.count ?? 0;
  return {
    working: countOf('working'),
    attention: countOf('attention'),
    ready: countOf('ready'),
    published: countOf('published'),
  };
}

function isWanted(organisationId: string, query = '') {
  const pattern = `%${query.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<boolean>`recordings.organisation_id = ${organisationId}
    and (recordings.title ilike ${pattern} or recordings.file_name ilike ${pattern})`;
}

/** As domain/recording.ts has them. */
const groupOf = sql<RecordingGroup>`case
  when recordings.state in ('probing', 'cutting') then 'working'
  when recordings.state <> 'ready' then 'attention'
  when modules.state = 'published' then 'published'
  else 'ready' end`;

/** One recording with what the library shows of it, or `NotFoundError`. */
export async function findListing(db: Db, organisationId: string, id: string): Promise<RecordingListing> {
  const row = await selectListings(db)
    .where('recordings.organisation_id', '=', organisationId)
    .where('recordings.id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFoundError('recording'));
  const [listing] = await toListings(db, [row]);
  if (!listing) throw new NotFoundError('recording');
  return listing;
}

function selectListings(db: Db) {
  return db
    .selectFrom('recordings')
    .leftJoin('modules', 'modules.recording_id', 'recordings.id')
    .selectAll('recordings')
    .select((eb) => [
      'modules.id as moduleId',
      'modules.state as moduleState',
      eb
        .selectFrom('chapters')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('chapters.recording_id', '=', 'recordings.id')
        .$asScalar()
        .$notNull()
        .as('chapterCount'),
      eb
        .selectFrom('chapters')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('chapters.recording_id', '=', 'recordings.id')
        .where('chapters.state', '=', 'ready')
        .$asScalar()
        .$notNull()
        .as('chaptersReady'),
      eb
        .selectFrom('publications')
        // Courses: five activities in one of them are one.
        .select(
          sql<number>`count(distinct (publications.deployment_id, publications.context_id))`.as('count'),
        )
        .whereRef('publications.module_id', '=', 'modules.id')
        .$asScalar()
        .$notNull()
        .as('publicationCount'),
    ]);
}

/** The first chapter with a poster of each of the recordings. */
async function listPosters(db: Db, recordingIds: readonly string[]) {
  if (recordingIds.length === 0) return new Map<string, NonNullable<RecordingListing['poster']>>();
  const rows = await db
    .selectFrom('chapters')
    .distinctOn('recording_id')
    .select(['recording_id', 'id', 'clip_key', 'clip_revision', 'clip_frames'])
    .where('recording_id', 'in', [...recordingIds])
    .where('poster_key', 'is not', null)
    .orderBy('recording_id')
    .orderBy('index')
    .execute();
  return new Map(rows.map(({ recording_id: recordingId, ...poster }) => [recordingId, poster]));
}

type ListingRow = RecordingRow & Omit<RecordingListing, 'recording' | 'poster'>;

async function toListings(db: Db, rows: readonly ListingRow[]): Promise<RecordingListing[]> {
  const posters = await listPosters(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(
    ({ chapterCount, chaptersReady, moduleId, moduleState, publicationCount, ...recording }) => ({
      recording,
      chapterCount,
      chaptersReady,
      moduleId,
      moduleState,
      publicationCount,
      poster: posters.get(recording.id) ?? null,
    }),
  );
}
