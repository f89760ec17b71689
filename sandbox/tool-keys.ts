import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyOptions } from 'jose';
import type { SandboxContext } from './context.ts';
import type { RegisteredTool } from './nouns.ts';
import { SandboxError, reasonOf } from './sandbox-error.ts';

/** Verifies what a tool signed against its published keys: RS256 only, kid required, an unknown kid fetches the set again. */
export async function verifyToolJwt(
  ctx: SandboxContext,
  tool: RegisteredTool,
  jwt: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  const getKey =
    ctx.toolKeys.get(tool.jwksUri) ?? createRemoteJWKSet(new URL(tool.jwksUri), { cooldownDuration: 0 });
  ctx.toolKeys.set(tool.jwksUri, getKey);
  try {
    if (decodeProtectedHeader(jwt).kid === undefined)
      throw new SandboxError(400, 'no-kid', 'The JWT names no kid.');
    const verified = await jwtVerify(jwt, getKey, {
      algorithms: ['RS256'],
      currentDate: new Date(ctx.now()),
      ...options,
    });
    return verified.payload;
  } catch (cause) {
    throw new SandboxError(400, 'tool-jwt-refused', `The tool's JWT was refused: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** Notes a jti or nonce of a client; false when it was there already. */
export function isFirstUse(
  ctx: SandboxContext,
  kind: 'jti' | 'nonce',
  clientId: string,
  value: string,
): boolean {
  const key = `${kind} ${clientId} ${value}`;
  if (ctx.seen.has(key)) return false;
  ctx.seen.add(key);
  return true;
}
