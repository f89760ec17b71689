import { z } from 'zod';
import { LaunchError } from '../lti-error.ts';
import { claim } from '../vocabulary.ts';

const shortText = z.string().max(2000);
/** Optional in every launch; null, "" or of a wrong kind counts as not told (rule 20). */
const told = shortText
  .nullish()
  .transform((text) => text ?? '')
  .catch('');
const record = z.record(z.string(), z.unknown()).catch({});

/** The OpenID part of an id_token (rule 17). */
const tokenClaimsSchema = z.object({
  iss: shortText,
  aud: z.union([shortText, z.array(shortText)]).transform((aud) => (typeof aud === 'string' ? [aud] : aud)),
  azp: shortText.optional(),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  nonce: shortText.min(1),
});

/** The LTI part (rules 18–20). */
const launchClaimsSchema = z.object({
  [claim.version]: z.literal('1.3.0'),
  [claim.messageType]: z.string(),
  [claim.deploymentId]: z.string().min(1).max(255),
  [claim.targetLinkUri]: shortText.optional(),
  [claim.roles]: z.array(z.string()).max(500),
  sub: z.string().min(1).max(255).optional(),
  name: told,
  given_name: told,
  family_name: told,
  email: told,
  [claim.resourceLink]: z.looseObject({ id: z.string().min(1).max(255), title: told }).optional(),
  [claim.context]: z
    .looseObject({ id: z.string().min(1).max(255), title: told, label: told })
    .nullish()
    .catch(null),
  [claim.custom]: record,
  [claim.toolPlatform]: z.looseObject({ name: told, product_family_code: told }).nullish().catch(null),
  [claim.launchPresentation]: z.looseObject({ return_url: told, locale: told }).nullish().catch(null),
  [claim.deepLinkingSettings]: z.unknown().optional(),
  [claim.ags]: z
    .looseObject({
      scope: z.array(z.string()).catch([]),
      lineitem: z.url().optional().catch(undefined),
      lineitems: z.url().optional().catch(undefined),
    })
    .nullish()
    .catch(null),
  [claim.nrps]: z
    .looseObject({ context_memberships_url: z.url().optional().catch(undefined) })
    .nullish()
    .catch(null),
  [claim.forUser]: z.looseObject({ user_id: z.string().min(1).max(255), name: told }).optional(),
});

export type TokenClaims = z.infer<typeof tokenClaimsSchema>;
export type LaunchClaims = z.infer<typeof launchClaimsSchema>;

/** Reads the OpenID claims; throws `LaunchError` with the code of the first claim that is not right. */
export function readTokenClaims(payload: unknown): TokenClaims {
  return read(tokenClaimsSchema, payload);
}

/** Reads the LTI claims; throws `LaunchError` with the code of the first claim that is not right. */
export function readLaunchClaims(payload: unknown): LaunchClaims {
  return read(launchClaimsSchema, payload);
}

const codes = new Map<PropertyKey, string>([
  ['iss', 'issuer-malformed'],
  ['aud', 'audience-malformed'],
  ['azp', 'azp-malformed'],
  ['exp', 'expiry-missing'],
  ['iat', 'issue-time-missing'],
  ['nbf', 'not-before-malformed'],
  ['nonce', 'nonce-missing'],
  ['sub', 'subject-malformed'],
  [claim.version, 'version-unsupported'],
  [claim.messageType, 'message-type-missing'],
  [claim.deploymentId, 'deployment-malformed'],
  [claim.targetLinkUri, 'target-malformed'],
  [claim.roles, 'roles-malformed'],
  [claim.resourceLink, 'resource-link-malformed'],
  [claim.forUser, 'for-user-malformed'],
]);

function read<T extends z.ZodType>(schema: T, payload: unknown): z.output<T> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const [name = ''] = parsed.error.issues[0]?.path ?? [];
  throw new LaunchError(
    codes.get(name) ?? 'token-malformed',
    `The LMS’s launch message is not right: ${String(name).split('/').pop() ?? 'a claim'} is missing or malformed.`,
  );
}

/** Where a launch wants to be returned to, from a payload whose claims may be wrong otherwise. */
export function readReturnUrl(payload: unknown): string {
  const presentation = z.object({ [claim.launchPresentation]: z.object({ return_url: told }) });
  const parsed = presentation.safeParse(payload);
  return parsed.success ? parsed.data[claim.launchPresentation].return_url : '';
}
