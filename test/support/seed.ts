import { openAsBlob } from 'node:fs';
import { moduleSchema, type Module } from '../../domain/api/module.ts';
import { inviteSchema, platformSchema } from '../../domain/api/platform.ts';
import { recordingSchema } from '../../domain/api/recording.ts';
import { placementCustom, placementUrl } from '../../lti/tool-addresses.ts';
import { ingestFolder } from '../../pipelines/ingest/ingest-folder.ts';
import { cutKey } from '../../pipelines/jobs/recut-chapters.ts';
import { createSandbox } from '../../sandbox/platform.ts';
import { seedSandbox, type Seeded } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import type { Context } from '../../src/context.ts';
import { createApiClient, type ApiClient } from '../../src/demo/api-client.ts';
import { placeInCourse, registerInSandbox } from '../../src/demo/place-module.ts';
import { hashPassword } from '../../src/password.ts';
import { hashToken, newToken } from '../../src/tokens.ts';
import { insertOrganisation, insertUser } from '../../storage/accounts.ts';
import { insertApiToken } from '../../storage/api-tokens.ts';
import { listChapters } from '../../storage/chapters.ts';
import type { SampleFiles } from './sample-files.ts';
import { seedPictures } from './seed-pictures.ts';
import { seedSoundSession, type SoundSession } from './seed-session.ts';
import { settleRecording, settleFirstRenditions } from './settle-recording.ts';

/** Somebody who signs in to the studio. */
export interface Account {
  email: string;
  password: string;
}

/** A service in which every page has something to show, with the LMS that its module is placed in. */
export interface World {
  url: string;
  ctx: Context;
  sandbox: Sandbox;
  lms: Seeded & {
    clientId: string;
    moduleLinkId: string;
    sessionLinkId: string;
    emptyLinkId: string;
    chapterLinkIds: string[];
    /** The page of the module's SCORM package that plays it. */
    packageUrl: string;
  };
  administrator: Account;
  /** Of an organisation that has nothing yet. */
  newcomer: Account;
  files: SampleFiles;
  module: Module;
  /** Sound alone, with what was asked and said in it. */
  session: SoundSession;
  /** Recordings, by where they stand. */
  recordings: { ready: string; working: string; failed: string; waiting: string };
  /** A draft that came without an outline: one chapter, and a proposal. */
  proposedModuleId: string;
  /** Asks for the address with which another LMS would register. */
  invite: () => Promise<string>;
  close: () => Promise<void>;
}

/** Fills a running service with a worker. Everything is made through the API, but what must stand still at work. */
export async function seedWorld(ctx: Context, files: SampleFiles): Promise<World> {
  const url = ctx.publicUrl;
  const administrator = { email: 'ada@northwind.example', password: 'three quiet words' };
  const newcomer = { email: 'new@example.org', password: 'three quiet words' };
  const { organisationId } = await addAccount(ctx, 'Northwind Training', 'Ada Lindqvist', administrator);
  await addAccount(ctx, 'Just begun', 'Noor Haddad', newcomer);
  const token = newToken();
  await insertApiToken(ctx.db, { organisationId, name: 'Nightly upload', tokenHash: hashToken(token) });
  const api = createApiClient(url, token);
  await api.post('/api/users', { email: 'sam@northwind.example', role: 'trainer' });

  const sandbox = await createSandbox();
  const seeded = seedSandbox(sandbox);
  const clientId = await registerInSandbox(api, sandbox, url);
  await addPendingLms(ctx, api, sandbox);

  const ready = await upload(api, files, { title: 'Running a small project' });
  const working = await upload(api, files, { title: 'Planning the quarter: questions and answers' });
  const failed = await upload(api, files, { title: 'Budget review, second half', truncated: true });
  const waiting = await upload(api, files, { title: 'Onboarding for team leads', outline: false });
  await api.post('/api/recordings', { title: 'Safety briefing' });
  const session = await seedSoundSession(api, files);
  const proposed = await ingestWithoutOutline(ctx, organisationId, files);
  const settled = await Promise.all([ready, working, failed, waiting].map((id) => settleRecording(api, id)));
  await standAtWork(ctx, working);

  const moduleId = settled[0]?.moduleId ?? '';
  await api.patch(`/api/modules/${moduleId}`, { renditions: true });
  await settleFirstRenditions(api, moduleId);
  await seedPictures(api, moduleSchema.parse(await api.get(`/api/modules/${moduleId}`)));
  const module = moduleSchema.parse(await api.post(`/api/modules/${moduleId}/publish`, {}));
  await placeInCourse(sandbox, seeded, clientId, module, url);
  const { courseId } = seeded;
  const chapterLinkIds = sandbox.resourceLinks(courseId).map(({ id }) => id);
  const link = { courseId, clientId, title: module.title };
  const moduleLink = sandbox.addResourceLink({ ...link, ...placementOf(url, moduleId) });
  const sessionLink = sandbox.addResourceLink({ ...link, ...placementOf(url, session.module.id) });
  const emptyLink = sandbox.addResourceLink({ ...link, title: 'Not chosen yet' });
  return {
    url,
    ctx,
    sandbox,
    lms: {
      ...seeded,
      clientId,
      moduleLinkId: moduleLink.id,
      sessionLinkId: sessionLink.id,
      emptyLinkId: emptyLink.id,
      chapterLinkIds,
      packageUrl: await importPackage(sandbox, url, { moduleId, token }),
    },
    administrator,
    newcomer,
    files,
    module,
    session,
    recordings: { ready, working, failed, waiting },
    proposedModuleId: (await settleRecording(api, proposed)).moduleId ?? '',
    invite: async () => inviteSchema.parse(await api.post('/api/platforms/invites', {})).url,
    close: () => sandbox.close(),
  };
}

