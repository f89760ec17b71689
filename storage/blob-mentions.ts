import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Of the keys, those that no row mentions. */
export async function findUnmentionedBlobs(db: Db, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select key from unnest(${[...keys]}::text[]) key
    where not exists (select from recordings where blob_key = key)
      and not exists (select from recording_files where blob_key = key)
      and not exists (select from chapters where key in (clip_key, thumbnail_key, poster_key))
      and not exists (select from timelines where key in (waveform_key, sprites_key))
      and not exists (select from renditions where blob_key = key)
      and not exists (select from attachment_versions where blob_key = key)
      and not exists (select from question_pictures where blob_key = key)
      -- What was deleted a short while ago may be put back. Files belong to recordings only.
      and not exists (
        select from deletions join deleted_rows on deletion_id = deletions.id
        where deletions.table_name = 'recordings' and position(key in row::text) > 0
          and deleted_rows.table_name in
            ('recordings', 'recording_files', 'chapters', 'timelines', 'renditions', 'attachment_versions',
              'question_pictures')
      )`.execute(db);
  return rows.map((row) => row.key);
}
