import { sql } from 'kysely';
import { mapPictures, type Picture } from '../domain/picture.ts';
import type { Db } from './database.ts';
import type { PutPicture } from './blobs/put-picture.ts';
import type { QuestionPictureRow } from './schema.ts';

/** Whose pictures these are: the quiz of a chapter. */
export interface PicturesOf {
  organisationId: string;
  chapterId: string;
}

/** Lets a chapter's questions show pictures; those that they may show already keep their blobs. Gives the rows. */
export async function keepPictures(
  db: Db,
  { organisationId, chapterId }: PicturesOf,
  pictures: readonly PutPicture[],
  at: Date,
): Promise<QuestionPictureRow[]> {
  const distinct = new Map(pictures.map((picture) => [picture.id, picture]));
  if (distinct.size === 0) return [];
  return db
    .insertInto('question_pictures')
    .values(
      [...distinct.values()].map(({ id, blobKey, type, width, height, bytes }) => ({
        ...{ id, width, height, bytes },
        chapter_id: chapterId,
        organisation_id: organisationId,
        content_type: type,
        blob_key: blobKey,
        created_at: at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['chapter_id', 'id']).doUpdateSet({ created_at: at }))
    .returningAll()
    .execute();
}

/** The pictures that the questions of chapters may show. */
export async function listPictures(db: Db, chapterIds: readonly string[]): Promise<QuestionPictureRow[]> {
  if (chapterIds.length === 0) return [];
  return db
    .selectFrom('question_pictures')
    .selectAll()
    .where('chapter_id', 'in', [...chapterIds])
    .execute();
}

/** One of them, or undefined. */
export async function findPicture(
  db: Db,
  chapterId: string,
  id: string,
): Promise<QuestionPictureRow | undefined> {
  return db
    .selectFrom('question_pictures')
    .selectAll()
    .where('chapter_id', '=', chapterId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Lets the questions of one chapter show what those of another do. */
export async function copyPictures(db: Db, fromChapterId: string, toChapterId: string): Promise<void> {
  await sql`
    insert into question_pictures
      (chapter_id, id, organisation_id, content_type, width, height, bytes, blob_key, created_at)
    select ${toChapterId}::uuid, id, organisation_id, content_type, width, height, bytes, blob_key, created_at
    from question_pictures where chapter_id = ${fromChapterId}
    on conflict do nothing`.execute(db);
}

/** Questions with what is known of their pictures in place of what was said of them; those that are not there are taken out. */
export function withKnownPictures<Q extends Parameters<typeof mapPictures>[0]>(
  question: Q,
  known: ReadonlyMap<string, Pick<Picture, 'type' | 'width' | 'height' | 'bytes'>>,
): { question: Q; isWhole: boolean } {
  let isWhole = true;
  const settled = mapPictures(question, (picture) => {
    const own = known.get(picture.id);
    if (own === undefined) isWhole = false;
    return own && { ...picture, type: own.type, width: own.width, height: own.height, bytes: own.bytes };
  });
  return { question: settled, isWhole };
}

/** Forgets pictures given before a time that no question shows, of a quiz as it is or as learners were asked it. */
export async function forgetUnusedPictures(db: Db, before: Date): Promise<void> {
  await sql`
    delete from question_pictures picture
    where created_at < ${before}
      and not exists (
        select from quizzes where chapter_id = picture.chapter_id
          and (position(picture.id in questions::text) > 0
            or exists (select from question_sets asked
              where asked.quiz_id = quizzes.id and position(picture.id in asked.questions::text) > 0)
            or exists (select from regrades regrade
              where regrade.quiz_id = quizzes.id and position(picture.id in regrade.questions::text) > 0))
      )`.execute(db);
}
