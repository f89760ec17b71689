import { afterAll, beforeAll, expect, test } from 'vitest';
import { addedPictureSchema, quizSchema, type Quiz } from '../../domain/api/module.ts';
import { problemSchema } from '../../domain/api/problem.ts';
import { sweepBlobs } from '../../pipelines/jobs/sweep-blobs.ts';
import { forgetDeletions, undoMs } from '../../storage/deletions.ts';
import { findPicture, listPictures } from '../../storage/question-pictures.ts';
import { insertModule } from '../support/module.ts';
import { claimPng, makeJpeg, makePng } from '../support/pictures.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const png = makePng(30, 20);
const add = (chapterId: string, bytes: Uint8Array, name = 'map.png'): Promise<Response> => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  return service.organisation.fetch(`/api/chapters/${chapterId}/quiz/pictures`, {
    method: 'POST',
    body: form,
  });
};
const added = async (chapterId: string, bytes = png) =>
  addedPictureSchema.parse(await (await add(chapterId, bytes)).json());
const put = (chapterId: string, questions: unknown[], version = 0): Promise<Response> =>
  service.organisation.fetch(`/api/chapters/${chapterId}/quiz`, {
    method: 'PUT',
    body: JSON.stringify({ version, questions }),
    headers: { 'content-type': 'application/json' },
  });
const saved = async (chapterId: string, questions: unknown[], version = 0): Promise<Quiz> =>
  quizSchema.parse(await (await put(chapterId, questions, version)).json());
const ask = (pictures: unknown[], more: object = {}) => ({
  type: 'true-false',
  prompt: 'Is it?',
  pictures,
  choices: [
    { text: 'True', weight: 1 },
    { text: 'False', weight: 0 },
  ],
  ...more,
});

test('a picture is taken in, shown under a signed address, and kept with the question', async () => {
  const { chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const [chapterId] = chapterIds;
  const { picture, url } = await added(chapterId);
  const about = { name: 'map.png', type: 'image/png', alt: '', width: 30, height: 20, bytes: png.length };
  expect(picture).toEqual({ id: picture.id, ...about });
  expect(picture.id).toMatch(/^[\w-]{43}$/);
  expect((await added(chapterId)).picture.id).toBe(picture.id);

  // What a client says of it beside its words is not believed.
  const quiz = await saved(chapterId, [ask([{ ...picture, alt: 'A map', width: 9999, type: 'image/gif' }])]);
  expect(quiz.questions[0]?.pictures).toEqual([{ ...picture, alt: 'A map' }]);

  const answer = await fetch(new URL(quiz.pictureUrls[picture.id] ?? '', service.url));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toMatch(/^private, max-age=\d+, immutable$/);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png);

  const download = `/api/chapters/${chapterId}/quiz/pictures/${picture.id}`;
  expect(new Uint8Array(await (await service.organisation.fetch(download)).arrayBuffer())).toEqual(png);
  expect((await (await service.addOrganisation('Third')).fetch(download)).status).toBe(404);
  expect((await fetch(new URL(download, service.url))).status).toBe(401);

  const unsigned = new URL(url, service.url);
  unsigned.search = '';
  expect((await fetch(unsigned)).status).toBe(403);
  const other = new URL(url.replace(picture.id, 'A'.repeat(43)), service.url);
  expect((await fetch(other)).status).toBe(403);
});

test('a picture of another chapter, or of nobody, is no picture of a question', async () => {
  const { chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const [first, second] = chapterIds;
  const { picture } = await added(second);
  const refused = await put(first, [ask([]), ask([picture], { prompt: 'And this?' })]);
  expect(refused.status).toBe(422);
  expect(problemSchema.parse(await refused.json())).toMatchObject({
    code: 'quiz-not-gradable',
    problems: [
      {
        path: 'questions.1.pictures',
        message: 'Question 2: one of its pictures is no longer here. Add it again.',
      },
    ],
  });
  const stranger = await (
    await service.addOrganisation('Other')
  ).fetch(`/api/chapters/${first}/quiz/pictures`, {
    method: 'POST',
    body: new FormData(),
  });
  expect(stranger.status).toBe(404);
});

test.each<[what: string, bytes: Uint8Array, status: number, code: string]>([
  ['a page', Buffer.from('<script>alert(1)</script>'), 422, 'picture-unusable'],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 422, 'picture-unusable'],
  ['one that is cut off', png.subarray(0, 40), 422, 'picture-unusable'],
  ['one that unpacks to too much', claimPng(40_000, 40_000), 422, 'picture-unusable'],
  ['one that is too large', new Uint8Array(5_000_001), 413, 'file-too-large'],
])('%s is refused, and nothing of it stays', async (_, bytes, status, code) => {
  const { chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const refused = await add(chapterIds[0], bytes);
  expect(refused.status).toBe(status);
  expect(problemSchema.parse(await refused.json()).code).toBe(code);
  const rows = await listPictures(service.ctx.db, [chapterIds[0]]);
  expect(rows).toEqual([]);
});

test('what no question shows is swept away; what one shows stays, also in another chapter it was merged into', async () => {
  const { chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const [first, second] = chapterIds;
  const [shown, unused] = [(await added(second)).picture, (await added(second, makeJpeg(8, 8))).picture];
  await saved(second, [ask([shown])]);
  const blobOf = async (chapterId: string, id: string) =>
    (await findPicture(service.ctx.db, chapterId, id))?.blob_key ?? '';
  const keys = { shown: await blobOf(second, shown.id), unused: await blobOf(second, unused.id) };

  await service.organisation.json(`/api/chapters/${first}/merge`, { method: 'POST' });
  await sweepBlobs(service.ctx, { spareMs: -1000 });
  expect(await service.ctx.blobs.size(keys.unused)).toBeUndefined();
  expect(await service.ctx.blobs.size(keys.shown)).toBe(png.length);
  const quiz = quizSchema.parse(await service.organisation.json(`/api/chapters/${first}/quiz`));
  expect(quiz.questions[0]?.pictures).toEqual([shown]);
  const answer = await fetch(new URL(quiz.pictureUrls[shown.id] ?? '', service.url));
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png);
});

test('a recording takes its quizzes’ pictures along, and brings them back while it can', async () => {
  const { recordingId, chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const [chapterId] = chapterIds;
  const { picture } = await added(chapterId);
  await saved(chapterId, [ask([picture])]);
  const key = (await findPicture(service.ctx.db, chapterId, picture.id))?.blob_key ?? '';
  const remove = () => service.organisation.fetch(`/api/recordings/${recordingId}`, { method: 'DELETE' });
  await remove();
  await sweepBlobs(service.ctx, { spareMs: -1000 });
  expect(await service.ctx.blobs.size(key)).toBe(png.length);
  await service.organisation.fetch(`/api/recordings/${recordingId}/restore`, { method: 'POST' });
  const quiz = quizSchema.parse(await service.organisation.json(`/api/chapters/${chapterId}/quiz`));
  expect((await fetch(new URL(quiz.pictureUrls[picture.id] ?? '', service.url))).status).toBe(200);

  await remove();
  await forgetDeletions(service.ctx.db, new Date(service.ctx.now().getTime() + 2 * undoMs));
  await sweepBlobs(service.ctx, { spareMs: -1000 });
  expect(await service.ctx.blobs.size(key)).toBeUndefined();
});
