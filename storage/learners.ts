import type { Db } from './database.ts';

/** Who launched, as the platform tells it: known only by (platform, subject), never by e-mail (LTI.md rule 43). */
export interface Identity {
  subject: string;
  name: string;
  email: string | null;
}

/** The learner of a platform by its subject; undefined for who never came. */
export async function findLearner(db: Db, platformId: string, subject: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('learners')
    .select('id')
    .where('platform_id', '=', platformId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.id;
}

/** The learner's id; a name or address that the platform no longer tells stays as it was told last. */
export async function upsertLearner(
  db: Db,
  platformId: string,
  { subject, name, email }: Identity,
  now: Date,
): Promise<string> {
  const { id } = await db
    .insertInto('learners')
    .values({ platform_id: platformId, subject, name, email, seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['platform_id', 'subject']).doUpdateSet({
        seen_at: now,
        ...(name === '' ? {} : { name }),
        ...(email === null ? {} : { email }),
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
