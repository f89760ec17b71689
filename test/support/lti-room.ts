import { randomUUID } from 'node:crypto';
import { createSandbox } from '../../sandbox/platform.ts';
import type {
  AuthResponse,
  LoginInitiation,
  MintChanges,
  Sandbox,
  SandboxOptions,
  ToolIdentity,
} from '../../sandbox/types.ts';
import { ltiOf } from '../../src/lti.ts';
import { sendDueScores } from '../../lti/services/score-sender.ts';
import type { Config } from '../../src/config.ts';
import type { Context } from '../../src/context.ts';
import type { ScoreKey } from '../../storage/scores.ts';
import { enterPresence } from '../../storage/worker-presence.ts';
import { startTestService, type TestService } from './service.ts';

/** The real service registered by hand in a sandbox LMS, with a course, its people, a published module and a link to it. */
export interface LtiRoom {
  service: TestService;
  ctx: Context;
  sandbox: Sandbox;
  identity: ToolIdentity;
  /** Row id of the platform in the service. */
  platformId: string;
  courseId: string;
  teacherId: string;
  learnerId: string;
  otherLearnerId: string;
  module: PublishedModule;
  /** A resource link to the module, with a column. */
  linkId: string;
  lineItemId: string;
  /** A present worker that `sendScores` sends as. */
  senderId: number;
  stop(): Promise<void>;
}

/** A module in the database whose chapters look as if they were cut. */
export interface PublishedModule {
  id: string;
  chapterIds: string[];
}

/** Starts both and furnishes them. */
export async function openLtiRoom(
  options: { sandbox?: SandboxOptions; config?: Partial<Config>; now?: () => Date; worker?: boolean } = {},
): Promise<LtiRoom> {
  const { now, config } = options;
  const service = await startTestService({
    ...(config === undefined ? {} : { config }),
    ...(now === undefined ? {} : { now }),
    worker: options.worker ?? false,
  });
  const sandbox = await createSandbox({
    ...(now === undefined ? {} : { now: () => now().getTime() }),
    ...options.sandbox,
  });
  const room = await furnishRoom(service, sandbox);
  return {
    ...room,
    async stop() {
      await room.stop();
      await service.stop();
    },
  };
}

/** A room in a sandbox of its own beside others of the same service; `stop` closes the sandbox alone. */
export async function furnishRoom(service: TestService, sandbox: Sandbox): Promise<LtiRoom> {
  const { identity, platformId } = await registerByHand(service, sandbox);
  const courseId = sandbox.addCourse({ title: 'Onboarding' }).id;
  const person = (name: string, role: 'Instructor' | 'Learner') => {
    const { id } = sandbox.addUser({ name });
    sandbox.enrol(courseId, id, role);
    return id;
  };
  const module = await publishModule(service.ctx, service.organisation.id);
  const link = sandbox.addResourceLink({
    courseId,
    clientId: identity.clientId,
    title: 'Webinar',
    url: `${service.url}/lti/launch?module=${module.id}`,
  });
  const column = { courseId, clientId: identity.clientId, label: 'Webinar', scoreMaximum: 10 };
  const lineItem = sandbox.addLineItem({ ...column, resourceLinkId: link.id });
  const presence = await enterPresence(service.ctx.databaseUrl, () => undefined);
  return {
    service,
    ctx: service.ctx,
    sandbox,
    identity,
    platformId,
    courseId,
    teacherId: person('Teacher', 'Instructor'),
    learnerId: person('Learner one', 'Learner'),
    otherLearnerId: person('Learner two', 'Learner'),
    module,
    linkId: link.id,
    lineItemId: lineItem.id,
    senderId: presence.workerId,
    async stop() {
      await presence.leave();
      await sandbox.close();
    },
  };
}

/** What an LMS's administrator types in for this service. */
function toolOf(service: TestService) {
  return {
    name: 'Afterclass',
    initiateLoginUri: `${service.url}/lti/login`,
    redirectUris: [`${service.url}/lti/launch`],
    targetLinkUri: `${service.url}/lti/launch`,
    deepLinkingUri: `${service.url}/lti/launch`,
    jwksUri: `${service.url}/lti/jwks`,
  };
}

/** Registers the service in the sandbox, and the sandbox in the service. */
export async function registerByHand(
  service: TestService,
  sandbox: Sandbox,
): Promise<{ identity: ToolIdentity; platformId: string }> {
  const identity = sandbox.registerTool(toolOf(service));
  const { id } = await service.organisation.json<{ id: string }>('/api/platforms', {
    method: 'POST',
    body: {
      issuer: sandbox.issuer,
      clientId: identity.clientId,
      deploymentId: identity.deploymentId,
      authUrl: sandbox.endpoints.authorization,
      tokenUrl: sandbox.endpoints.token,
      jwksUrl: sandbox.endpoints.jwks,
      tokenAudience: sandbox.tokenAudience,
    },
  });
  return { identity, platformId: id };
}

/** Changes the platform as an administrator does. */
export async function changePlatform(
  { service, platformId }: Pick<LtiRoom, 'service' | 'platformId'>,
  changes: { state?: 'active' | 'disabled'; authUrl?: string; jwksUrl?: string; allowAnonymous?: boolean },
): Promise<void> {
  await service.organisation.json(`/api/platforms/${platformId}`, { method: 'PATCH', body: changes });
}

