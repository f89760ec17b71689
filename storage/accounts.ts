import { sql } from 'kysely';
import type { AccountRole } from '../domain/person.ts';
import type { Db } from './database.ts';
import type { UserRow } from './schema.ts';

/** Whether anybody has an account yet. */
export async function hasUsers(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** The account of an address, whatever its case. */
export async function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  return await db
    .selectFrom('users')
    .selectAll()
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
}

/** An account with its organisation's name. */
export async function findUser(
  db: Db,
  id: string,
): Promise<(UserRow & { organisation_name: string }) | undefined> {
  return await db
    .selectFrom('users')
    .innerJoin('organisations', 'organisations.id', 'users.organisation_id')
    .selectAll('users')
    .select('organisations.name as organisation_name')
    .where('users.id', '=', id)
    .executeTakeFirst();
}

/** Accounts of an organisation, oldest first. */
export async function listUsers(db: Db, organisationId: string): Promise<UserRow[]> {
  return await db
    .selectFrom('users')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at')
    .execute();
}

/** The organisation of a one-organisation installation, for the command line: the oldest. */
export async function firstOrganisation(db: Db): Promise<{ id: string; name: string } | undefined> {
  return await db
    .selectFrom('organisations')
    .select(['id', 'name'])
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
}

/** The organisation of that id, or the only one of that name. */
export async function findOrganisation(db: Db, idOrName: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('organisations')
    .select('id')
    .where((eb) => eb.or([eb(sql<string>`id::text`, '=', idOrName.toLowerCase()), eb('name', '=', idOrName)]))
    .execute();
  return found.length === 1 ? found[0]?.id : undefined;
}

/** A new organisation; gives its id. */
export async function insertOrganisation(db: Db, name: string): Promise<string> {
  return (await db.insertInto('organisations').values({ name }).returning('id').executeTakeFirstOrThrow()).id;
}

/** A new account without a password, or undefined when the address is taken. */
export async function insertUser(
  db: Db,
  user: { organisationId: string; email: string; name?: string; role: AccountRole; passwordHash?: string },
): Promise<UserRow | undefined> {
  return await db
    .insertInto('users')
    .values({
      organisation_id: user.organisationId,
      email: user.email,
      name: user.name ?? '',
      role: user.role,
      password_hash: user.passwordHash ?? null,
    })
    .onConflict((conflict) => conflict.expression(sql`lower(email)`).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export async function updateUser(
  db: Db,
  id: string,
  change: { name: string; passwordHash: string },
): Promise<void> {
  await db
    .updateTable('users')
    .set({ name: change.name, password_hash: change.passwordHash })
    .where('id', '=', id)
    .execute();
}

/** Removes an account; false when it is the last administrator or not of this organisation. */
export async function deleteUser(db: Db, organisationId: string, id: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('users')
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('users as other')
          .select('other.id')
          .where('other.organisation_id', '=', organisationId)
          .where('other.role', '=', 'administrator')
          .where('other.password_hash', 'is not', null)
          .where('other.id', '!=', id),
      ),
    )
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

/** Keeps a one-time link; older ones for the same purpose and person end. */
export async function insertAccountLink(
  db: Db,
  link: { tokenHash: Buffer; purpose: 'set-up' | 'password'; userId: string | null; expiresAt: Date },
): Promise<void> {
  await db
    .deleteFrom('account_links')
    .where('purpose', '=', link.purpose)
    .where('user_id', link.userId === null ? 'is' : '=', link.userId)
    .execute();
  await db
    .insertInto('account_links')
    .values({
      token_hash: link.tokenHash,
      purpose: link.purpose,
      user_id: link.userId,
      expires_at: link.expiresAt,
    })
    .execute();
}

/** Uses up a link: of two at once one wins. Undefined when it is unknown, used or too old. */
export async function useAccountLink(
  db: Db,
  tokenHash: Buffer,
  purpose: 'set-up' | 'password',
  now: Date,
): Promise<{ userId: string | null } | undefined> {
  const link = await db
    .updateTable('account_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('user_id')
    .executeTakeFirst();
  return link && { userId: link.user_id };
}
