import type { Request } from 'express';
import type { z } from 'zod';
import type { SandboxContext } from './context.ts';
import { SandboxError } from './sandbox-error.ts';

/** Refuses a request that does not name the media type in Accept; wildcards do not count, as in Moodle. */
export function requireAccept(ctx: SandboxContext, request: Request, type: string): void {
  const accepted = (request.headers.accept ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim().toLowerCase());
  if (!accepted.includes(type)) {
    throw new SandboxError(ctx.profile.unacceptableStatus, 'no-handler', `Accept must name ${type}.`);
  }
}

/** The body of a service request: the exact media type, JSON, and the schema's shape. */
export function readJson<Schema extends z.ZodType>(
  ctx: SandboxContext,
  request: Request,
  type: string,
  schema: Schema,
): z.infer<Schema> {
  const given = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== type) {
    throw new SandboxError(
      ctx.profile.unsupportedMediaStatus,
      'unsupported-content-type',
      `Content-Type must be ${type}.`,
    );
  }
  const parsed = schema.safeParse(parseJson(request.body));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SandboxError(
    400,
    'invalid-body',
    `The body is not right: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  );
}

/** JSON text as a value; undefined for what is none. */
export function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