/** Puts a published module with ready chapters into the database: launches do not look at the media. */
export async function publishModule(
  ctx: Context,
  organisationId: string,
  chapters = 2,
): Promise<PublishedModule> {
  const recording = await ctx.db
    .insertInto('recordings')
    .values({
      organisation_id: organisationId,
      title: 'Webinar',
      state: 'ready',
      file_name: null,
      blob_key: null,
      bytes: null,
      duration_ms: chapters * 60_000,
      outline_text: null,
      outline_file_name: null,
      created_by: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const module = await ctx.db
    .insertInto('modules')
    .values({
      organisation_id: organisationId,
      recording_id: recording.id,
      title: 'Webinar',
      state: 'published',
      published_at: ctx.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const rows = Array.from({ length: chapters }, (_, index) => ({
    organisation_id: organisationId,
    module_id: module.id,
    recording_id: recording.id,
    index,
    title: `Chapter ${index + 1}`,
    start_ms: index * 60_000,
    end_ms: (index + 1) * 60_000,
    state: 'ready' as const,
    clip_key: `clips/${randomUUID()}.mp4`,
    clip_revision: 1,
    clip_start_ms: index * 60_000,
    clip_end_ms: (index + 1) * 60_000,
    clip_duration_ms: 60_000,
    clip_bytes: 1000,
    clip_frames: 1500,
    clip_method: 'copy' as const,
    thumbnail_key: null,
    poster_key: null,
  }));
  const inserted = await ctx.db.insertInto('chapters').values(rows).returning(['id', 'index']).execute();
  const chapterIds = inserted.toSorted((one, other) => one.index - other.index).map(({ id }) => id);
  return { id: module.id, chapterIds };
}

/** A browser as far as launches need one: cookies by name, sent back to the service alone. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();

  /** Follows nothing; keeps the cookies that the answer sets. */
  async send(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) {
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) this.keep(cookie);
    return answer;
  }

  /** Posts a form. */
  async post(url: string, form: Readonly<Record<string, string>>, init: RequestInit = {}): Promise<Response> {
    return await this.send(url, { ...init, method: 'POST', body: new URLSearchParams(form) });
  }

  private keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';');
    const [name = '', value = ''] = pair.split('=', 2);
    const isGone =
      value === '' || attributes.some((attribute) => /expires=Thu, 01 Jan 1970/i.test(attribute));
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** Goes to the service's login and gives what it sends to the platform. */
export async function login(browser: TestBrowser, initiation: LoginInitiation): Promise<URL> {
  const answer = await browser.post(initiation.url, initiation.form);
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`login answered ${answer.status}: ${await answer.text()}`);
  return new URL(location);
}

/** Login and the platform's answer to it, honest or changed; not yet posted to the service. */
export async function authorised(
  room: LtiRoom,
  browser: TestBrowser,
  initiation: LoginInitiation,
  changes: MintChanges = {},
): Promise<AuthResponse> {
  return room.sandbox.authorise(await login(browser, initiation), changes);
}

/** A whole launch of the room's link (or another), as the learner (or another). */
export async function launch(
  room: LtiRoom,
  options: { userId?: string; linkId?: string; changes?: MintChanges; browser?: TestBrowser } = {},
): Promise<Response> {
  const browser = options.browser ?? new TestBrowser();
  const initiation = room.sandbox.beginLaunch({
    userId: options.userId ?? room.learnerId,
    resourceLinkId: options.linkId ?? room.linkId,
  });
  const { action, form } = await authorised(room, browser, initiation, options.changes);
  return await browser.post(action, form);
}

/** The launch id in the address that a launch ended at. */
export function launchIdOf(answer: Response): string {
  const location = answer.headers.get('location') ?? '';
  const [, id] = /\/(?:learn|pick)\/([0-9a-f-]{36})$/.exec(location) ?? [];
  if (id === undefined) throw new Error(`the launch ended at ${location || answer.status}`);
  return id;
}

/** Learner and publication of a launch, to score. */
export async function scoreKeyOf(room: LtiRoom, answer: Response): Promise<ScoreKey> {
  const row = await room.ctx.db
    .selectFrom('launches')
    .select(['learner_id as learnerId', 'publication_id as publicationId'])
    .where('id', '=', launchIdOf(answer))
    .executeTakeFirstOrThrow();
  const { learnerId, publicationId } = row;
  if (learnerId === null || publicationId === null)
    throw new Error('the launch has no learner or publication');
  return { learnerId, publicationId };
}

/** Does what a worker's score sender does, once, for this learner in this publication. */
export async function sendScores(room: LtiRoom, key: ScoreKey): Promise<void> {
  await sendDueScores(ltiOf(room.ctx), { senderId: room.senderId, only: key });
}

/** Rows that a refused launch must not add to. */
export async function countRows(room: LtiRoom): Promise<Record<string, number>> {
  const tables = ['login_hints', 'launches', 'learners', 'contexts', 'publications', 'deployments'] as const;
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { count } = await room.ctx.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return [table, count] as const;
    }),
  );
  return Object.fromEntries(counts);
}
