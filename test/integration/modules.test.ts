import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modulesSchema } from '../../domain/api/module.ts';
import { insertModule, type ModuleFixture } from '../support/module.ts';
import { moduleRequests } from '../support/module-requests.ts';
import { startTestService, type TestOrganisation, type TestService } from '../support/service.ts';

let service: TestService;
let us: TestOrganisation;

beforeAll(async () => {
  service = await startTestService();
  us = service.organisation;
});
afterAll(() => service.stop());

const { read, send, refusal } = moduleRequests(() => us);
const newModule = (options?: Parameters<typeof insertModule>[2]): Promise<ModuleFixture> =>
  insertModule(service.ctx, us.id, options);

describe('reading modules', () => {
  it('tells all that the page shows', async () => {
    const { moduleId } = await newModule({ title: 'Shown whole' });
    const module = await read(`/api/modules/${moduleId}`);
    expect(module).toMatchObject({ title: 'Shown whole', state: 'draft', obstacles: [], frameRate: 30 });
    expect(module.recordingUrl).toMatch(/^\/media\/.+signature=/);
    expect(module.chapters.map(({ title }) => title)).toEqual(['Scoping', 'Templates', 'Review']);
    expect(module.chapters[0]).toMatchObject({ clipCurrent: true, questionCount: 0, captionsUrl: null });
  });

  it('lists them by what their titles contain, taking % as a letter', async () => {
    await newModule({ title: 'Ninety % of briefs' });
    const list = async (query: string) =>
      modulesSchema
        .parse(await us.json(`/api/modules?query=${encodeURIComponent(query)}`))
        .modules.map(({ title, chapterCount }) => [title, chapterCount]);
    expect(await list('y % OF')).toEqual([['Ninety % of briefs', 3]]);
    expect(await list('y %% o')).toEqual([]);
  });

  it('counts the captions of each chapter on its own clock', async () => {
    const { moduleId, recordingId } = await newModule();
    const cues = [
      { startMs: 0, endMs: 900, text: 'Welcome.' },
      { startMs: 9500, endMs: 10_500, text: 'Across the boundary.' },
      { startMs: 12_000, endMs: 13_000, text: 'Templates.' },
    ];
    await service.ctx.db
      .insertInto('transcripts')
      .values({ recording_id: recordingId, format: 'webvtt', cues: JSON.stringify(cues) })
      .execute();
    const { chapters } = await read(`/api/modules/${moduleId}`);
    expect(chapters.map(({ captionCueCount }) => captionCueCount)).toEqual([2, 2, 0]);
    expect(chapters.map(({ captionsUrl }) => captionsUrl !== null)).toEqual([true, true, false]);
  });
});

describe('publishing', () => {
  it('publishes, retracts and publishes again, keeping the first day', async () => {
    const { moduleId } = await newModule();
    const published = await send('POST', `/api/modules/${moduleId}/publish`);
    expect(published.state).toBe('published');
    expect(published.publishedAt).not.toBeNull();
    expect((await send('POST', `/api/modules/${moduleId}/retract`)).state).toBe('retracted');
    const again = await send('POST', `/api/modules/${moduleId}/publish`);
    expect(again).toMatchObject({ state: 'published', publishedAt: published.publishedAt });
  });

  it('says as sentences what stands in the way', async () => {
    const { moduleId, chapterIds } = await newModule();
    await service.ctx.db
      .updateTable('chapters')
      .set({ state: 'failed' })
      .where('id', '=', chapterIds[1])
      .execute();
    const { status, problem } = await refusal('POST', `/api/modules/${moduleId}/publish`);
    expect([status, problem.code]).toEqual([409, 'module-not-ready']);
    expect(problem.title).toBe('Chapter 2, "Templates", could not be cut. Try it again.');
    expect((await read(`/api/modules/${moduleId}`)).obstacles).toEqual([problem.title]);
  });

  it('keeps a published module when a new clip of it fails', async () => {
    const { moduleId, chapterIds } = await newModule();
    await send('POST', `/api/modules/${moduleId}/publish`);
    await send('PATCH', `/api/chapters/${chapterIds[0]}`, { endMs: 9000 });
    await service.ctx.db
      .updateTable('chapters')
      .set({ state: 'failed' })
      .where('module_id', '=', moduleId)
      .where('state', '=', 'waiting')
      .execute();
    const module = await send('POST', `/api/modules/${moduleId}/publish`);
    expect(module.state).toBe('published');
    expect(module.obstacles).toHaveLength(2);
    expect(module.chapters[0]).toMatchObject({ state: 'failed', clipCurrent: false, clipDurationMs: 10_000 });
    expect(module.chapters[0]?.clipUrl).not.toBeNull();
  });

  it('has nothing to retract of a draft', async () => {
    const { moduleId } = await newModule();
    expect((await refusal('POST', `/api/modules/${moduleId}/retract`)).problem.code).toBe(
      'module-not-published',
    );
  });
});

