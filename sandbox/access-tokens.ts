import type { Request } from 'express';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { randomKey } from './context.ts';
import type { Grant, SandboxContext } from './context.ts';
import type { RegisteredTool } from './nouns.ts';
import { SandboxError } from './sandbox-error.ts';
import { isFirstUse, verifyToolJwt } from './tool-keys.ts';

const tokenRequestSchema = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string(),
  scope: z.string(),
});

/** Answers a client-credentials request signed with the tool's key (Security Framework §4.1.1): the granted scopes may be fewer. */
export async function grantToken(ctx: SandboxContext, body: unknown): Promise<Record<string, unknown>> {
  const request = tokenRequestSchema.safeParse(body);
  if (!request.success)
    throw new SandboxError(
      400,
      'invalid_request',
      `The token request misstates: ${request.error.issues[0]?.path[0]?.toString() ?? 'its body'}.`,
    );
  const tool = await verifyAssertion(ctx, request.data.client_assertion);
  const scopes = request.data.scope.split(' ').filter((asked) => tool.scopes.includes(asked));
  if (scopes.length === 0)
    throw new SandboxError(400, 'invalid_scope', 'The tool was granted none of the scopes it asks for.');
  const token = randomKey();
  ctx.accessTokens.set(token, {
    clientId: tool.clientId,
    scopes,
    expiresMs: ctx.now() + ctx.tokenSeconds * 1000,
  });
  return { access_token: token, token_type: 'Bearer', expires_in: ctx.tokenSeconds, scope: scopes.join(' ') };
}

/** The grant behind a request's bearer token: 401 without a valid one, 403 when it has none of the scopes. */
export function requireScope(ctx: SandboxContext, request: Request, ...anyOf: readonly string[]): Grant {
  if (ctx.profile.requiresUserAgent && request.headers['user-agent'] === undefined) {
    throw new SandboxError(403, 'user-agent-missing', 'A call must say who makes it in User-Agent.');
  }
  const [, token = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const grant = ctx.accessTokens.get(token);
  if (grant === undefined || grant.expiresMs <= ctx.now()) {
    throw new SandboxError(401, 'invalid_token', 'The access token is missing, unknown or expired.');
  }
  if (!anyOf.some((scope) => grant.scopes.includes(scope))) {
    throw new SandboxError(403, 'insufficient_scope', `The access token has none of: ${anyOf.join(' ')}.`);
  }
  return grant;
}

async function verifyAssertion(ctx: SandboxContext, assertion: string): Promise<RegisteredTool> {
  const tool = ctx.state.tools.find((candidate) => candidate.clientId === subjectOf(assertion));
  if (tool === undefined)
    throw new SandboxError(400, 'invalid_client', 'The assertion’s sub is no client id of this platform.');
  const strictly = ctx.profile.checksWholeAssertion;
  const payload = await verifyToolJwt(ctx, tool, assertion, strictly ? strictChecks(ctx, tool) : {}).catch(
    (cause: unknown) => {
      throw new SandboxError(
        400,
        'invalid_client',
        cause instanceof Error ? cause.message : 'The assertion was refused.',
        { cause },
      );
    },
  );
  if (strictly && !isFirstUse(ctx, 'jti', tool.clientId, String(payload.jti))) {
    throw new SandboxError(400, 'invalid_client', 'The assertion’s jti was used before.');
  }
  return tool;
}

function strictChecks(ctx: SandboxContext, tool: RegisteredTool) {
  return {
    issuer: tool.clientId,
    subject: tool.clientId,
    audience: ctx.tokenAudience,
    requiredClaims: ['exp', 'iat', 'jti'],
    maxTokenAge: 600,
  };
}

function subjectOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).sub;
  } catch {
    return undefined;
  }
}
