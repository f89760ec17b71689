import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { BlobReader, BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { moduleSchema, quizSchema, type Module } from '../../domain/api/module.ts';
import { recordingSchema } from '../../domain/api/recording.ts';
import { runIngest } from '../support/ingest-command.ts';
import { people, writeFiles, zoomFiles } from '../support/session-folder.ts';
import { makeRecording, sampleOutline, sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let folder: string;
beforeAll(async () => {
  service = await startTestService({ worker: true });
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-folder-'));
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ingest(...args: string[]): Promise<{ code: number | null; ids: string[]; stderr: string }> {
  const { code, stdout, stderr } = await runIngest(service, folder, args);
  return { code, ids: stdout.trim().split('\n'), stderr };
}

async function moduleOf(recordingId = ''): Promise<Module> {
  await service.drain();
  const recording = recordingSchema.parse(await service.organisation.json(`/api/recordings/${recordingId}`));
  expect(recording.state).toBe('ready');
  return readModule(recording.moduleId ?? '');
}

async function readModule(id: string): Promise<Module> {
  return moduleSchema.parse(await service.organisation.json(`/api/modules/${id}`));
}

async function change(method: string, at: string, body: unknown): Promise<Module> {
  return moduleSchema.parse(await service.organisation.json(at, { method, body }));
}

test('makes a draft module of a folder as Zoom leaves it: captions, quiz drafts, links, questions, and no names', async () => {
  const zoom = path.join(folder, 'From Zoom');
  await writeFiles(zoom, zoomFiles(await sampleRecording()));
  await writeFile(path.join(zoom, 'outline.txt'), sampleOutline);
  const { code, ids, stderr } = await ingest('From Zoom');
  expect(code).toBe(0);
  expect(stderr).not.toContain('an outline is proposed');
  expect(stderr).toMatch(/participants_81234567890\.csv\. It lists the people who were there/);
  const module = await moduleOf(ids[0]);
  const [first, second, third] = module.chapters;
  expect(module).toMatchObject({ state: 'draft', title: 'Scoping' });
  expect(module.chapters.map(({ captionCueCount }) => captionCueCount > 0)).toContain(true);
  expect(module.attachments).toEqual([]);

  const [scope, decides] = module.pollDrafts;
  expect(scope).toMatchObject({
    prompt: 'What is out of scope?',
    state: 'offered',
    atMs: 5000,
    chapterId: second?.id,
    respondents: 3,
    choices: [
      { text: 'Payroll', votes: 2, right: false },
      { text: 'Rosters', votes: 1, right: false },
    ],
  });
  expect(decides).toMatchObject({ prompt: 'Who decides?', atMs: 1000, chapterId: first?.id });

  expect(module.links).toMatchObject([
    {
      url: 'https://www.example.org/handbook?chapter=2',
      title: 'The handbook',
      state: 'offered',
      chapterId: first?.id,
    },
    {
      url: 'https://docs.example.net/template.docx',
      title: 'docs.example.net/template.docx',
      chapterId: third?.id,
    },
  ]);
  expect(module.chatQuestions).toMatchObject([
    { text: 'Who decides about changes to the scope?', atMs: 5000, sender: 'Participant 2' },
  ]);
  await expectNoNames();

  // The trainer marks what is right; before, the question goes nowhere.
  const refused = await service.organisation.fetch(`/api/poll-drafts/${scope?.id ?? ''}/add`, {
    method: 'POST',
  });
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'poll-not-marked' }]);
  await change('PATCH', `/api/poll-drafts/${scope?.id ?? ''}`, {
    right: [0],
    prompt: 'What stays out of scope?',
  });
  const added = await change('POST', `/api/poll-drafts/${scope?.id ?? ''}/add`, {});
  expect(added.pollDrafts[0]?.state).toBe('added');
  const quiz = quizSchema.parse(await service.organisation.json(`/api/chapters/${second?.id ?? ''}/quiz`));
  expect(quiz.questions).toMatchObject([
    {
      type: 'single-choice',
      prompt: 'What stays out of scope?',
      choices: [
        { text: 'Payroll', weight: 1 },
        { text: 'Rosters', weight: 0 },
      ],
    },
  ]);
  const again = await service.organisation.fetch(`/api/poll-drafts/${scope?.id ?? ''}/add`, {
    method: 'POST',
  });
  expect(again.status).toBe(409);
  const dismissed = await change('PATCH', `/api/poll-drafts/${decides?.id ?? ''}`, { state: 'dismissed' });
  expect(dismissed.pollDrafts[1]?.state).toBe('dismissed');
  const restored = await change('PATCH', `/api/poll-drafts/${decides?.id ?? ''}`, {
    state: 'offered',
    chapterId: null,
  });
  expect(restored.pollDrafts[1]).toMatchObject({ state: 'offered', chapterId: null });

  const other = await service.addOrganisation('Somebody else');
  for (const at of [`/api/poll-drafts/${scope?.id ?? ''}`, `/api/links/${module.links[0]?.id ?? ''}`]) {
    const answer = await other.fetch(at, {
      method: 'PATCH',
      body: '{"state":"dismissed"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(404);
  }
});

test('keeps the names of a chat only where the trainer says so, and of a poll never', async () => {
  const zoom = path.join(folder, 'With names');
  await writeFiles(zoom, zoomFiles(await sampleRecording()));
  const { ids } = await ingest('With names', '--keep-names', '--title', 'With names');
  const module = await moduleOf(ids[0]);
  expect(module).toMatchObject({ title: 'With names', chapters: [{ title: 'With names' }] });
  expect(module.chatQuestions[0]?.sender).toBe('Bo Lindqvist');
  const kept = await storedText();
  expect(kept).toContain('Bo Lindqvist');
  expect(kept).not.toContain('bo@example.org');
});

test('proposes an outline where the folder has none; the trainer accepts it as she changed it, or puts it away', async () => {
  const zoom = path.join(folder, 'Without outline');
  await writeFiles(zoom, zoomFiles(await makeRecording({ seconds: 20, gop: 100 })));
  const { code, stdout, stderr } = await runIngest(service, folder, ['Without outline', '--json']);
  expect(code).toBe(0);
  expect(stderr).toContain('There is no outline: it becomes one chapter, and an outline is proposed');
  const document = z.object({ id: z.string(), recordings: z.array(z.unknown()) }).parse(JSON.parse(stdout));
  expect(document.recordings).toMatchObject([{ id: document.id, outline: 'proposed' }]);
  const module = await moduleOf(document.id);
  const at = `/api/recordings/${document.id}`;
  const { suggestion } = recordingSchema.parse(await service.organisation.json(at));
  expect(suggestion).toMatchObject({ state: 'ready' });
  const entries = suggestion?.state === 'ready' ? suggestion.entries : [];
  expect(entries.length).toBeGreaterThan(1);
  expect(entries[0]?.startMs).toBe(0);

  const [only] = module.chapters;
  expect(module.chapters).toHaveLength(1);
  const divide = `/api/chapters/${only?.id ?? ''}/outline`;
  for (const [outlineText, code] of [
    ['no times at all', 'outline-'],
    ['0:00 Welcome\n9:00 Beyond the end', 'outline-'],
  ] as const) {
    const refused = await service.organisation.fetch(divide, {
      method: 'POST',
      body: JSON.stringify({ outlineText }),
      headers: { 'content-type': 'application/json' },
    });
    const problem: unknown = await refused.json();
    expect(problem).toMatchObject({ status: 422, code: expect.stringContaining(code) as unknown });
  }
  const outlineText = '0:00 Welcome\n0:04.5 Scoping, as the trainer calls it\n0:08 Wrap-up\n';
  await change('POST', divide, { outlineText });
  const divided = await moduleOf(document.id);
  expect(divided.chapters.map(({ title, startMs, endMs, state }) => [title, startMs, endMs, state])).toEqual([
    ['Welcome', 0, 4500, 'ready'],
    ['Scoping, as the trainer calls it', 4500, 8000, 'ready'],
    ['Wrap-up', 8000, module.recordingDurationMs, 'ready'],
  ]);
  expect(divided.chapters[0]?.id).toBe(only?.id);
  const [scope] = divided.pollDrafts;
  expect(scope).toMatchObject({ atMs: 5000, chapterId: divided.chapters[1]?.id });
  const again = await service.organisation.fetch(divide, {
    method: 'POST',
    body: JSON.stringify({ outlineText }),
    headers: { 'content-type': 'application/json' },
  });
  expect([again.status, await again.json()]).toMatchObject([409, { code: 'several-chapters' }]);
  const other = await service.addOrganisation('Not theirs');
  expect((await other.fetch(`${at}/suggestion`, { method: 'DELETE' })).status).toBe(404);
  const put = recordingSchema.parse(
    await service.organisation.json(`${at}/suggestion`, { method: 'DELETE' }),
  );
  expect(put.suggestion).toBeNull();
});

test('takes a zip apart where it lies, and leaves hostile entries out by name', async () => {
  const writer = new ZipWriter(new BlobWriter());
  for (const [name, content] of zoomFiles(await sampleRecording())) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await writer.add(`session/${name}`, new BlobReader(new Blob([Uint8Array.from(bytes)])), { level: 6 });
  }
  await writer.add('../escape.txt', new TextReader('0:00 Out\n0:05 Of here\n'));
  await writer.add('/etc/absolute.txt', new TextReader('x'));
  await writer.add('session/inner.zip', new BlobReader(new Blob([await zipOf('a.txt', 'hello')])));
  await writeFile(
    path.join(folder, 'session.zip'),
    new Uint8Array(await (await writer.close()).arrayBuffer()),
  );
  const { code, ids, stderr } = await ingest('session.zip');
  expect(code).toBe(0);
  expect(stderr).toMatch(/\.\.\/escape\.txt\. Its name leads out of the archive/);
  expect(stderr).toMatch(/\/etc\/absolute\.txt\. Its name leads out/);
  expect(stderr).toMatch(/inner\.zip\. It is an archive in an archive/);
  const module = await moduleOf(ids[0]);
  expect(module.pollDrafts).toHaveLength(2);
  expect(module.links).toHaveLength(2);
});

test('refuses a bomb and a broken archive in one sentence, and leaves nothing', async () => {
  const zeros = new Blob([new Uint8Array(150_000_000)]);
  const writer = new ZipWriter(new BlobWriter());
  await writer.add('zeros.mp4', new BlobReader(zeros));
  await writeFile(path.join(folder, 'bomb.zip'), new Uint8Array(await (await writer.close()).arrayBuffer()));
  const whole = await zipOf('outline.txt', sampleOutline.repeat(500));
  await writeFile(path.join(folder, 'broken.zip'), new Uint8Array(await whole.arrayBuffer()).subarray(0, 60));
  for (const [name, sentence] of [
    ['bomb.zip', /far more than it can hold/],
    ['broken.zip', /broken or cut off/],
  ] as const) {
    const { code, stderr } = await ingest(name);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(sentence);
  }
});

test('names BigBlueButton’s chapters by its slides, and places its polls and chat by their times', async () => {
  const root = 'presentation/183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1623067518364';
  const shapes = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
    <image id="image1" in="0.0" out="4.0" xlink:href="presentation/d1/slide-1.png" width="1600" height="900"/>
    <image id="image2" in="4.0" out="12.0" xlink:href="presentation/d1/slide-2.png" width="1600" height="900"/></svg>`;
  await writeFiles(
    path.join(folder, 'bbb'),
    new Map<string, string | Uint8Array>([
      [`${root}/video/webcams.mp4`, await sampleRecording()],
      [`${root}/shapes.svg`, shapes],
      [
        `${root}/presentation_text.json`,
        '{"d1":{"slide-1":"Welcome\\nto all","slide-2":"Scoping the work"}}',
      ],
      [
        `${root}/polls.json`,
        '[{"timestamp":5,"type":"YN","question":"Clear?","answers":[{"id":0,"key":"Yes","numVotes":3},{"id":1,"key":"No","numVotes":1}],"responders":4}]',
      ],
      [
        `${root}/slides_new.xml`,
        '<popcorn><chattimeline in="6" out="7" name="Ana Lopez" message="see https://example.org/slides" target="chat"/></popcorn>',
      ],
      [`${root}/metadata.xml`, '<recording><id>183f</id></recording>'],
      [`${root}/presentation/d1/slide-1.png`, '\x89PNG\r\n\x1a\n'],
    ]),
  );
  await symlink('/etc/hostname', path.join(folder, 'bbb', 'link.txt'));
  const { ids, stderr } = await ingest('bbb', '--title', 'Scoping');
  expect(stderr).toMatch(/link\.txt\. It is a link to another place/);
  const module = await moduleOf(ids[0]);
  expect(module.chapters.map(({ title }) => title)).toEqual(['Welcome', 'Scoping the work']);
  const second = module.chapters[1]?.id;
  expect(module.pollDrafts).toMatchObject([{ prompt: 'Clear?', atMs: 5000, chapterId: second }]);
  expect(module.links).toMatchObject([{ url: 'https://example.org/slides', chapterId: second }]);
});

test('makes a recording of each session in a folder', async () => {
  const recording = await sampleRecording();
  await writeFiles(
    path.join(folder, 'Meet Recordings'),
    new Map<string, string | Uint8Array>([
      ['Planning - 2026_09_15 14_30 CEST - Recording.mp4', recording],
      [
        'Planning - 2026_09_15 14_30 CEST - Chat.txt',
        '14:30:05 From Ana Lopez to Everyone:\n\thttps://example.org/plan\n',
      ],
      ['Catch-up-20260518_110724-Meeting Recording.mp4', recording],
      [
        'Catch-up-20260518_110724-Meeting Transcript.vtt',
        'WEBVTT\n\n0:0:0.0 --> 0:0:5.320\n<v Ana Lopez>Welcome.\n',
      ],
    ]),
  );
  const { ids } = await ingest('Meet Recordings');
  expect(ids).toHaveLength(2);
  const modules = [await moduleOf(ids[0]), await moduleOf(ids[1])];
  expect(modules.map(({ title }) => title).toSorted()).toEqual(['Catch-up', 'Planning']);
  const planning = modules.find(({ title }) => title === 'Planning');
  expect(planning?.links).toMatchObject([{ url: 'https://example.org/plan', atMs: 5000 }]);
  expect(modules.find(({ title }) => title === 'Catch-up')?.chapters[0]?.captionCueCount).toBe(1);
});

async function zipOf(name: string, text: string): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter());
  await writer.add(name, new TextReader(text));
  return writer.close();
}

/** Everything that is stored of inputs, in files and in rows, as one text. */
async function storedText(): Promise<string> {
  const texts: string[] = [];
  for await (const { key } of service.ctx.blobs.list('inputs/')) {
    for await (const chunk of await service.ctx.blobs.get(key)) texts.push(String(chunk));
  }
  for (const table of ['poll_drafts', 'links', 'chat_questions', 'recordings', 'recording_files'] as const) {
    texts.push(JSON.stringify(await service.ctx.db.selectFrom(table).selectAll().execute()));
  }
  return texts.join('\n');
}

async function expectNoNames(): Promise<void> {
  const stored = await storedText();
  expect(stored.length).toBeGreaterThan(1000);
  expect(people.filter((name) => stored.includes(name))).toEqual([]);
  expect(stored).not.toContain('abc123');
  expect(stored).not.toContain('pwd=secret');
}
