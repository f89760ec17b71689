import type { StorageSlot } from '../../lti/launch/platform-storage.ts';
import { html, type Html } from './html.ts';
import type { Page } from './page.ts';

const title = 'Opening the activity';

/** Keeps the login's secret in the LMS's page and goes on to its sign-in (LTI.md rule 9). */
export function keepSecretPage(login: {
  slot: StorageSlot;
  secret: string;
  url: string;
  newWindowUrl: string;
}): Page {
  const { slot, secret, url, newWindowUrl } = login;
  return {
    title,
    script: 'keep-secret.js',
    body: html`<div
        id="storage"
        data-origin="${slot.origin}"
        data-target="${slot.target}"
        data-key="${slot.key}"
        data-secret="${secret}"
        data-url="${url}"
      ></div>
      ${waiting(newWindowUrl)}`,
  };
}

/** Fetches it again and posts the launch with it. */
export function fetchSecretPage(launch: {
  slot: StorageSlot;
  form: Readonly<Record<string, string>>;
  newWindowUrl: string;
}): Page {
  const { slot, form, newWindowUrl } = launch;
  const fields = Object.entries(form);
  return {
    title,
    script: 'fetch-secret.js',
    body: html`<form
        id="storage"
        method="post"
        action="/lti/launch/proof"
        data-origin="${slot.origin}"
        data-target="${slot.target}"
        data-key="${slot.key}"
      >
        ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <input type="hidden" name="secret" value="" />
      </form>
      ${waiting(newWindowUrl)}`,
  };
}

function waiting(newWindowUrl: string): Html {
  const newWindow = html`<p>
      Your browser keeps nothing for pages that are shown inside another site. Open this activity in its own
      window.
    </p>
    <p>
      <a class="button" href="${newWindowUrl}" target="_blank" rel="noopener">Open in a new window</a>
    </p>`;
  return html`<p class="while-waiting" role="status">Asking your course who you are…</p>
    <div class="when-stuck" role="alert">${newWindow}</div>
    <noscript>${newWindow}</noscript>`;
}