function placementOf(url: string, moduleId: string) {
  const placement = { moduleId, chapterId: undefined };
  return { url: placementUrl(url, placement), custom: placementCustom(placement) };
}

/** Puts the module's package into a course of its own, and gives the address of what plays it. */
async function importPackage(
  sandbox: Sandbox,
  url: string,
  { moduleId, token }: { moduleId: string; token: string },
): Promise<string> {
  const path = `/api/modules/${moduleId}/package?format=scorm-2004&parts=module`;
  const answer = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`the package answered ${answer.status}: ${await answer.text()}`);
  const { scorm } = sandbox.importPackage(sandbox.addCourse({ title: 'Packages' }).id, await answer.bytes());
  return `${sandbox.origin}/scorm/${scorm?.id ?? ''}/content/${scorm?.items[0]?.path ?? ''}`;
}

async function addAccount(
  ctx: Context,
  organisation: string,
  name: string,
  { email, password }: Account,
): Promise<{ organisationId: string }> {
  const organisationId = await insertOrganisation(ctx.db, organisation);
  const passwordHash = await hashPassword(password);
  await insertUser(ctx.db, { organisationId, email, name, role: 'administrator', passwordHash });
  return { organisationId };
}

/** A second one, which waits for approval. */
async function addPendingLms(ctx: Context, api: ApiClient, sandbox: Sandbox): Promise<void> {
  const { endpoints } = sandbox;
  const platform = platformSchema.parse(
    await api.post('/api/platforms', {
      name: 'Campus Moodle',
      issuer: 'https://moodle.example.org',
      clientId: 'Zr4kWq1tB9xUe7L',
      deploymentId: '3',
      authUrl: endpoints.authorization,
      tokenUrl: endpoints.token,
      jwksUrl: endpoints.jwks,
    }),
  );
  await ctx.db
    .updateTable('platforms')
    .set({ state: 'pending', registered_by: 'dynamic' })
    .where('id', '=', platform.id)
    .execute();
}

async function upload(
  api: ApiClient,
  files: SampleFiles,
  { title, outline = true, truncated = false }: { title: string; outline?: boolean; truncated?: boolean },
): Promise<string> {
  const form = new FormData();
  form.set('title', title);
  const recording = await openAsBlob(files.recording);
  form.set('recording', truncated ? recording.slice(0, 20_000) : recording, 'webinar.mp4');
  if (outline) form.set('outline', await openAsBlob(files.outline), 'outline.txt');
  form.set('transcript', await openAsBlob(files.transcript), 'transcript.vtt');
  form.set('quiz', await openAsBlob(files.quiz), 'quiz.gift');
  form.append('attachments', await openAsBlob(files.template), 'Scoping template.csv');
  return recordingSchema.parse(await api.send('POST', '/api/recordings', form)).id;
}

async function ingestWithoutOutline(
  ctx: Context,
  organisationId: string,
  files: SampleFiles,
): Promise<string> {
  const { sessions } = await ingestFolder(ctx, {
    ...{ organisationId, createdBy: null, title: 'Scoping workshop' },
    ...{ boundaries: 'exact', onRefusal: 'throw', paths: [files.recording, files.transcript] },
  });
  return sessions[0]?.recordingId ?? '';
}

/** A recording in the middle of the work, which does not go on: its jobs wait for an hour that never comes. */
async function standAtWork(ctx: Context, recordingId: string): Promise<void> {
  const chapters = await listChapters(ctx.db, recordingId);
  for (const { id, index, revision } of chapters.slice(2)) {
    const key = cutKey(id, revision + 1);
    await ctx.queue.send(
      'cut-chapter',
      { chapterId: id, revision: revision + 1 },
      { key, startAfterSeconds: 3600 },
    );
    const isFirst = index === chapters[2]?.index;
    await ctx.db
      .updateTable('chapters')
      .set({
        revision: revision + 1,
        state: isFirst ? 'cutting' : 'waiting',
        progress: isFirst ? 40 : 0,
        clip_key: null,
        thumbnail_key: null,
        poster_key: null,
      })
      .where('id', '=', id)
      .execute();
  }
  await ctx.db
    .deleteFrom('recording_events')
    .where('recording_id', '=', recordingId)
    .where((eb) => eb.or([eb('chapter_index', '>', chapters[1]?.index ?? 0), eb('message', 'like', 'All %')]))
    .execute();
  await ctx.db.updateTable('recordings').set({ state: 'cutting' }).where('id', '=', recordingId).execute();
}
