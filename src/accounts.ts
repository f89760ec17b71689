import { AppError } from '../domain/app-error.ts';
import type { AccountRole } from '../domain/person.ts';
import {
  hasUsers,
  insertAccountLink,
  insertOrganisation,
  insertUser,
  updateUser,
  useAccountLink,
} from '../storage/accounts.ts';
import type { UserRow } from '../storage/schema.ts';
import type { Context } from './context.ts';
import { hashPassword } from './password.ts';
import { hashToken, newToken } from './tokens.ts';

const linkValidForMs = 7 * 24 * 3600_000;

/** A one-time link to make the first account, or undefined when there is one. The one before it ends. */
export async function makeSetUpLink(ctx: Context): Promise<string | undefined> {
  if (await hasUsers(ctx.db)) return undefined;
  const token = newToken();
  await insertAccountLink(ctx.db, {
    tokenHash: hashToken(token),
    purpose: 'set-up',
    userId: null,
    expiresAt: expiry(ctx),
  });
  return `${ctx.publicUrl}/set-up#${token}`;
}

/** Makes the first organisation and its administrator. Throws `link-used` or `set-up-done`. */
export async function setUp(
  ctx: Context,
  wanted: { token: string; organisationName: string; name: string; email: string; password: string },
): Promise<UserRow> {
  const passwordHash = await hashPassword(wanted.password);
  return await ctx.db.transaction().execute(async (transaction) => {
    const link = await useAccountLink(transaction, hashToken(wanted.token), 'set-up', ctx.now());
    if (!link) throw linkUsed();
    if (await hasUsers(transaction)) {
      throw new AppError('set-up-done', 'This service is set up already. Sign in instead.', { status: 409 });
    }
    const organisationId = await insertOrganisation(transaction, wanted.organisationName);
    const user = await insertUser(transaction, {
      organisationId,
      email: wanted.email,
      name: wanted.name,
      role: 'administrator',
      passwordHash,
    });
    if (!user) throw addressTaken();
    return user;
  });
}

/** An account and the one-time link with which its person chooses a password. Throws `address-taken`. */
export async function addUser(
  ctx: Context,
  wanted: { organisationId: string; email: string; role: AccountRole },
): Promise<{ user: UserRow; link: string }> {
  const token = newToken();
  return await ctx.db.transaction().execute(async (transaction) => {
    const user = await insertUser(transaction, wanted);
    if (!user) throw addressTaken();
    await insertAccountLink(transaction, {
      tokenHash: hashToken(token),
      purpose: 'password',
      userId: user.id,
      expiresAt: expiry(ctx),
    });
    return { user, link: `${ctx.publicUrl}/welcome#${token}` };
  });
}

/** Sets name and password with a one-time link; gives the account's id. Throws `link-used`. */
export async function redeemLink(
  ctx: Context,
  wanted: { token: string; name: string; password: string },
): Promise<string> {
  const passwordHash = await hashPassword(wanted.password);
  return await ctx.db.transaction().execute(async (transaction) => {
    const link = await useAccountLink(transaction, hashToken(wanted.token), 'password', ctx.now());
    if (!link?.userId) throw linkUsed();
    await updateUser(transaction, link.userId, { name: wanted.name, passwordHash });
    return link.userId;
  });
}

function expiry(ctx: Context): Date {
  return new Date(ctx.now().getTime() + linkValidForMs);
}

function linkUsed(): AppError {
  return new AppError('link-used', 'This link was used already or is too old. Ask for a new one.', {
    status: 410,
  });
}

function addressTaken(): AppError {
  return new AppError('address-taken', 'There is an account with this e-mail address already.', {
    status: 409,
  });
}
