import type { SpriteSheet } from '../domain/api/timeline.ts';
import type { Pause } from '../domain/pauses.ts';
import type { Db } from './database.ts';
import type { TimelineRow } from './schema.ts';

/** What was drawn of a recording; null where it has no sound or no picture. */
export interface DrawnTimeline {
  waveform: { key: string; peaksPerSecond: number } | null;
  sprites: { key: string; sheet: SpriteSheet } | null;
  pauses: readonly Pause[];
}

/** Of a recording with very many pauses. */
const maxPauses = 20_000;

/** The recording's timeline, if it was drawn; of an older file until that of a newer one is. */
export async function findTimeline(db: Db, recordingId: string): Promise<TimelineRow | undefined> {
  return db.selectFrom('timelines').selectAll().where('recording_id', '=', recordingId).executeTakeFirst();
}

/** Puts a timeline in the place of an older file's; does nothing when the recording is gone or has another file. */
export async function saveTimeline(
  db: Db,
  { recordingId, recordingKey }: { recordingId: string; recordingKey: string },
  drawn: DrawnTimeline,
): Promise<void> {
  const columns = {
    recording_key: recordingKey,
    waveform_key: drawn.waveform?.key ?? null,
    peaks_per_second: drawn.waveform?.peaksPerSecond ?? null,
    sprites_key: drawn.sprites?.key ?? null,
    sprites: drawn.sprites === null ? null : JSON.stringify(drawn.sprites.sheet),
    pauses: JSON.stringify(drawn.pauses.slice(0, maxPauses).map(({ startMs, endMs }) => [startMs, endMs])),
  };
  await db.transaction().execute(async (transaction) => {
    const recording = await transaction
      .selectFrom('recordings')
      .select('blob_key')
      .where('id', '=', recordingId)
      .forKeyShare()
      .executeTakeFirst();
    if (recording?.blob_key !== recordingKey) return;
    await transaction
      .insertInto('timelines')
      .values({ recording_id: recordingId, ...columns })
      .onConflict((conflict) => conflict.column('recording_id').doUpdateSet(columns))
      .execute();
  });
}
