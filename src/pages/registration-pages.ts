import type { Registered, RegistrationRequest } from '../../lti/registration/register-platform.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';

/** Asks an administrator of the LMS whether it should be connected. */
export function confirmRegistrationPage(review: {
  request: RegistrationRequest;
  organisationName: string;
  platformHost: string;
}): Page {
  const { request, organisationName, platformHost } = review;
  const fields = Object.entries(request).filter(([, value]) => value !== undefined);
  return {
    title: 'Connect this LMS',
    body: html`<dl>
        <dt>LMS</dt>
        <dd>${platformHost}</dd>
        <dt>Connects to</dt>
        <dd>${organisationName} on Afterclass</dd>
        <dt>The LMS is asked for</dt>
        <dd>
          names and e-mail addresses of those who open activities, and leave to send scores to the gradebook
        </dd>
      </dl>
      <form method="post" action="/lti/register">
        ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <button class="button" type="submit">Connect ${platformHost}</button>
      </form>
      <p class="quiet">Afterwards an administrator of ${organisationName} approves the connection.</p>`,
  };
}

/** The registration is done; what is left to do. Tells the LMS's page, too. */
export function registeredPage(registered: Registered, platformsUrl: string): Page {
  const missing = registered.refusedScopes.map((scope) => scope.split('/').pop() ?? scope).join(', ');
  return {
    title: 'The LMS is connected',
    script: 'close-registration.js',
    body: html`<p>
        ${
          registered.isRenewed
            ? html`${registered.platformName} was connected already. What it told anew is kept; what was
              approved stays so.`
            : html`${registered.platformName} waits for approval. Until then it can open nothing here.`
        }
      </p>
      ${missing === '' ? undefined : html`<p>The LMS did not grant: ${missing}. Scores may stay here.</p>`}
      ${
        registered.hasDeployment
          ? undefined
          : html`<p>The LMS did not name its deployment. Approve that, too, after the first launch.</p>`
      }
      <p>
        <a href="${platformsUrl}" target="_blank" rel="noopener">Approve it under Platforms</a>
      </p>
      <p><button class="button" id="close" type="button">Close and return to the LMS</button></p>`,
  };
}
