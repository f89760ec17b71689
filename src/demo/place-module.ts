import { z } from 'zod';
import type { Module } from '../../domain/api/module.ts';
import { pickedSchema } from '../../domain/api/picker.ts';
import { inviteSchema, platformsSchema, type Platform } from '../../domain/api/platform.ts';
import { AppError } from '../../domain/app-error.ts';
import type { Seeded } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import type { ApiClient } from './api-client.ts';
import { Browserless, formOf, type Visit } from './browserless.ts';

/** Registers the service in the sandbox LMS by dynamic registration, both sides approving. Gives its client id there. */
export async function registerInSandbox(api: ApiClient, sandbox: Sandbox, origin: string): Promise<string> {
  const before = await platformsOf(api, sandbox);
  // An earlier run may have had another port: then its registration leads nowhere.
  const known = sandbox
    .tools()
    .find(
      (tool) =>
        tool.targetLinkUri.startsWith(`${origin}/`) &&
        before.some(({ clientId }) => clientId === tool.clientId),
    );
  if (known) return known.clientId;

  const { url } = inviteSchema.parse(await api.post('/api/platforms/invites', {}));
  const browser = new Browserless();
  const asked = await browser.open(sandbox.registrationUrl(url), origin);
  const form = formOf(asked);
  if (!form) throw failed('The registration page has no form', asked);
  const done = await browser.post(form.action, form.fields, origin);
  if (done.status >= 400) throw failed('The registration failed', done);

  const platform = (await platformsOf(api, sandbox)).find(({ id }) => !before.some((one) => one.id === id));
  if (!platform) throw failed('The registration made no platform', done);
  await api.patch(`/api/platforms/${platform.id}`, { state: 'active' });
  for (const deployment of platform.deployments) {
    await api.patch(`/api/platforms/${platform.id}/deployments/${deployment.id}`, { state: 'active' });
  }
  sandbox.activateTool(platform.clientId);
  return platform.clientId;
}

/** Places every chapter of the module in the course with one deep linking return, unless they stand there already. */
export async function placeInCourse(
  sandbox: Sandbox,
  { teacherId, courseId }: Seeded,
  clientId: string,
  module: Module,
  origin: string,
): Promise<number> {
  const placed = sandbox.resourceLinks(courseId).filter((link) => link.clientId === clientId);
  if (placed.length > 0) return placed.length;

  const browser = new Browserless();
  const login = sandbox.beginDeepLinking({ userId: teacherId, courseId, clientId });
  const leaving = await browser.post(login.url, login.form, origin);
  if (!leaving.url.startsWith(sandbox.origin))
    throw failed('The login did not lead to the platform', leaving);
  const answer = sandbox.authorise(leaving.url);
  const picker = await browser.post(answer.action, answer.form, origin);
  const launchId = z.uuid().safeParse(/\/pick\/([^/?#]+)/.exec(picker.url)?.[1]);
  if (!launchId.success) throw failed('The launch did not lead to the picker', picker);
  const response = await browser.send(`${origin}/api/picker/${launchId.data}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-launch': launchId.data },
    body: JSON.stringify({
      items: module.chapters.map(({ id }) => ({ moduleId: module.id, chapterId: id })),
    }),
  });
  if (!response.ok)
    throw new AppError('demo-failed', `The picker answered ${response.status}.`, { status: 500 });
  const { returnUrl, jwt } = pickedSchema.parse(await response.json());
  const { links } = await sandbox.acceptDeepLink(returnUrl, jwt);
  return links.length;
}

async function platformsOf(api: ApiClient, sandbox: Sandbox): Promise<Platform[]> {
  const { platforms } = platformsSchema.parse(await api.get('/api/platforms'));
  return platforms.filter((platform) => platform.issuer === sandbox.issuer);
}

function failed(what: string, visit: Visit): AppError {
  const said = /<h1[^>]*>([^<]*)/.exec(visit.body)?.[1]?.trim();
  return new AppError('demo-failed', `${what} (${visit.status}${said ? `: ${said}` : ''}).`, { status: 500 });
}