describe('changing words and order', () => {
  it('changes title and description of a module, title and completion of a chapter', async () => {
    const { moduleId, chapterIds } = await newModule();
    await send('PATCH', `/api/modules/${moduleId}`, { title: 'New', description: 'What it is' });
    const completion = { watchedShare: 0.5, quizPassed: false, templateOpened: true };
    const module = await send('PATCH', `/api/chapters/${chapterIds[0]}`, { title: 'First', completion });
    expect(module).toMatchObject({ title: 'New', description: 'What it is' });
    expect(module.chapters[0]).toMatchObject({ title: 'First', completion, state: 'ready' });
  });

  it('orders the chapters as asked', async () => {
    const { moduleId, chapterIds } = await newModule();
    const [a, b, c] = chapterIds;
    const module = await send('PUT', `/api/modules/${moduleId}/order`, { chapterIds: [c, a, b] });
    expect(module.chapters.map(({ id, index }) => [id, index])).toEqual([
      [c, 0],
      [a, 1],
      [b, 2],
    ]);
  });

  it.each([
    ['leaves one out', ([a, b]: string[]) => [a, b]],
    ['names one twice', ([a, b]: string[]) => [a, b, b]],
    ['names a stranger', ([a, b]: string[]) => [a, b, crypto.randomUUID()]],
  ])('refuses an order that %s', async (_, of) => {
    const { moduleId, chapterIds } = await newModule();
    const { status, problem } = await refusal('PUT', `/api/modules/${moduleId}/order`, {
      chapterIds: of([...chapterIds]),
    });
    expect([status, problem.code]).toEqual([422, 'order-incomplete']);
  });
});

describe('what is not ours', () => {
  it('is not there, in any way of asking', async () => {
    const { moduleId, chapterIds } = await newModule();
    const them = await service.addOrganisation('Somebody else');
    const [a, b, c] = chapterIds;
    const asked: [string, string, unknown?][] = [
      ['GET', `/api/modules/${moduleId}`],
      ['PATCH', `/api/modules/${moduleId}`, { title: 'Mine now' }],
      ['POST', `/api/modules/${moduleId}/publish`],
      ['POST', `/api/modules/${moduleId}/retract`],
      ['PUT', `/api/modules/${moduleId}/order`, { chapterIds: [c, b, a] }],
      ['PUT', `/api/modules/${moduleId}/boundaries`, { chapters: [{ id: a, startMs: 0, endMs: 9000 }] }],
      ['PATCH', `/api/chapters/${a}`, { title: 'Mine now' }],
      ['POST', `/api/chapters/${a}/split`, { atMs: 5000, title: 'x' }],
      ['POST', `/api/chapters/${a}/merge`],
      ['POST', `/api/chapters/${a}/cancel`],
      ['POST', `/api/chapters/${a}/retry`],
      ['GET', `/api/chapters/${a}/quiz`],
      ['PUT', `/api/chapters/${a}/quiz`, { version: 0, questions: [] }],
    ];
    for (const [method, path, body] of asked) {
      expect([path, (await refusal(method, path, body, them)).status]).toEqual([path, 404]);
    }
    expect((await read(`/api/modules/${moduleId}`)).chapters[0]).toMatchObject({
      title: 'Scoping',
      state: 'ready',
    });
    expect(modulesSchema.parse(await them.json('/api/modules')).modules).toEqual([]);
  });

  it('answers 404 for what cannot be an id, and 401 to strangers', async () => {
    expect((await refusal('GET', '/api/modules/..%2f..%2fetc')).status).toBe(404);
    expect((await fetch(`${service.url}/api/modules`)).status).toBe(401);
  });
});
