import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embeddedGradeSchema, embeddedSchema, type Embed } from '../../domain/api/embed.ts';
import type { Quiz } from '../../domain/api/module.ts';
import { parseQuiz } from '../../domain/read-quiz.ts';
import { openLtiRoom, type LtiRoom } from '../support/lti-room.ts';
import { insertModule } from '../support/module.ts';
import { furnishModule } from '../support/play-room.ts';

let room: LtiRoom;
let folder: string;
beforeAll(async () => {
  [room, folder] = await Promise.all([
    openLtiRoom(),
    mkdtemp(path.join(os.tmpdir(), 'afterclass-packages-')),
  ]);
  await furnishModule(room);
});
afterAll(async () => {
  await room.stop();
  await rm(folder, { recursive: true, force: true });
});

const packageOf = (moduleId: string, query: string) =>
  room.service.organisation.fetch(`/api/modules/${moduleId}/package?${query}`);

test('a SCORM package holds every clip byte for byte, captions, and the questions', async () => {
  const answer = await packageOf(room.module.id, 'format=scorm-1.2');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Webinar (scorm-1.2).zip"');
  const files = unzipSync(await answer.bytes());
  const chapters = await room.ctx.db
    .selectFrom('chapters')
    .select('clip_key')
    .where('module_id', '=', room.module.id)
    .orderBy('index')
    .execute();
  for (const [at, { clip_key: key }] of chapters.entries()) {
    const clip = await room.ctx.blobs.get(key ?? '');
    const whole = Buffer.concat(await clip.toArray());
    expect(whole.equals(files[`content/0${at + 1}.mp4`] ?? new Uint8Array())).toBe(true);
  }
  expect(strFromU8(files['content/01.vtt'] ?? new Uint8Array())).toContain('We begin with the scope.');
  expect(strFromU8(files['content/module.json'] ?? new Uint8Array())).toContain('"weight":1');
});

test('a cartridge holds no answers and no content', async () => {
  const files = unzipSync(await (await packageOf(room.module.id, 'format=cc-1.3')).bytes());
  expect(Object.keys(files)).toHaveLength(3);
  const texts = Object.values(files).map((bytes) => strFromU8(bytes));
  expect(texts.join('')).not.toMatch(/The scope|weight/);
});

test('questions as GIFT are read back as they were, each chapter a category', async () => {
  const text = await (await packageOf(room.module.id, 'format=gift')).text();
  const quiz = parseQuiz(text);
  expect(quiz.questions.map(({ prompt, category }) => [prompt, category])).toEqual([
    ['First?', 'Chapter 1'],
    ['Second?', 'Chapter 1'],
  ]);
});

test('questions as QTI 2.1 are a package with an item for each', async () => {
  const files = unzipSync(await (await packageOf(room.module.id, 'format=qti-2.1')).bytes());
  expect(strFromU8(files['imsmanifest.xml'] ?? new Uint8Array())).toContain('imsqti_item_xmlv2p1');
  expect(Object.keys(files).filter((name) => name.startsWith('items/'))).toHaveLength(2);
});

test('a draft is refused with a reason, and another organisation’s module is not there', async () => {
  const { moduleId } = await insertModule(room.ctx, room.service.organisation.id);
  const refused = await packageOf(moduleId, 'format=scorm-2004');
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'package-not-published' });
  const other = await room.service.addOrganisation();
  const theirs = await other.fetch(`/api/modules/${room.module.id}/package?format=cc-1.1`);
  expect(theirs.status).toBe(404);
  expect((await packageOf(room.module.id, 'format=scorm-3000')).status).toBe(422);
});

test('a package whose clip is gone breaks off instead of ending as if it were whole', async () => {
  const lost = await insertModule(room.ctx, room.service.organisation.id, { title: 'Lost' });
  await room.ctx.db
    .updateTable('modules')
    .set({ state: 'published' })
    .where('id', '=', lost.moduleId)
    .execute();
  const answer = await packageOf(lost.moduleId, 'format=cmi5');
  expect(answer.status).toBe(200);
  await expect(answer.bytes()).rejects.toThrow();
});

test('the command writes the same package to a file, and leaves nothing where it cannot', async () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['src/cli.ts', 'module', 'export', room.module.id, ...args], {
      cwd: path.resolve(import.meta.dirname, '../..'),
      env: {
        ...process.env,
        AFTERCLASS_DATA: room.ctx.config.dataFolder,
        DATABASE_URL: room.ctx.databaseUrl,
        AFTERCLASS_URL: room.ctx.publicUrl,
        LOG_LEVEL: 'fatal',
      },
    });
  const out = path.join(folder, 'module.imscc');
  const { stdout } = await run('--format', 'cc-1.1', '--out', out, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ format: 'cc-1.1', file: out });
  const files = unzipSync(new Uint8Array(await readFile(out)));
  const served = unzipSync(await (await packageOf(room.module.id, 'format=cc-1.1')).bytes());
  expect(files).toEqual(served);
  const refused = run('--format', 'cmi5', '--out', path.join(folder, 'nowhere', 'module.zip'));
  await expect(refused).rejects.toMatchObject({ code: 1 });
  await expect(run('--format', 'zip', '--out', out)).rejects.toMatchObject({ code: 2 });
  expect(await readdir(folder)).toEqual(['module.imscc']);
});

