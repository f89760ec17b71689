import { z } from 'zod';
import { accountRoleSchema } from '../person.ts';

export const email = z.email('Type an e-mail address, such as name@example.org.').max(254);
const password = z
  .string()
  .min(10, 'Choose a password of at least 10 characters.')
  .max(200, 'Choose a password of at most 200 characters.');

/** GET /api/session. `user` is null when nobody is signed in; `csrfToken` goes back as the header x-csrf-token. */
export const sessionSchema = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), role: accountRoleSchema }).nullable(),
  organisation: z.object({ id: z.string(), name: z.string() }).nullable(),
  setUpNeeded: z.boolean(),
  csrfToken: z.string(),
});

/** POST /api/session */
export const signInSchema = z.object({ email, password: z.string().min(1).max(200) });

/** POST /api/set-up: the first organisation and its administrator, with the token of the printed link (/set-up#TOKEN). */
export const setUpSchema = z.object({
  token: z.string().min(1).max(200),
  organisationName: z.string().trim().min(1, 'Name your organisation.').max(200),
  name: z.string().trim().min(1, 'Type your name.').max(200),
  email,
  password,
});

/** POST /api/account-links: choose a password with the token of a one-time link (/welcome#TOKEN). */
export const redeemLinkSchema = z.object({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1, 'Type your name.').max(200),
  password,
});

/** GET /api/users (administrators) */
export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: accountRoleSchema,
  createdAt: z.iso.datetime(),
  /** False until the one-time link was used. */
  active: z.boolean(),
});
export const usersSchema = z.object({ users: z.array(userSchema) });
/** POST /api/users → {user, link}: the link is shown once. */
export const addUserSchema = z.object({ email, role: accountRoleSchema });
export const addedUserSchema = z.object({ user: userSchema, link: z.string() });

/** GET /api/tokens (administrators) */
export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export const apiTokensSchema = z.object({ tokens: z.array(apiTokenSchema) });
/** POST /api/tokens → {token, secret}: the secret is shown once. DELETE /api/tokens/:id */
export const addTokenSchema = z.object({ name: z.string().trim().min(1).max(200) });
export const addedTokenSchema = z.object({ token: apiTokenSchema, secret: z.string() });

export type Session = z.infer<typeof sessionSchema>;
export type User = z.infer<typeof userSchema>;
export type ApiToken = z.infer<typeof apiTokenSchema>;
