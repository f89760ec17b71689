import { Router, type Request, type Response } from 'express';
import {
  addTokenSchema,
  addUserSchema,
  redeemLinkSchema,
  setUpSchema,
  signInSchema,
  type ApiToken,
  type Session,
  type User,
} from '../../domain/api/account.ts';
import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { deleteUser, findUserByEmail, hasUsers, listUsers } from '../../storage/accounts.ts';
import { deleteApiToken, insertApiToken, listApiTokens } from '../../storage/api-tokens.ts';
import { deleteWithUndo } from '../../storage/deletions.ts';
import type { UserRow } from '../../storage/schema.ts';
import { addUser, redeemLink, setUp } from '../accounts.ts';
import type { Context } from '../context.ts';
import { limitRequests } from '../middleware/limit-requests.ts';
import { maybeSignedIn, requireAdministrator, signedIn, type SignIn } from '../middleware/sign-in.ts';
import { verifyPassword } from '../password.ts';
import { pathId } from '../path-id.ts';
import { hashToken, newToken } from '../tokens.ts';

/** Set-up, sign-in, people and API tokens. */
export function createAccountsRouter(ctx: Context, signIn: SignIn): Router {
  const router = Router();
  const guessing = limitRequests({
    perMinute: 20,
    code: 'too-many-tries',
    sentence: 'Too many tries. Wait a minute and try again.',
    onlyFailures: true,
  });

  router.get('/session', async (req, res) => {
    res.json(await describeSession(req, res));
  });

  router.post('/session', guessing, async (req, res) => {
    const { email, password } = signInSchema.parse(req.body);
    const user = await findUserByEmail(ctx.db, email);
    if (!(await verifyPassword(password, user?.password_hash ?? null)) || !user) {
      throw new AppError('sign-in-wrong', 'The e-mail address or the password is not right.', {
        status: 401,
      });
    }
    await startSession(req, user.id);
    res.json(await describeSession(req, res, user.id));
  });

  router.delete('/session', async (req, res) => {
    await endSession(req);
    res.clearCookie('afterclass_session');
    res.status(204).end();
  });

  router.post('/set-up', guessing, async (req, res) => {
    const user = await setUp(ctx, setUpSchema.parse(req.body));
    await startSession(req, user.id);
    res.status(201).json(await describeSession(req, res, user.id));
  });

  router.post('/account-links', guessing, async (req, res) => {
    const userId = await redeemLink(ctx, redeemLinkSchema.parse(req.body));
    await startSession(req, userId);
    res.json(await describeSession(req, res, userId));
  });

  router.get('/users', requireAdministrator, async (req, res) => {
    const users = await listUsers(ctx.db, signedIn(req).organisationId);
    res.json({ users: users.map(presentUser) });
  });

  router.post('/users', requireAdministrator, async (req, res) => {
    const wanted = addUserSchema.parse(req.body);
    const { user, link } = await addUser(ctx, { ...wanted, organisationId: signedIn(req).organisationId });
    res.status(201).json({ user: presentUser(user), link });
  });

  router.delete('/users/:id', requireAdministrator, async (req, res) => {
    const { organisationId } = signedIn(req);
    const removal = { organisationId, table: 'users', id: pathId(req, 'person') } as const;
    const isDeleted = await deleteWithUndo(ctx.db, removal, ctx.now(), (transaction) =>
      deleteUser(transaction, organisationId, removal.id),
    );
    if (!isDeleted) {
      throw new AppError('last-administrator', 'The last administrator can’t be removed.', { status: 409 });
    }
    res.status(204).end();
  });

  router.get('/tokens', requireAdministrator, async (req, res) => {
    const tokens = await listApiTokens(ctx.db, signedIn(req).organisationId);
    res.json({ tokens: tokens.map(presentToken) });
  });

  router.post('/tokens', requireAdministrator, async (req, res) => {
    const { name } = addTokenSchema.parse(req.body);
    const secret = newToken();
    const { organisationId } = signedIn(req);
    const token = await insertApiToken(ctx.db, { organisationId, name, tokenHash: hashToken(secret) });
    res.status(201).json({ token: presentToken(token), secret });
  });

  router.delete('/tokens/:id', requireAdministrator, async (req, res) => {
    const { organisationId } = signedIn(req);
    const removal = { organisationId, table: 'api_tokens', id: pathId(req, 'API token') } as const;
    const isDeleted = await deleteWithUndo(ctx.db, removal, ctx.now(), (transaction) =>
      deleteApiToken(transaction, organisationId, removal.id),
    );
    if (!isDeleted) throw new NotFoundError('API token');
    res.status(204).end();
  });

  return router;

  async function describeSession(req: Request, res: Response, newUserId?: string): Promise<Session> {
    const who = newUserId === undefined ? maybeSignedIn(req) : await signIn.whoIs(newUserId);
    return {
      user: who?.userId ? { id: who.userId, email: who.email, name: who.name, role: who.role } : null,
      organisation: who ? { id: who.organisationId, name: who.organisationName } : null,
      setUpNeeded: !who && !(await hasUsers(ctx.db)),
      csrfToken: signIn.csrfToken(req, res, newUserId !== undefined),
    };
  }
}

/** A fresh session id for every sign-in, so that one planted before is worth nothing. */
function startSession(req: Request, userId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error: unknown) => {
      if (error) {
        reject(new Error('the session could not be made', { cause: error }));
        return;
      }
      req.session.userId = userId;
      req.session.save((problem: unknown) =>
        problem ? reject(new Error('the session could not be saved', { cause: problem })) : resolve(),
      );
    });
  });
}

function endSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error: unknown) =>
      error ? reject(new Error('the session could not be ended', { cause: error })) : resolve(),
    );
  });
}

function presentUser(user: UserRow): User {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    createdAt: user.created_at.toISOString(),
    active: user.password_hash !== null,
  };
}

function presentToken(token: {
  id: string;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}): ApiToken {
  return {
    id: token.id,
    name: token.name,
    createdAt: token.created_at.toISOString(),
    lastUsedAt: token.last_used_at?.toISOString() ?? null,
  };
}
