import { z } from 'zod';
import { AppError } from '../../domain/app-error.ts';
import type { Lti } from '../lti.ts';
import { LtiRequestError } from '../lti-error.ts';
import { readJson } from '../services/read-json.ts';
import { configuration } from '../vocabulary.ts';

const address = z.url({ protocol: /^https?$/ }).max(2000);

const configurationSchema = z.object({
  issuer: z.string().min(1).max(500),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  authorization_server: z.string().min(1).max(500).optional(),
  id_token_signing_alg_values_supported: z.array(z.string()),
  scopes_supported: z.array(z.string()).optional(),
  [configuration.platform]: z
    .object({ product_family_code: z.string().max(100).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
export type PlatformConfiguration = z.infer<typeof configurationSchema>;

/** Who serves its configuration on another host than its issuer's, reviewed one by one: issuer → host. */
const servedElsewhere = new Map([['https://blackboard.com', 'developer.blackboard.com']]);

type Caller = Pick<Lti, 'fetchPlatform' | 'allowPrivateNetworks'>;

/** Fetches and checks a platform's openid-configuration (rules 30 and 39). Throws `LtiRequestError`. */
export async function fetchConfiguration(
  lti: Caller,
  url: string,
  registrationToken: string | undefined,
): Promise<PlatformConfiguration> {
  const answer = await fetchDocument(lti, url, registrationToken);
  const parsed = configurationSchema.safeParse(readJson(answer));
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new LtiRequestError(
      'configuration-malformed',
      `The LMS’s configuration lacks or misstates: ${names}.`,
    );
  }
  checkConfiguration(lti, url, parsed.data);
  return parsed.data;
}

async function fetchDocument(lti: Caller, url: string, token: string | undefined): Promise<string> {
  const headers = {
    accept: 'application/json',
    // Canvas asks for it here too (rule 38).
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const answer = await lti.fetchPlatform(url, { headers });
    if (answer.status === 200) return answer.text;
    throw new LtiRequestError(
      'configuration-refused',
      `The LMS’s configuration could not be read: its address answered ${answer.status}.`,
    );
  } catch (cause) {
    if (!(cause instanceof AppError) || cause instanceof LtiRequestError) throw cause;
    throw new LtiRequestError(
      'configuration-unreachable',
      `The LMS’s configuration could not be read. ${cause.message}`,
      {
        cause,
      },
    );
  }
}

function checkConfiguration(lti: Caller, url: string, read: PlatformConfiguration): void {
  const host = new URL(url).host;
  if (URL.parse(read.issuer)?.host !== host && servedElsewhere.get(read.issuer) !== host) {
    throw new LtiRequestError(
      'issuer-mismatch',
      `The configuration at ${host} speaks for ${read.issuer}, another host.`,
    );
  }
  if (!read.id_token_signing_alg_values_supported.includes('RS256')) {
    throw new LtiRequestError('algorithm-unsupported', 'The LMS does not sign its launches with RS256.');
  }
  const endpoints = [
    read.authorization_endpoint,
    read.token_endpoint,
    read.jwks_uri,
    read.registration_endpoint,
  ];
  if (!lti.allowPrivateNetworks && endpoints.some((endpoint) => !endpoint.startsWith('https:'))) {
    throw new LtiRequestError(
      'endpoint-not-https',
      'The LMS’s configuration names an address that is not https.',
    );
  }
}
