import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedQuestionsSchema } from '../../domain/api/embed.ts';
import { addedPictureSchema, quizSchema, type Quiz } from '../../domain/api/module.ts';
import { problemSchema } from '../../domain/api/problem.ts';
import { parseQuiz, readQuiz } from '../../domain/read-quiz.ts';
import { readPackagedModule } from '../../lti/packages/packaged-module.ts';
import { collectPlayFiles } from '../../lti/packages/play-files.ts';
import { applyInputs } from '../../pipelines/ingest/apply-inputs.ts';
import { storePictures } from '../../pipelines/ingest/store-pictures.ts';
import { sweepBlobs } from '../../pipelines/jobs/sweep-blobs.ts';
import { packageSources } from '../../src/package-sources.ts';
import { forgetDeletions, undoMs } from '../../storage/deletions.ts';
import { findPicture, listPictures } from '../../storage/question-pictures.ts';
import { keepQuestionSet } from '../../storage/question-sets.ts';
import { insertModule } from '../support/module.ts';
import { base64, claimPng, makeJpeg, makePng } from '../support/pictures.ts';
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

test('what a question showed that learners were asked, or that a regrade may put back, stays until both are gone', async () => {
  const { chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const [chapterId] = chapterIds;
  const { picture } = await added(chapterId);
  const { questions, version } = await saved(chapterId, [ask([picture])]);
  const { db } = service.ctx;
  const { id: quizId } = await db
    .selectFrom('quizzes')
    .select('id')
    .where('chapter_id', '=', chapterId)
    .executeTakeFirstOrThrow();
  await keepQuestionSet(db, quizId, questions);
  await saved(chapterId, [ask([])], version);

  const isKept = async (): Promise<boolean> => {
    await sweepBlobs(service.ctx, { spareMs: -1000 });
    return (await findPicture(db, chapterId, picture.id)) !== undefined;
  };
  expect(await isKept()).toBe(true);
  const regrade = { questions: JSON.stringify(questions), counts: '{}', reason: 'Corrected.', version };
  await db
    .insertInto('regrades')
    .values({ quiz_id: quizId, ...regrade })
    .execute();
  await db.deleteFrom('question_sets').where('quiz_id', '=', quizId).execute();
  expect(await isKept()).toBe(true);
  await db.deleteFrom('regrades').where('quiz_id', '=', quizId).execute();
  expect(await isKept()).toBe(false);
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

const moodle = (prompt: string): string =>
  `<quiz><question type="category"><category><text>Templates</text></category></question><question type="truefalse"><name><text>Q</text></name><questiontext format="html"><text><![CDATA[${prompt}<img src="@@PLUGINFILE@@/map.png" alt="A map"><img src="https://example.org/far.png">]]></text><file name="map.png" path="/" encoding="base64">${base64(png)}</file></questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`;

test('questions that come with a recording bring their pictures; one of the network is named, and not fetched', async () => {
  const { recordingId, chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const { db, blobs } = service.ctx;
  const quiz = parseQuiz(moodle('Is it?'));
  const read = { fileId: recordingId, fileName: 'quiz.xml', role: 'quiz' as const, quiz, pictures: [] };
  const inputs = await storePictures(blobs, service.organisation.id, [read]);
  const recording = { id: recordingId, organisation_id: service.organisation.id };
  await db.transaction().execute((tx) => applyInputs({ ...service.ctx, db: tx }, recording, inputs));
  const taken = quizSchema.parse(await service.organisation.json(`/api/chapters/${chapterIds[1]}/quiz`));
  const [picture] = taken.questions[0]?.pictures ?? [];
  expect(picture).toMatchObject({ name: 'map.png', alt: 'A map', bytes: png.length });
  const answer = await fetch(new URL(taken.pictureUrls[picture?.id ?? ''] ?? '', service.url));
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png);
  const { warnings } = await service.organisation.json<{ warnings: { message: string }[] }>(
    `/api/recordings/${recordingId}`,
  );
  expect(JSON.stringify(warnings)).toContain('far.png');
});

test('a public page and every package show the pictures of a published module', async () => {
  const { moduleId, chapterIds } = await insertModule(service.ctx, service.organisation.id);
  const [chapterId] = chapterIds;
  const { picture } = await added(chapterId);
  await saved(chapterId, [ask([{ ...picture, alt: 'A map' }])]);
  await service.ctx.db
    .updateTable('modules')
    .set({ state: 'published' })
    .where('id', '=', moduleId)
    .execute();

  const { url } = await service.organisation.json<{ url: string }>(`/api/modules/${moduleId}/embeds`, {
    method: 'POST',
    body: {},
  });
  const key = url.slice(url.lastIndexOf('/') + 1);
  const asked = embeddedQuestionsSchema.parse(
    await (await fetch(new URL(`/api/embed/${key}/chapters/${chapterId}/questions`, service.url))).json(),
  );
  const [shown] = asked.questions[0]?.pictures ?? [];
  // Its file's name may tell what is right.
  expect(shown).toEqual({ id: picture.id, alt: 'A map', width: 30, height: 20 });
  expect((await fetch(new URL(asked.pictureUrls[picture.id] ?? '', service.url))).status).toBe(200);

  for (const format of ['gift', 'qti-2.1']) {
    const file = await service.organisation.fetch(`/api/modules/${moduleId}/package?format=${format}`);
    const { questions, pictures, warnings } = readQuiz(new Uint8Array(await file.arrayBuffer()));
    expect(warnings).toEqual([]);
    expect(questions[0]?.pictures).toMatchObject([{ name: 'map.png', alt: 'A map', width: 30 }]);
    expect([...pictures.values()]).toEqual([png]);
  }

  const sources = packageSources(service.ctx);
  const module = await readPackagedModule(sources, service.organisation.id, moduleId);
  const player = path.join(service.ctx.config.dataFolder, 'player');
  await mkdir(path.join(player, 'assets'), { recursive: true });
  await writeFile(path.join(player, 'index.html'), '');
  const play = { standard: 'scorm-2004', parts: 'module' } as const;
  const { files } = await collectPlayFiles({ ...sources, playerFolder: player }, module, play);
  const described = files.find((file) => file.path === 'content/module.json');
  expect(described && 'text' in described && JSON.parse(described.text)).toMatchObject({
    chapters: [{ quiz: { pictureUrls: { [picture.id]: 'content/01-picture-1.png' } } }, {}, {}],
  });
  const packed = files.find((file) => file.path === 'content/01-picture-1.png');
  if (packed === undefined || !('open' in packed)) throw new Error('the picture is not in the package');
  expect(new Uint8Array(await buffer(await packed.open()))).toEqual(png);
});
