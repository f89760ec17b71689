import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import type { FetchPlatform } from './fetch-platform.ts';
import type { ToolKeys } from '../keys/tool-keys.ts';
import { claim } from '../vocabulary.ts';
import { readJson } from './read-json.ts';

/** Whose token, for what. */
export interface TokenRequest {
  platform: { id: string; organisationId: string; clientId: string; tokenUrl: string; tokenAudience: string };
  deploymentId: string;
  scopes: readonly string[];
}

/** A platform's access token and what it really grants. */
export interface ServiceToken {
  accessToken: string;
  scopes: readonly string[];
}

/** Access tokens of platforms' services (rule 28). */
export interface ServiceTokens {
  /** A token for exactly these scopes, kept until a minute before it ends. Throws `TokenRefusedError`, or what the call threw. */
  get(request: TokenRequest): Promise<ServiceToken>;
  /** Forgets a token that the platform no longer takes, unless it was renewed meanwhile. */
  forget(request: TokenRequest, accessToken: string): void;
}

/** The token endpoint said no. It may say yes later: platforms keep copies of our keys, too. */
export class TokenRefusedError extends AppError {
  constructor(status: number, reason: string) {
    super('token-refused', `The LMS gave no access token (${status}${reason ? `, ${reason}` : ''}).`, {
      status: 502,
    });
  }
}

const assertionSeconds = 300;
const earlyMs = 60_000;
const maxTokens = 10_000;

interface Kept {
  token: Promise<ServiceToken & { untilMs: number }>;
  /** Undefined while it is on its way. */
  accessToken?: string;
  untilMs: number;
}

/** Tokens kept in memory; requests for the same one at the same time share one call. */
export function createServiceTokens(options: {
  fetchPlatform: FetchPlatform;
  toolKeys: ToolKeys;
  now: () => Date;
}): ServiceTokens {
  const kept = new Map<string, Kept>();
  const nowMs = () => options.now().getTime();

  return {
    get(request) {
      const key = keyOf(request);
      const known = kept.get(key);
      if (known !== undefined && known.untilMs > nowMs()) return known.token;
      makeRoom();
      // While it is on its way it counts as good, so that everybody waits for the same one.
      const entry: Kept = { token: requestToken(options, request), untilMs: Infinity };
      kept.set(key, entry);
      entry.token.then(
        ({ untilMs, accessToken }) => {
          entry.untilMs = untilMs;
          entry.accessToken = accessToken;
        },
        () => kept.get(key) === entry && kept.delete(key),
      );
      return entry.token;
    },
    forget(request, accessToken) {
      const key = keyOf(request);
      if (kept.get(key)?.accessToken === accessToken) kept.delete(key);
    },
  };

  function makeRoom(): void {
    const [oldest] = kept.keys();
    if (kept.size >= maxTokens && oldest !== undefined) kept.delete(oldest);
  }
}

/** All that a token depends on: an administrator may correct the endpoint, and the old token must not be used there. */
function keyOf({ platform, deploymentId, scopes }: TokenRequest): string {
  const { id, clientId, tokenUrl, tokenAudience } = platform;
  return JSON.stringify([id, clientId, tokenUrl, tokenAudience, deploymentId, ...scopes.toSorted()]);
}

const answerSchema = z.object({
  access_token: z.string().min(1).max(20_000),
  expires_in: z.coerce.number().positive().catch(3600),
  scope: z.string().optional(),
});

async function requestToken(
  options: { fetchPlatform: FetchPlatform; toolKeys: ToolKeys; now: () => Date },
  request: TokenRequest,
): Promise<ServiceToken & { untilMs: number }> {
  const askedMs = options.now().getTime();
  const asked = request.scopes.join(' ');
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signAssertion(options.toolKeys, request, askedMs),
    scope: asked,
  });
  const answer = await options.fetchPlatform(request.platform.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  });
  const parsed = answerSchema.safeParse(readJson(answer.text));
  if (answer.status !== 200 || !parsed.success) {
    throw new TokenRefusedError(answer.status, reasonIn(answer.text));
  }
  const { access_token: accessToken, expires_in: expiresIn, scope } = parsed.data;
  const lifeMs = Math.min(expiresIn * 1000, 24 * 3600_000);
  return { accessToken, scopes: (scope ?? asked).split(' '), untilMs: askedMs + lifeMs - earlyMs };
}

/** The assertion that says who we are (Security Framework §4.1.1). */
async function signAssertion(toolKeys: ToolKeys, request: TokenRequest, nowMs: number): Promise<string> {
  const { kid, privateKey } = await toolKeys.signingKey(request.platform.organisationId);
  const iat = Math.floor(nowMs / 1000);
  return await new SignJWT({ [claim.deploymentId]: request.deploymentId })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(request.platform.clientId)
    .setSubject(request.platform.clientId)
    .setAudience(request.platform.tokenAudience)
    .setIssuedAt(iat)
    .setExpirationTime(iat + assertionSeconds)
    .setJti(randomUUID())
    .sign(privateKey);
}

function reasonIn(text: string): string {
  const parsed = z.object({ error: z.string() }).safeParse(readJson(text));
  return parsed.success ? parsed.data.error.slice(0, 100) : '';
}
