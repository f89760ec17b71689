import { AppError } from '../../domain/app-error.ts';
import { findOrganisation, firstOrganisation, insertOrganisation } from '../../storage/accounts.ts';
import type { Context } from '../context.ts';

/**
 * Whom a command serves: the organisation of that id or name; without one the first, made on a fresh installation. Throws
 * `organisation-unknown`.
 */
export async function organisationOf(ctx: Context, idOrName?: string): Promise<string> {
  if (idOrName === undefined) {
    const first = await firstOrganisation(ctx.db);
    return first?.id ?? (await insertOrganisation(ctx.db, 'Afterclass'));
  }
  const named = await findOrganisation(ctx.db, idOrName);
  if (named !== undefined) return named;
  throw new AppError('organisation-unknown', `No organisation, or more than one, is called ${idOrName}.`, {
    status: 404,
  });
}
