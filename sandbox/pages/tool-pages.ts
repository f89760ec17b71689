import type { RegisteredTool, SandboxUser } from '../nouns.ts';
import type { SandboxEndpoints } from '../types.ts';
import { toolFrame } from './course-pages.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { notice, page } from './layout.ts';

const toolsTrail: readonly (readonly [string, string])[] = [['/admin/tools', 'External tools']];

/** All registered tools, and the one field that registers another. */
export function toolsPage(
  user: SandboxUser,
  tools: readonly RegisteredTool[],
  said: Html | undefined,
): string {
  return page(
    { title: 'External tools', user },
    html`${said}
      <h2>Register a tool</h2>
      <form method="get" action="/admin/tools/register" class="one-field">
        <label for="url">Registration URL</label>
        <p class="hint" id="url-hint">Paste the address that the tool's own administrator page gives you.</p>
        <div class="joined">
          <input id="url" name="url" type="url" required aria-describedby="url-hint" autocomplete="off" />
          <button class="primary">Register tool</button>
        </div>
      </form>
      <p>No registration URL? <a href="/admin/tools/new">Register a tool by hand</a>.</p>
      <h2>Registered tools</h2>
      ${tools.length === 0 && html`<p class="quiet">No tool is registered yet.</p>`}
      <ul class="tools">
        ${tools.map(toolRow)}
      </ul>`,
  );
}

/** The tool's own registration page in a frame; its closing message brings the list back. */
export function registerPage(user: SandboxUser, source: string): string {
  return page(
    { title: 'Register a tool', user, wide: true, trail: toolsTrail, scripts: ['register.js'] },
    html`<p>
        ${new URL(source).host} asks to be registered. Finish there, then activate the tool in the list.
      </p>
      ${toolFrame(source, 'Registration page of the tool', new URL(source).origin)}
      <p class="beside-frame"><a href="/admin/tools">Back to External tools</a></p>`,
  );
}

/** One tool: what its administrator types into it, and what it gave here. */
export function toolPage(
  user: SandboxUser,
  tool: RegisteredTool,
  origin: string,
  endpoints: SandboxEndpoints,
): string {
  return page(
    { title: tool.name, user, trail: toolsTrail },
    html`${tool.state === 'pending' && notice('plain', 'Pending: teachers cannot use it before you activate it.')}
      <div class="actions">
        ${tool.state === 'pending' && activateForm(tool)}
        <form method="post" action="/admin/tools/${tool.clientId}/remove"><button>Remove</button></form>
      </div>
      <h2>What the tool needs to know</h2>
      ${definitions([
        ['Issuer (platform ID)', origin],
        ['Client ID', tool.clientId],
        ['Deployment ID', tool.deploymentIds.join(', ')],
        ['Authentication request URL', endpoints.authorization],
        ['Access token URL', endpoints.token],
        ['Public keyset URL', endpoints.jwks],
      ])}
      <h2>What the tool gave</h2>
      ${definitions([
        ['Login initiation URL', tool.initiateLoginUri],
        ['Redirect URIs', tool.redirectUris.join(', ')],
        ['Launch URL', tool.targetLinkUri],
        ['Public keyset URL', tool.jwksUri],
        ['Deep linking URL', tool.deepLinkingUri ?? 'none'],
        ['Services', tool.scopes.map((granted) => granted.split('/').at(-1)).join(', ') || 'none'],
        [
          'Shares',
          [tool.sharesName && 'names', tool.sharesEmail && 'e-mail addresses'].filter(Boolean).join(', ') ||
            'no personal data',
        ],
      ])}`,
  );
}

/** The fields of a registration by hand, as typed. */
export type ToolForm = Readonly<Record<string, string>>;

/** Registration by hand; after a refusal with what was typed and what is wrong, beside each field. */
export function newToolPage(
  user: SandboxUser,
  typed: ToolForm,
  wrong: Readonly<Record<string, string>>,
): string {
  const field = (name: string, label: string, hint: string, multiline = false) =>
    textField({ name, label, hint, multiline, typed, wrong });
  return page(
    { title: 'Register a tool by hand', user, trail: toolsTrail },
    html`${Object.keys(wrong).length > 0 && notice('bad', 'Some fields need another look.')}
      <form method="post" action="/admin/tools/new" class="fields" novalidate>
        ${field('name', 'Name', 'Shown to teachers.')}
        ${field('targetLinkUri', 'Launch URL', 'Where activities open.')}
        ${field('initiateLoginUri', 'Login initiation URL', 'Where every launch begins.')}
        ${field('redirectUris', 'Redirect URIs', 'One on a line. Compared letter by letter.', true)}
        ${field('jwksUri', 'Public keyset URL', "The tool's keys.")}
        ${field('deepLinkingUri', 'Deep linking URL', 'The picker. Leave empty if the tool has none.')}
        <fieldset>
          <legend>May the tool…</legend>
          ${checkbox('grades', 'send results to the gradebook', typed)}
          ${checkbox('columns', 'add and change gradebook columns', typed)}
          ${checkbox('roster', 'read who is in the course', typed)}
          ${checkbox('sharesName', 'see names', typed)}
          ${checkbox('sharesEmail', 'see e-mail addresses', typed)}
        </fieldset>
        <button class="primary">Register tool</button>
      </form>`,
  );
}

function toolRow(tool: RegisteredTool): Html {
  return html`<li>
    <div>
      <a href="/admin/tools/${tool.clientId}">${tool.name}</a>
      <span class="state ${tool.state}">${tool.state === 'active' ? 'Active' : 'Pending'}</span>
      <p class="quiet">${tool.description ?? new URL(tool.targetLinkUri).host}</p>
    </div>
    ${tool.state === 'pending' && activateForm(tool)}
  </li>`;
}

function activateForm(tool: RegisteredTool): Html {
  return html`<form method="post" action="/admin/tools/${tool.clientId}/activate">
    <button class="primary">Activate <span class="unseen">${tool.name}</span></button>
  </form>`;
}

function definitions(pairs: readonly (readonly [term: string, value: string])[]): Html {
  return html`<dl>
    ${pairs.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd><code>${value}</code></dd>
        </div>`,
    )}
  </dl>`;
}

interface TextField {
  name: string;
  label: string;
  hint: string;
  multiline: boolean;
  typed: ToolForm;
  wrong: Readonly<Record<string, string>>;
}

function textField({ name, label, hint, multiline, typed, wrong }: TextField): Html {
  const problem = wrong[name];
  const described = problem === undefined ? `${name}-hint` : `${name}-hint ${name}-problem`;
  const invalid = problem === undefined ? 'false' : 'true';
  const value = typed[name] ?? '';
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <p class="hint" id="${name}-hint">${hint}</p>
    ${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem}</p>`}
    ${
      multiline
        ? html`<textarea
            id="${name}"
            name="${name}"
            rows="3"
            aria-describedby="${described}"
            aria-invalid="${invalid}"
          >
${value}</textarea>`
        : html`<input
            id="${name}"
            name="${name}"
            value="${value}"
            aria-describedby="${described}"
            aria-invalid="${invalid}"
          />`
    }
  </div>`;
}

function checkbox(name: string, label: string, typed: ToolForm): Html {
  const box =
    typed[name] === undefined
      ? html`<input type="checkbox" name="${name}" value="yes" />`
      : html`<input type="checkbox" name="${name}" value="yes" checked />`;
  return html`<label class="check">${box} ${label}</label>`;
}