test('nothing is public until a trainer opens it; then it tells no answer before it is graded', async () => {
  const { organisation, url } = room.service;
  const address = `/api/modules/${room.module.id}/embeds`;
  expect(await organisation.json(address)).toEqual({ embeds: [] });
  const [chapterId = ''] = room.module.chapterIds;
  const open = () => organisation.json<Embed>(address, { method: 'POST', body: { chapterId } });
  const embed = await open();
  expect((await open()).url).toBe(embed.url);
  const key = embed.url.split('/').at(-1) ?? '';

  const shown = await fetch(`${url}/api/embed/${key}`);
  const page = embeddedSchema.parse(await shown.json());
  expect(page.chapters.map(({ id }) => id)).toEqual([chapterId]);
  const questions = await (await fetch(`${url}/api/embed/${key}/chapters/${chapterId}/questions`)).text();
  expect(questions).toContain('The scope');
  expect(`${JSON.stringify(page)}${questions}`).not.toMatch(/weight|rightAnswer|correct/);
  const grade = await fetch(`${url}/api/embed/${key}/chapters/${chapterId}/grade`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ responses: {} }),
  });
  expect(await grade.json()).toMatchObject({ score: 0, maxScore: 2 });
  const [, second = ''] = room.module.chapterIds;
  expect((await fetch(`${url}/api/embed/${key}/chapters/${second}/questions`)).status).toBe(404);

  const other = await room.service.addOrganisation();
  expect((await other.fetch(`/api/embeds/${embed.id}`, { method: 'DELETE' })).status).toBe(404);
  expect((await organisation.fetch(`/api/embeds/${embed.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await fetch(`${url}/api/embed/${key}`)).status).toBe(404);
});

test.each([
  ['after-attempt', ['shown', 'shown']],
  ['when-done', ['kept back', 'shown']],
  ['never', ['kept back', 'kept back']],
] as const)('a public page shows right answers as the quiz says: %s', async (showAnswers, expected) => {
  const { organisation, url } = room.service;
  const [chapterId = ''] = room.module.chapterIds;
  const quizAddress = `/api/chapters/${chapterId}/quiz`;
  const quiz = await organisation.json<Quiz>(quizAddress);
  const questions = quiz.questions.map((question) => ({ ...question, feedback: 'The scope comes first.' }));
  const changed = { ...quiz, questions, showAnswers };
  await organisation.json(quizAddress, { method: 'PUT', body: changed });
  const body = { chapterId };
  const address = `/api/modules/${room.module.id}/embeds`;
  const { url: page } = await organisation.json<Embed>(address, { method: 'POST', body });
  const grade = async (choice: number) => {
    const responses = Object.fromEntries(
      quiz.questions.map(({ id, choices }) => [id, { choiceId: choices[choice]?.id ?? '' }]),
    );
    const answer = await fetch(
      `${url}/api/embed/${page.split('/').at(-1) ?? ''}/chapters/${chapterId}/grade`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ responses }),
      },
    );
    const { graded } = embeddedGradeSchema.parse(await answer.json());
    const told = graded.map(({ rightAnswer, feedback }) => [rightAnswer, ...feedback]);
    const all = graded.map(() => ['The scope', 'The scope comes first.']);
    return JSON.stringify(told) === JSON.stringify(all) ? 'shown' : tellsNothing(told);
  };
  expect([await grade(1), await grade(0)]).toEqual(expected);
});

function tellsNothing(told: unknown[][]): string {
  return told.flat().every((one) => one === null) ? 'kept back' : `told: ${JSON.stringify(told)}`;
}

test('a public page may be framed by anybody, and by that alone differs from the others', async () => {
  const { organisation, url } = room.service;
  const address = `/api/modules/${room.module.id}/embeds`;
  const embed = await organisation.json<Embed>(address, { method: 'POST', body: {} });
  const page = await fetch(embed.url);
  expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *');
  expect((await fetch(`${url}/sign-in`)).headers.get('content-security-policy')).toContain(
    "frame-ancestors 'none'",
  );
  const asked = encodeURIComponent(embed.url);
  expect(page.headers.get('link')).toContain(`${url}/oembed?url=${asked}&format=json`);

  const oembed: unknown = await (await fetch(`${url}/oembed?url=${asked}&maxwidth=500`)).json();
  expect(oembed).toMatchObject({ version: '1.0', type: 'video', title: 'Webinar', width: 500, height: 760 });
  const xml = await (await fetch(`${url}/oembed?url=${asked}&format=xml`)).text();
  expect(xml).toContain('<width>960</width>');
  expect(xml).toContain('&lt;iframe src=&quot;');
  expect((await fetch(`${url}/oembed?url=${asked}&format=yaml`)).status).toBe(501);
  const elsewhere = encodeURIComponent('https://example.org/embed/abcdefghijklmnopqrst');
  expect((await fetch(`${url}/oembed?url=${elsewhere}`)).status).toBe(404);

  await organisation.json(`/api/modules/${room.module.id}/retract`, { method: 'POST' });
  expect((await fetch(`${url}/oembed?url=${asked}`)).status).toBe(410);
  await organisation.json(`/api/modules/${room.module.id}/publish`, { method: 'POST' });
});
