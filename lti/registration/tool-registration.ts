import { z } from 'zod';
import { sealText } from '../keys/sealed-text.ts';
import type { Lti } from '../lti.ts';
import { LtiRequestError } from '../lti-error.ts';
import type { PlatformAnswer } from '../services/fetch-platform.ts';
import { readJson } from '../services/read-json.ts';
import { organisationJwksUrl, toolAddresses } from '../tool-addresses.ts';
import { configuration, messageType } from '../vocabulary.ts';

/** Our name in every LMS. */
export const clientName = 'Afterclass';
/** What we are, where an LMS shows more than the name. */
export const clientDescription =
  'Chapters of live webinars with their quizzes and templates, at each learner’s own pace.';

/** Our own configuration as a platform takes it (rule 40). */
export function describeTool(
  publicUrl: string,
  { organisationId, scopes }: { organisationId: string; scopes: readonly string[] },
): Record<string, unknown> {
  const { loginUrl, launchUrl, redirectUri, domain } = toolAddresses(publicUrl);
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: loginUrl,
    redirect_uris: [redirectUri],
    client_name: clientName,
    jwks_uri: organisationJwksUrl(publicUrl, organisationId),
    token_endpoint_auth_method: 'private_key_jwt',
    scope: scopes.join(' '),
    [configuration.tool]: {
      domain,
      description: clientDescription,
      target_link_uri: launchUrl,
      claims: ['iss', 'sub', 'name', 'given_name', 'family_name', 'email'],
      messages: [
        { type: messageType.resourceLink, target_link_uri: launchUrl, label: clientName },
        { type: messageType.deepLinking, target_link_uri: launchUrl, label: `Choose from ${clientName}` },
      ],
    },
  };
}

/** Of the scopes asked for, those not granted. Fewer are no failure: scores then stay here (row 88). */
export function refusedScopes(asked: readonly string[], granted: string | undefined): readonly string[] {
  if (granted === undefined) return [];
  const names = granted.split(' ');
  return asked.filter((scope) => !names.includes(scope));
}

const deploymentId = z.union([z.string().min(1).max(255), z.number().int().transform(String)]);
const grantedSchema = z.object({
  client_id: z.string().min(1).max(500),
  scope: z.string().optional(),
  // Where it can be changed later (RFC 7592 §3), from platforms that let it.
  registration_client_uri: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional()
    .catch(undefined),
  // Of other characters no header could be made.
  registration_access_token: z
    .string()
    .regex(/^[\x21-\x7e]{1,8000}$/)
    .optional()
    .catch(undefined),
  [configuration.tool]: z.object({ deployment_id: deploymentId.optional() }).optional().catch(undefined),
});

export type GrantedRegistration = z.infer<typeof grantedSchema>;

/** What the platform made of it. Throws `registration-refused` or `registration-answer-malformed`. */
export function readGranted(answer: PlatformAnswer): GrantedRegistration {
  if (answer.status !== 200 && answer.status !== 201) {
    throw new LtiRequestError(
      'registration-refused',
      `The LMS refused the registration (${answer.status}). Start it anew from the LMS.`,
    );
  }
  const granted = grantedSchema.safeParse(readJson(answer.text));
  if (granted.success) return granted.data;
  throw new LtiRequestError(
    'registration-answer-malformed',
    'The LMS answered the registration without a client id.',
  );
}

/** Where the registration can be changed, with its token encrypted for that address; undefined where it cannot be. */
export function sealRegistration(
  { encryptionKey }: Pick<Lti, 'encryptionKey'>,
  { registration_client_uri: url, registration_access_token: token }: GrantedRegistration,
): { url: string; tokenEncrypted: Buffer } | undefined {
  if (url === undefined || token === undefined) return undefined;
  return { url, tokenEncrypted: sealText(encryptionKey, url, token) };
}
