import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
const pendingCuts = async (): Promise<string[]> => {
  const chapters = await service.ctx.db
    .selectFrom('chapters')
    .select('id')
    .where('state', '=', 'waiting')
    .where('organisation_id', '=', us.id)
    .execute();
  return chapters.map(({ id }) => id);
};
const settleCuts = () =>
  service.ctx.db.updateTable('chapters').set({ state: 'ready' }).where('state', '=', 'waiting').execute();

describe('moving boundaries', () => {
  it('cuts only the two chapters beside the boundary again, and keeps their clips until then', async () => {
    await settleCuts();
    const { moduleId, chapterIds } = await newModule();
    const before = await service.ctx.queue.pending('cut-chapter');
    const module = await send('PATCH', `/api/chapters/${chapterIds[1]}`, { startMs: 11_000 });
    expect(module.chapters.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 11_000],
      [11_000, 20_000],
      [20_000, 30_000],
    ]);
    expect(module.chapters.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'ready']);
    expect(module.chapters.map(({ clipCurrent }) => clipCurrent)).toEqual([false, false, true]);
    expect(module.chapters.every(({ clipUrl }) => clipUrl !== null)).toBe(true);
    expect((await pendingCuts()).toSorted()).toEqual(chapterIds.slice(0, 2).toSorted());
    expect((await service.ctx.queue.pending('cut-chapter')) - before).toBe(2);
    expect(moduleId).toBe(module.id);
  });

  it('moves several at once, and cuts nothing that did not change', async () => {
    await settleCuts();
    const { moduleId, chapterIds } = await newModule();
    const [a, b, c] = chapterIds;
    await send('PUT', `/api/modules/${moduleId}/boundaries`, {
      chapters: [
        { id: a, startMs: 0, endMs: 10_000 },
        { id: b, startMs: 10_000, endMs: 19_000 },
        { id: c, startMs: 19_500, endMs: 30_000 },
      ],
    });
    expect((await pendingCuts()).toSorted()).toEqual([b, c].toSorted());
  });

  it.each([
    ['overlaps its neighbour', { endMs: 15_000, startMs: 9000 }, 'boundaries', 'boundary-overlap'],
    ['goes beyond the end', { startMs: 10_000, endMs: 30_001 }, 'boundaries', 'boundary-beyond-end'],
    ['leaves a chapter no length', { startMs: 19_900 }, 'patch', 'boundary-too-short'],
  ])('refuses one that %s and changes nothing', async (_, to, way, code) => {
    const { moduleId, chapterIds } = await newModule();
    const [, b] = chapterIds;
    const { status, problem } =
      way === 'patch'
        ? await refusal('PATCH', `/api/chapters/${b}`, to)
        : await refusal('PUT', `/api/modules/${moduleId}/boundaries`, { chapters: [{ id: b, ...to }] });
    expect([status, problem.code]).toEqual([422, code]);
    const { chapters } = await read(`/api/modules/${moduleId}`);
    expect(chapters.map(({ startMs, state }) => [startMs, state])).toEqual([
      [0, 'ready'],
      [10_000, 'ready'],
      [20_000, 'ready'],
    ]);
  });

  it('says when there is no recording left to cut from', async () => {
    const { chapterIds } = await newModule({ hasFile: false });
    const { problem } = await refusal('PATCH', `/api/chapters/${chapterIds[0]}`, { endMs: 9000 });
    expect(problem.code).toBe('recording-gone');
  });
});

const trueFalse = {
  type: 'true-false',
  prompt: 'So?',
  mark: 1,
  choices: [
    { text: 'True', weight: 1 },
    { text: 'False', weight: 0 },
  ],
};

