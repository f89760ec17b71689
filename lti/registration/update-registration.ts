import { AppError } from '../../domain/app-error.ts';
import { findRegistration, setRegistration } from '../../storage/platform-registrations.ts';
import { unsealText } from '../keys/sealed-text.ts';
import type { Lti } from '../lti.ts';
import { LtiRequestError } from '../lti-error.ts';
import { wantedScopes } from '../vocabulary.ts';
import { describeTool, readGranted, refusedScopes, sealRegistration } from './tool-registration.ts';

/**
 * Sends a platform our configuration as it is now, addresses and scopes, to where it said that our registration can be changed
 * (RFC 7592 §2.2); gives the scopes that it does not grant. Throws `LtiRequestError`; then nothing is changed here.
 */
export async function updateRegistration(
  lti: Lti,
  organisationId: string,
  platformId: string,
): Promise<{ refusedScopes: readonly string[] }> {
  const known = await findRegistration(lti.db, organisationId, platformId);
  if (known.registration === undefined) {
    throw new LtiRequestError(
      'registration-not-updatable',
      'This LMS did not say where its registration can be changed. Change it in the LMS, or register anew.',
      { status: 409 },
    );
  }
  const { url } = known.registration;
  const token = readToken(lti, known.registration);
  const answer = await lti
    .fetchPlatform(url, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({
        ...describeTool(lti.publicUrl, { organisationId, scopes: wantedScopes }),
        client_id: known.clientId,
      }),
    })
    .catch((cause: unknown) => {
      if (!(cause instanceof AppError)) throw cause;
      throw new LtiRequestError(
        'registration-unreachable',
        `The LMS took no change of the registration. ${cause.message}`,
        { cause },
      );
    });
  const granted = readGranted(answer);
  if (granted.client_id !== known.clientId) {
    throw new LtiRequestError(
      'registration-answer-malformed',
      'The LMS answered with the registration of another tool.',
    );
  }
  // It may hand out another token each time (RFC 7592 §3).
  const next = sealRegistration(lti, {
    ...granted,
    registration_client_uri: granted.registration_client_uri ?? url,
  });
  if (next !== undefined) await setRegistration(lti.db, platformId, next);
  return { refusedScopes: refusedScopes(wantedScopes, granted.scope) };
}

function readToken(
  { encryptionKey }: Pick<Lti, 'encryptionKey'>,
  { url, tokenEncrypted }: { url: string; tokenEncrypted: Buffer },
): string {
  try {
    return unsealText(encryptionKey, url, tokenEncrypted);
  } catch (cause) {
    throw new LtiRequestError(
      'registration-token-unreadable',
      'The token of this registration was kept under another secret. Give the service back its AFTERCLASS_SECRET, or register anew.',
      { cause },
    );
  }
}
