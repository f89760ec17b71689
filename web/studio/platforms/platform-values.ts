import { z } from 'zod';
import type { Platform } from '../../../domain/api/platform.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };

const t = texts('platforms', en);

/** What is typed of a platform, as it stands in the fields; sites are one on each line. */
export interface PlatformValues {
  name: string;
  issuer: string;
  clientId: string;
  authUrl: string;
  tokenUrl: string;
  jwksUrl: string;
  tokenAudience: string;
  frameOrigins: string;
  productFamily: string;
  allowAnonymous: boolean;
}

/** Nothing typed yet. */
export const blankPlatform: PlatformValues = {
  name: '',
  issuer: '',
  clientId: '',
  authUrl: '',
  tokenUrl: '',
  jwksUrl: '',
  tokenAudience: '',
  frameOrigins: '',
  productFamily: '',
  allowAnonymous: false,
};

/** The fields of a platform that is there. */
export function valuesOf(platform: Platform): PlatformValues {
  return {
    ...platform,
    productFamily: platform.productFamily ?? '',
    frameOrigins: platform.frameOrigins.join('\n'),
  };
}

/** The fields as the service takes them, or what is wrong with which. */
export function readPlatform<Schema extends z.ZodType>(
  schema: Schema,
  values: PlatformValues & { deploymentId?: string },
): { body: z.infer<Schema> } | { errors: Record<string, string> } {
  const frameOrigins = values.frameOrigins.split('\n').flatMap((line) => line.trim() || []);
  const parsed = schema.safeParse({ ...values, frameOrigins });
  if (parsed.success) return { body: parsed.data };
  const given = new Map<string, unknown>(Object.entries(values));
  return { errors: Object.fromEntries(parsed.error.issues.map((issue) => toFieldError(issue, given))) };
}

function toFieldError(
  issue: { path: PropertyKey[]; message: string },
  given: ReadonlyMap<string, unknown>,
): [string, string] {
  const [field, index] = issue.path;
  const name = String(field);
  if (name === 'frameOrigins' && typeof index === 'number') {
    return [name, t('fields.badOrigin', { line: index + 1 })];
  }
  const value = given.get(name);
  return [name, typeof value === 'string' && value.trim() === '' ? t('fields.missing') : issue.message];
}
