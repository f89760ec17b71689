import { NotFoundError } from '../domain/app-error.ts';
import type { Link, LinkState } from '../domain/link.ts';
import type { Db } from './database.ts';
import type { LinkRow } from './schema.ts';

/** Adds links to a module, in order; an address that the module has already is passed over. */
export async function insertLinks(
  db: Db,
  of: { organisationId: string; moduleId: string },
  links: readonly Omit<Link, 'id'>[],
): Promise<void> {
  if (links.length === 0) return;
  await db
    .insertInto('links')
    .values(
      links.map(({ chapterId, state, url, title, note, atMs }) => ({
        organisation_id: of.organisationId,
        module_id: of.moduleId,
        chapter_id: chapterId,
        state,
        url,
        title,
        note,
        at_ms: atMs,
      })),
    )
    .onConflict((conflict) => conflict.columns(['module_id', 'url']).doNothing())
    .execute();
}

/** Adds one link that learners see at once; one that was offered or dismissed is shown then. */
export async function showLink(
  db: Db,
  of: { organisationId: string; moduleId: string },
  { chapterId, url, title }: Pick<Link, 'chapterId' | 'url' | 'title'>,
): Promise<void> {
  await db
    .insertInto('links')
    .values({
      organisation_id: of.organisationId,
      module_id: of.moduleId,
      chapter_id: chapterId,
      state: 'shown',
      url,
      title,
      at_ms: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['module_id', 'url']).doUpdateSet({ state: 'shown', title, chapter_id: chapterId }),
    )
    .execute();
}

/** The links of a module, in the order in which they came; of those in one state, where it is given. */
export async function listLinks(db: Db, moduleId: string, state?: LinkState): Promise<LinkRow[]> {
  return db
    .selectFrom('links')
    .selectAll()
    .where('module_id', '=', moduleId)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'shown'))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** The organisation's link, or `NotFoundError`. */
export async function findLink(db: Db, organisationId: string, id: string): Promise<LinkRow> {
  return db
    .selectFrom('links')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFoundError('link'));
}

/** Changes a link that the caller has found. */
export async function updateLink(
  db: Db,
  id: string,
  {
    title,
    state,
    chapterId,
  }: { title?: string | undefined; state?: LinkState | undefined; chapterId?: string | null | undefined },
): Promise<void> {
  const changes = {
    ...(title === undefined ? {} : { title }),
    ...(state === undefined ? {} : { state }),
    ...(chapterId === undefined ? {} : { chapter_id: chapterId }),
  };
  if (Object.keys(changes).length === 0) return;
  await db.updateTable('links').set(changes).where('id', '=', id).execute();
}