describe('splitting and merging', () => {
  it('splits a chapter in two and puts the new one after it', async () => {
    const { chapterIds } = await newModule();
    const module = await send('POST', `/api/chapters/${chapterIds[0]}/split`, { atMs: 4000, title: 'Rest' });
    expect(module.chapters.map(({ title, startMs, endMs, state }) => [title, startMs, endMs, state])).toEqual(
      [
        ['Scoping', 0, 4000, 'waiting'],
        ['Rest', 4000, 10_000, 'waiting'],
        ['Templates', 10_000, 20_000, 'ready'],
        ['Review', 20_000, 30_000, 'ready'],
      ],
    );
    expect(module.chapters[1]?.clipUrl).toBeNull();
  });

  it('divides its only chapter by an outline, also what was cut off its ends by hand', async () => {
    const { moduleId, chapterIds } = await newModule();
    const [only, ...others] = chapterIds;
    await service.ctx.db.deleteFrom('chapters').where('id', 'in', others).execute();
    await send('PATCH', `/api/chapters/${only}`, { startMs: 6000 });
    const outlineText = '0:02 Welcome\n0:04 Scoping\n0:20 Wrap-up\n';
    const module = await send('POST', `/api/chapters/${only}/outline`, { outlineText });
    expect(module.id).toBe(moduleId);
    expect(module.chapters.map(({ title, startMs, endMs, state }) => [title, startMs, endMs, state])).toEqual(
      [
        ['Welcome', 2000, 4000, 'waiting'],
        ['Scoping', 4000, 20_000, 'waiting'],
        ['Wrap-up', 20_000, 30_000, 'waiting'],
      ],
    );
  });

  it('refuses to split at the very edge', async () => {
    const { chapterIds } = await newModule();
    const { problem } = await refusal('POST', `/api/chapters/${chapterIds[1]}/split`, {
      atMs: 10_500,
      title: 'x',
    });
    expect(problem.code).toBe('boundary-too-short');
  });

  it('merges a chapter with the next, its questions and files included', async () => {
    const { moduleId, chapterIds } = await newModule();
    const [a, b] = chapterIds;
    for (const id of [a, b]) {
      await us.json(`/api/chapters/${id}/quiz`, {
        method: 'PUT',
        body: { version: 0, questions: [trueFalse] },
      });
    }
    const form = new FormData();
    form.set('chapterId', b);
    form.set('file', new File(['x'], 'x.txt'));
    await us.fetch(`/api/modules/${moduleId}/attachments`, { method: 'POST', body: form });
    const module = await send('POST', `/api/chapters/${a}/merge`);
    expect(module.chapters.map(({ title, endMs, index }) => [title, endMs, index])).toEqual([
      ['Scoping', 20_000, 0],
      ['Review', 30_000, 1],
    ]);
    expect(module.chapters[0]).toMatchObject({ state: 'waiting', questionCount: 2, quizMarks: 2 });
    expect(module.attachments.map(({ chapterId }) => chapterId)).toEqual([a]);
  });

  it('keeps the rules of a quiz that is merged into a chapter without one', async () => {
    const { chapterIds } = await newModule();
    const [a, b] = chapterIds;
    const rules = { title: 'Exam', passMark: 0.8, attemptsAllowed: 2, shuffle: true };
    const settings = { ...rules, gradePolicy: 'last', showAnswers: 'never' };
    await us.json(`/api/chapters/${b}/quiz`, {
      method: 'PUT',
      body: { version: 0, questions: [trueFalse], ...settings },
    });
    await send('POST', `/api/chapters/${a}/merge`);
    expect(await us.json(`/api/chapters/${a}/quiz`)).toMatchObject(settings);
  });

  it('does not merge away what learners work with, nor past the end, nor out of order', async () => {
    const { moduleId, chapterIds } = await newModule();
    const [a, b, c] = chapterIds;
    await placeChapter(b, moduleId);
    expect((await refusal('POST', `/api/chapters/${a}/merge`)).problem.code).toBe('chapter-in-use');
    expect((await refusal('POST', `/api/chapters/${c}/merge`)).problem.code).toBe('merge-nothing');
    await send('PUT', `/api/modules/${moduleId}/order`, { chapterIds: [c, a, b] });
    expect((await refusal('POST', `/api/chapters/${c}/merge`)).problem.code).toBe('merge-out-of-order');
  });
});

describe('cancelling and retrying', () => {
  it('stops a waiting chapter, and cuts it again when asked', async () => {
    const { chapterIds } = await newModule({ ready: false });
    const cancelled = await send('POST', `/api/chapters/${chapterIds[0]}/cancel`);
    expect(cancelled.chapters[0]?.state).toBe('cancelled');
    expect(cancelled.obstacles[0]).toContain('was cancelled');
    const retried = await send('POST', `/api/chapters/${chapterIds[0]}/retry`);
    expect(retried.chapters[0]?.state).toBe('waiting');
  });
});

async function placeChapter(chapterId: string, moduleId: string): Promise<void> {
  const { db } = service.ctx;
  const address = 'https://lms.example.org';
  const platform = await db
    .insertInto('platforms')
    .values({
      organisation_id: us.id,
      name: 'LMS',
      issuer: address,
      client_id: crypto.randomUUID(),
      auth_url: address,
      token_url: address,
      jwks_url: address,
      token_audience: address,
      registered_by: 'hand',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const deployment = await db
    .insertInto('deployments')
    .values({ platform_id: platform.id, deployment_id: '1' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('publications')
    .values({
      organisation_id: us.id,
      deployment_id: deployment.id,
      resource_link_id: crypto.randomUUID(),
      module_id: moduleId,
      chapter_id: chapterId,
    })
    .execute();
}
