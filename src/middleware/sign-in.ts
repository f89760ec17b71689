import connectPgSimple from 'connect-pg-simple';
import cookieParser from 'cookie-parser';
import { doubleCsrf } from 'csrf-csrf';
import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import pg from 'pg';
import { AppError } from '../../domain/app-error.ts';
import type { AccountRole } from '../../domain/person.ts';
import { findUser } from '../../storage/accounts.ts';
import { findApiToken } from '../../storage/api-tokens.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../tokens.ts';

declare module 'express-session' {
  interface SessionData {
    userId: string;
  }
}

/** Who asks: a person with a session, or a script with an API token, which may do what an administrator may. */
export interface SignedIn {
  organisationId: string;
  organisationName: string;
  /** Null for a token. */
  userId: string | null;
  email: string;
  name: string;
  role: AccountRole;
}

const signedInOf = new WeakMap<Request, SignedIn>();

/** Who asks; throws `sign-in-needed` (401). */
export function signedIn(req: Request): SignedIn {
  const who = signedInOf.get(req);
  if (who) return who;
  throw new AppError('sign-in-needed', 'Sign in to go on.', { status: 401 });
}

/** Who asks, if anybody. */
export function maybeSignedIn(req: Request): SignedIn | undefined {
  return signedInOf.get(req);
}

/** Refuses those who are not signed in. */
export const requireUser: RequestHandler = (req, _res, next) => {
  signedIn(req);
  next();
};

/** Refuses those who are not administrators: `administrator-needed` (403). */
export const requireAdministrator: RequestHandler = (req, _res, next) => {
  if (signedIn(req).role === 'administrator') {
    next();
    return;
  }
  throw new AppError('administrator-needed', 'Only an administrator may do that.', { status: 403 });
};

export interface SignIn {
  /** Sessions, tokens and protection against forged requests, in this order, for everything under /api. */
  middleware: RequestHandler[];
  /** The token to be sent back as x-csrf-token; a new one after signing in or out. */
  csrfToken(req: Request, res: Response, renew?: boolean): string;
  /** The person behind an account id. */
  whoIs(userId: string): Promise<SignedIn | undefined>;
  close(): Promise<void>;
}

/** Sessions in PostgreSQL, API tokens, and double-submit CSRF tokens bound to the session's user. */
export function createSignIn(ctx: Context): SignIn {
  const secure = ctx.publicUrl.startsWith('https://');
  const pool = new pg.Pool({
    connectionString: ctx.databaseUrl,
    max: 2,
    application_name: 'afterclass-sessions',
  });
  pool.on('error', (error) => ctx.log.warn({ err: error }, 'session store'));
  const PgStore = connectPgSimple(session);
  const store = new PgStore({
    pool,
    tableName: 'sessions',
    pruneSessionInterval: 3600,
    errorLog: (...args) => ctx.log.warn({ args }, 'session store'),
  });
  const { doubleCsrfProtection, generateCsrfToken } = doubleCsrf({
    getSecret: () => ctx.deriveKey('csrf').toString('hex'),
    getSessionIdentifier: (req) => req.session.userId ?? 'anonymous',
    cookieName: 'afterclass_csrf',
    cookieOptions: { sameSite: 'lax', secure, httpOnly: true, path: '/' },
    errorConfig: {
      statusCode: 403,
      code: 'csrf-token-wrong',
      message: 'The page is out of date. Reload it.',
    },
    // A bearer token is not sent by a browser of itself.
    skipCsrfProtection: (req) => hasBearer(req),
  });
  return {
    middleware: [
      cookieParser(),
      session({
        name: 'afterclass_session',
        secret: ctx.deriveKey('session').toString('hex'),
        store,
        resave: false,
        saveUninitialized: false,
        rolling: true,
        cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: 14 * 24 * 3600_000, path: '/' },
      }),
      (req, _res, next) => {
        identify(ctx, req).then(() => next(), next);
      },
      (req, res, next) => {
        doubleCsrfProtection(req, res, (error?: unknown) => {
          next(error === undefined ? undefined : staleToken(error));
        });
      },
    ],
    csrfToken: (req, res, renew = false) =>
      generateCsrfToken(req, res, { overwrite: renew, validateOnReuse: false }),
    whoIs: (userId) => person(ctx, userId),
    async close() {
      store.close();
      await pool.end();
    },
  };
}

function staleToken(cause: unknown): AppError {
  return new AppError('csrf-token-wrong', 'The page is out of date. Reload it and try again.', {
    status: 403,
    cause,
  });
}

async function identify(ctx: Context, req: Request): Promise<void> {
  const who = hasBearer(req) ? await byToken(ctx, req) : await bySession(ctx, req);
  if (who) signedInOf.set(req, who);
}

async function bySession(ctx: Context, req: Request): Promise<SignedIn | undefined> {
  const { userId } = req.session;
  return userId === undefined ? undefined : await person(ctx, userId);
}

async function person(ctx: Context, userId: string): Promise<SignedIn | undefined> {
  const user = await findUser(ctx.db, userId);
  return (
    user && {
      organisationId: user.organisation_id,
      organisationName: user.organisation_name,
      userId: user.id,
      email: user.email,
      name: user.name,
      role: user.role,
    }
  );
}

async function byToken(ctx: Context, req: Request): Promise<SignedIn> {
  const secret = req.get('authorization')?.slice('bearer '.length).trim() ?? '';
  const token = await findApiToken(ctx.db, hashToken(secret), ctx.now());
  if (!token) {
    throw new AppError('token-wrong', 'The API token is not known. Make a new one in Settings.', {
      status: 401,
    });
  }
  return {
    organisationId: token.organisation_id,
    organisationName: '',
    userId: null,
    email: '',
    name: 'API token',
    role: 'administrator',
  };
}

function hasBearer(req: Request): boolean {
  return /^bearer /i.test(req.get('authorization') ?? '');
}
