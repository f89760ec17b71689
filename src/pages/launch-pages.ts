import type { LaunchRole } from '../../domain/person.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';

/** Why a launch, a login or a registration came to nothing, and what to do. The reference is what the log says too. */
export function refusedPage(refusal: {
  title: string;
  sentence: string;
  code: string;
  reference: string;
  returnUrl?: string | undefined;
  newWindowUrl?: string | undefined;
}): Page {
  const { title, sentence, code, reference, returnUrl, newWindowUrl } = refusal;
  return {
    title,
    body: html`<p>${sentence}</p>
      ${newWindowUrl === undefined ? undefined : newWindowLink(newWindowUrl)}
      ${returnUrl === undefined ? undefined : html`<p><a href="${returnUrl}">Back to the course</a></p>`}
      <p class="quiet">If you ask for help, say: ${code}, ${reference}.</p>`,
  };
}

/** Inside a frame whose cookies the browser drops (LTI.md rule 10). */
export function newWindowPage(newWindowUrl: string): Page {
  return {
    title: 'Open this activity in its own window',
    body: html`<p>Your browser keeps no cookies for pages that are shown inside another site.</p>
      ${newWindowLink(newWindowUrl)}`,
  };
}

/** A right launch of a link that points at no module. */
export function placesNothingPage(role: LaunchRole): Page {
  return {
    title: 'This link places nothing yet',
    body:
      role === 'trainer'
        ? html`<p>The connection to the LMS works. The link in the course points at no module.</p>
            <p>
              Edit the activity, choose “Select content”, and pick a module or its chapters. Or give the link
              the address that the module’s page shows.
            </p>`
        : html`<p>Your trainer has not chosen a module for this link. There is nothing to do here yet.</p>`,
  };
}

function newWindowLink(url: string) {
  return html`<p>
    <a class="button" href="${url}" target="_blank" rel="noopener">Open in a new window</a>
  </p>`;
}
