import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import { moduleSchema } from '../../domain/api/module.ts';
import type { FileRole } from '../../domain/recording.ts';
import { receiveFile } from '../../pipelines/ingest/receive-file.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { insertRecordingFile } from '../../storage/recording-files.ts';
import { makeRecording, sampleOutline, sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ worker: true });
});
afterAll(() => service.stop());

interface FormFiles {
  recording?: BlobPart | undefined;
  outline?: BlobPart;
  transcript?: BlobPart;
  quiz?: BlobPart;
  attachments?: Record<string, BlobPart>;
  names?: Partial<Record<'recording' | 'outline' | 'transcript' | 'quiz', string>>;
}

const defaultNames = {
  recording: 'webinar.mp4',
  outline: 'outline.txt',
  transcript: 'transcript.vtt',
  quiz: 'quiz.gift',
};

async function formOf(files: FormFiles): Promise<FormData> {
  const form = new FormData();
  const whole = { recording: await sampleRecording(), ...files };
  for (const field of ['recording', 'outline', 'transcript', 'quiz'] as const) {
    const part = whole[field];
    if (part !== undefined) form.set(field, new Blob([part]), files.names?.[field] ?? defaultNames[field]);
  }
  for (const [name, part] of Object.entries(files.attachments ?? {}))
    form.append('attachments', new Blob([part]), name);
  return form;
}

async function post(files: FormFiles, organisation = service.organisation): Promise<Response> {
  return organisation.fetch('/api/recordings', { method: 'POST', body: await formOf(files) });
}

async function read(id: string): Promise<Recording> {
  return recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
}

describe('a recording posted as a form', () => {
  let recording: Recording;
  beforeAll(async () => {
    const response = await post({
      outline: sampleOutline,
      transcript:
        'WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ada>Welcome.\n\n00:00:03.500 --> 00:00:05.000\n<v Ada>Across the boundary.\n',
      quiz: '$CATEGORY: Scoping\n\n::Q1::What is in scope? {=Work ~Play}\n',
      attachments: { '../../Scoping template.csv': 'a,b\n', 'notes.pdf': '%PDF-1.4\n' },
    });
    expect(response.status).toBe(202);
    const { id } = recordingSchema.parse(await response.json());
    expect(response.headers.get('location')).toBe(`/api/recordings/${id}`);
    await service.drain();
    recording = await read(id);
  });

  test('becomes chapters that are ready', () => {
    expect(recording).toMatchObject({
      state: 'ready',
      failure: null,
      title: 'webinar',
      fileName: 'webinar.mp4',
      durationMs: 12_000,
      chapterCount: 3,
      chaptersReady: 3,
    });
    expect(
      recording.chapters.map(({ title, startMs, endMs, state }) => [title, startMs, endMs, state]),
    ).toEqual([
      ['Welcome', 0, 4000, 'ready'],
      ['Scoping', 4000, 8000, 'ready'],
      ['Wrap-up', 8000, 12_000, 'ready'],
    ]);
    expect(recording.events.map(({ kind }) => kind)).toEqual([
      'received',
      'started',
      'planned',
      'chapter-ready',
      'chapter-ready',
      'chapter-ready',
      'ready',
    ]);
  });

  test('gives its quiz, attachments and captions to the chapters they are for', async () => {
    const module = moduleSchema.parse(
      await service.organisation.json(`/api/modules/${recording.moduleId ?? ''}`),
    );
    expect(module.state).toBe('draft');
    expect(module.obstacles).toEqual([]);
    expect(
      module.chapters.map(({ questionCount, captionCueCount }) => [questionCount, captionCueCount]),
    ).toEqual([
      [0, 2],
      [1, 1],
      [0, 0],
    ]);
    const [, scoping] = module.chapters;
    expect(module.attachments.map(({ fileName, kind, chapterId }) => [fileName, kind, chapterId])).toEqual([
      ['Scoping template.csv', 'template', scoping?.id],
      ['notes.pdf', 'handout', null],
    ]);
  });

  test('serves its clip whole, by ranges, and not past its end', async () => {
    const module = moduleSchema.parse(
      await service.organisation.json(`/api/modules/${recording.moduleId ?? ''}`),
    );
    const url = new URL(module.chapters[0]?.clipUrl ?? '', service.url);
    const whole = await fetch(url);
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
    const part = await fetch(url, { headers: { range: 'bytes=4-7' } });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      'ftyp',
      `bytes 4-7/${bytes.length}`,
    ]);
    const end = await fetch(url, { headers: { range: 'bytes=-10' } });
    expect(Buffer.from(await end.arrayBuffer()).equals(bytes.subarray(-10))).toBe(true);
    const past = await fetch(url, { headers: { range: `bytes=${bytes.length}-` } });
    expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
    const known = await fetch(url, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } });
    expect(known.status).toBe(304);
    const other = await fetch(url, { headers: { range: 'bytes=4-7', 'if-range': '"older"' } });
    expect(other.status).toBe(200);
    await other.body?.cancel();
    url.searchParams.set('signature', 'AAAA');
    expect((await fetch(url)).status).toBe(403);
  });

  test('serves pictures, and captions cut to the chapter', async () => {
    const module = moduleSchema.parse(
      await service.organisation.json(`/api/modules/${recording.moduleId ?? ''}`),
    );
    const [first, second, third] = module.chapters;
    const picture = await fetch(new URL(first?.posterUrl ?? '', service.url));
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('ffd8');
    const captions = await fetch(new URL(second?.captionsUrl ?? '', service.url));
    expect(captions.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
    expect(await captions.text()).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Ada>Across the boundary.\n',
    );
    expect(third?.captionsUrl).toBeNull();
  });

  test('is nobody else’s', async () => {
    const other = await service.addOrganisation('Another organisation');
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/start'],
      ['POST', '/retry'],
      ['POST', '/cancel'],
      ['GET', '/events'],
      ['DELETE', `/files/${recording.files[0]?.id ?? ''}`],
    ]) {
      const response = await other.fetch(`/api/recordings/${recording.id}${path ?? ''}`, {
        method: method ?? 'GET',
        ...(method === 'PATCH'
          ? { body: '{"title":"Mine"}', headers: { 'content-type': 'application/json' } }
          : {}),
      });
      expect([method, path, response.status]).toEqual([method, path, 404]);
    }
    expect(await other.json('/api/recordings')).toEqual({
      recordings: [],
      next: null,
      counts: { working: 0, attention: 0, ready: 0, published: 0 },
    });
  });
});

describe('a recording made step by step', () => {
  test('begins empty, with or without words', async () => {
    for (const init of [{}, { body: '{}', headers: { 'content-type': 'application/json' } }]) {
      const response = await service.organisation.fetch('/api/recordings', { method: 'POST', ...init });
      expect(response.status).toBe(201);
      const { id } = recordingSchema.parse(await response.json());
      expect(await read(id)).toMatchObject({ state: 'uploading', title: '', files: [] });
    }
  });

  test('takes a half-typed outline, refuses to start with it, and says which line is wrong', async () => {
    const { id } = recordingSchema.parse(
      await service.organisation.json('/api/recordings', { method: 'POST', body: { title: 'Typed' } }),
    );
    await service.organisation.json(`/api/recordings/${id}`, {
      method: 'PATCH',
      body: { outlineText: '0:00 Welcome\n0:99:99 Scoping\n' },
    });
    const response = await service.organisation.fetch(`/api/recordings/${id}/start`, { method: 'POST' });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem: unknown = await response.json();
    expect(problem).toMatchObject({ code: 'outline-bad-lines', problems: [{ line: 2 }] });
    expect(await read(id)).toMatchObject({ state: 'uploading', startRequested: false });
  });

  test('starts without a file when its outline is right, and waits', async () => {
    const { id } = recordingSchema.parse(
      await service.organisation.json('/api/recordings', {
        method: 'POST',
        body: { title: 'Waiting', outlineText: sampleOutline },
      }),
    );
    const started = await service.organisation.json(`/api/recordings/${id}/start`, { method: 'POST' });
    expect(started).toMatchObject({ state: 'uploading', startRequested: true });
    const cancelled = await service.organisation.json(`/api/recordings/${id}/cancel`, { method: 'POST' });
    expect(cancelled).toMatchObject({ state: 'uploading', startRequested: false });
    expect((await service.organisation.fetch(`/api/recordings/${id}`, { method: 'DELETE' })).status).toBe(
      204,
    );
    expect((await service.organisation.fetch(`/api/recordings/${id}`)).status).toBe(404);
  });

  test('waits for an outline that comes later', async () => {
    const response = await post({});
    expect(response.status).toBe(202);
    const waiting = recordingSchema.parse(await response.json());
    expect(waiting).toMatchObject({ state: 'waiting', failure: null });
    await service.organisation.json(`/api/recordings/${waiting.id}`, {
      method: 'PATCH',
      body: { outlineText: '0:00 All of it', title: 'Later' },
    });
    await service.organisation.json(`/api/recordings/${waiting.id}/start`, { method: 'POST' });
    await service.drain();
    expect(await read(waiting.id)).toMatchObject({ state: 'ready', chapterCount: 1, title: 'Later' });
    const fixed = await service.organisation.fetch(`/api/recordings/${waiting.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"outlineText":"0:00 Another"}',
    });
    expect([fixed.status, await fixed.json()]).toMatchObject([409, { code: 'chapters-exist' }]);
  });
});

describe('boundaries of a recording that is ready', () => {
  test('moving one cuts its two neighbours again and no other', async () => {
    const { id } = recordingSchema.parse(await (await post({ outline: sampleOutline })).json());
    await service.drain();
    const before = await clipsOf(id);
    const [, second] = before;
    await service.organisation.json(`/api/chapters/${second?.id ?? ''}`, {
      method: 'PATCH',
      body: { startMs: 5000 },
    });
    const between = await clipsOf(id);
    expect(between.map(({ clip_key }) => clip_key)).toEqual(before.map(({ clip_key }) => clip_key));
    await service.drain();
    const after = await clipsOf(id);
    expect(after.map(({ clip_start_ms, clip_end_ms }) => [clip_start_ms, clip_end_ms])).toEqual([
      [0, 5000],
      [5000, 8000],
      [8000, 12_000],
    ]);
    expect(after.map(({ clip_key }, at) => clip_key === before[at]?.clip_key)).toEqual([false, false, true]);
    expect(after.map(({ clip_frames }) => clip_frames)).toEqual([125, 75, 100]);
    expect(await read(id)).toMatchObject({ state: 'ready' });
  });
});

describe('what comes when there are chapters already', () => {
  test('goes to them at once', async () => {
    const { id } = recordingSchema.parse(await (await post({ outline: sampleOutline })).json());
    await service.drain();
    const fileId = await receiveFileAs(
      id,
      'attachment',
      'late.vtt',
      'WEBVTT\n\n00:01.000 --> 00:02.000\nLate words.\n',
    );
    const wrong = await service.organisation.fetch(`/api/recordings/${id}/files/${fileId}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"role":"transcript"}',
    });
    // It went into the module as the attachment that it was said to be.
    expect([wrong.status, await wrong.json()]).toMatchObject([409, { code: 'file-applied' }]);
    await receiveFileAs(id, 'transcript', 'late.vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nLate words.\n');
    expect(await read(id)).toMatchObject({ transcript: { format: 'webvtt', cueCount: 1 } });
  });
});

describe('events', () => {
  test('stream the recording as it changes, and end with the client', async () => {
    const { id } = recordingSchema.parse(
      await service.organisation.json('/api/recordings', { method: 'POST', body: { title: 'Watched' } }),
    );
    const abort = new AbortController();
    const response = await service.organisation.fetch(`/api/recordings/${id}/events`, {
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const messages = readEvents(response);
    expect((await messages.next()).value).toMatchObject({ id, title: 'Watched' });
    await service.organisation.json(`/api/recordings/${id}`, { method: 'PATCH', body: { title: 'Renamed' } });
    expect((await messages.next()).value).toMatchObject({ id, title: 'Renamed' });
    await service.organisation.fetch(`/api/recordings/${id}`, { method: 'DELETE' });
    expect((await messages.next()).done).toBe(true);
    abort.abort();
  });
});

const text = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(words));

describe('bad input', () => {
  const refused: [string, () => Promise<FormFiles> | FormFiles, number, string][] = [
    [
      'a text file named .mp4',
      () => ({ recording: text('Hello, this is a text.'), outline: sampleOutline }),
      422,
      'not-a-recording',
    ],
    [
      'an HLS playlist named .mp4',
      () => ({ recording: text('#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n'), outline: sampleOutline }),
      422,
      'not-a-recording',
    ],
    [
      'a concat script named .mp4',
      () => ({ recording: text("ffconcat version 1.0\nfile '/etc/passwd'\n"), outline: sampleOutline }),
      422,
      'not-a-recording',
    ],
    ['zero bytes', () => ({ recording: text(''), outline: sampleOutline }), 422, 'empty-recording'],
    ['no recording at all', () => ({ recording: undefined, outline: sampleOutline }), 422, 'no-recording'],
  ];
  test.each(refused)('%s is refused and leaves nothing', async (_what, files, status, code) => {
    const before = await everything();
    const response = await post(await files());
    expect([response.status, await response.json()]).toMatchObject([status, { code }]);
    expect(await everything()).toEqual(before);
  });

  const kept: [string, FormFiles, string, number | undefined][] = [
    ['an outline with a wrong line', { outline: '0:00 Welcome\n0:99:99 What?\n' }, 'outline-bad-lines', 2],
    ['200 kB of outline', { outline: '0:00 Welcome\n'.repeat(16_000) }, 'outline-too-large', undefined],
    [
      'a GIFT file with an unclosed brace',
      { outline: sampleOutline, quiz: '::Q::What? {=yes ~no\n' },
      'quiz-bad-lines',
      1,
    ],
    [
      'a transcript that is none',
      { outline: sampleOutline, transcript: 'Just words.' },
      'transcript-unknown',
      undefined,
    ],
  ];
  test.each(kept)('%s is refused and the upload kept, to be mended', async (_what, files, code, line) => {
    const response = await post(files);
    expect(response.status).toBe(422);
    const problem = problemSchema.parse(await response.json());
    expect(problem.code).toBe(code);
    if (line !== undefined) expect(problem.problems?.[0]?.line).toBe(line);
    expect(response.headers.get('location')).toBe(`/api/recordings/${problem.recordingId}`);
    expect(await read(problem.recordingId)).toMatchObject({
      state: 'waiting',
      failure: { code },
      fileName: 'webinar.mp4',
      chapters: [],
    });
    await service.organisation.json(`/api/recordings/${problem.recordingId}`, {
      method: 'PATCH',
      body: { outlineText: '0:00 Mended' },
    });
    await service.organisation.json(`/api/recordings/${problem.recordingId}/start`, { method: 'POST' });
    await service.drain();
    expect(await read(problem.recordingId)).toMatchObject({ state: 'ready', failure: null, chapterCount: 1 });
  });

  test('an outline beyond the end waits to be mended, naming the line', async () => {
    const { id } = recordingSchema.parse(
      await (await post({ outline: '0:00 Welcome\n1:00:00 Never\n' })).json(),
    );
    await service.drain();
    const recording = await read(id);
    expect(recording).toMatchObject({
      state: 'waiting',
      failure: { code: 'outline-beyond-end' },
      durationMs: 12_000,
      chapters: [],
      moduleId: null,
    });
    expect(recording.warnings).toMatchObject([{ from: 'outline', line: 2 }]);
  });

  test('a truncated MP4 fails with a sentence and keeps its file', async () => {
    const whole = await sampleRecording();
    const response = await post({ recording: whole.slice(0, whole.length * 0.6), outline: sampleOutline });
    const { id } = recordingSchema.parse(await response.json());
    await service.drain();
    const recording = await read(id);
    expect(recording).toMatchObject({
      state: 'failed',
      failure: { code: 'truncated-recording' },
      moduleId: null,
    });
    expect(recording.files).toMatchObject([{ role: 'recording', received: true }, { role: 'outline' }]);
    await service.organisation.json(`/api/recordings/${id}/retry`, { method: 'POST' });
    await service.drain();
    expect(await read(id)).toMatchObject({ state: 'failed', failure: { code: 'truncated-recording' } });
  });

  test.each([
    ['no picture', { picture: false }, 'The recording has no picture: its chapters are sound alone.'],
    ['no sound', { sound: false }, 'The recording has no sound.'],
  ])('a recording with %s is cut, with a warning', async (_what, options, warning) => {
    const bytes = await makeRecording(options);
    const { id } = recordingSchema.parse(
      await (await post({ recording: bytes, outline: sampleOutline })).json(),
    );
    await service.drain();
    expect(await read(id)).toMatchObject({
      failure: null,
      state: 'ready',
      warnings: [{ from: 'recording', message: warning }],
    });
  });

  test('a client that goes away leaves nothing', async () => {
    const before = await everything();
    const abort = new AbortController();
    const boundary = 'afterclass';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="recording"; filename="w.mp4"\r\n\r\n`;
    const recording = await sampleRecording();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(Buffer.concat([Buffer.from(head), recording.subarray(0, 50_000)]));
        await vi.waitFor(async () => expect(await countAside()).toBeGreaterThan(0));
        abort.abort();
      },
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
      signal: abort.signal,
      duplex: 'half',
    };
    await expect(service.organisation.fetch('/api/recordings', init)).rejects.toThrow();
    await vi.waitFor(async () => expect(await countAside()).toBe(0));
    expect(await everything()).toEqual(before);
  });

  test.each([
    ['no token', {}, 401],
    ['a wrong token', { authorization: 'Bearer wrong' }, 401],
  ])('%s is refused', async (_what, headers, status) => {
    const response = await fetch(new URL('/api/recordings', service.url), { headers });
    expect(response.status).toBe(status);
  });
});

const problemSchema = z.object({
  code: z.string(),
  recordingId: z.string(),
  problems: z.array(z.object({ line: z.number().optional() })).optional(),
});

/** All rows that a half-made recording could leave, and all blobs. */
async function everything(): Promise<unknown> {
  const { db, blobs } = service.ctx;
  const keys: string[] = [];
  for await (const { key } of blobs.list()) keys.push(key);
  const rows = await Promise.all(
    (['recordings', 'recording_files', 'modules', 'chapters'] as const).map((table) =>
      db.selectFrom(table).select('id').orderBy('id').execute(),
    ),
  );
  return { keys: keys.sort(), rows };
}

async function countAside(): Promise<number> {
  const { blobs } = service.ctx.config;
  if (blobs.kind !== 'disk') return 0;
  return (await readdir(path.join(blobs.folder, '.aside')).catch(() => [])).length;
}

async function clipsOf(recordingId: string) {
  return service.ctx.db
    .selectFrom('chapters')
    .select(['id', 'clip_key', 'clip_start_ms', 'clip_end_ms', 'clip_frames'])
    .where('recording_id', '=', recordingId)
    .orderBy('index')
    .execute();
}

/** A file as an upload brings it. */
async function receiveFileAs(
  recordingId: string,
  role: FileRole,
  fileName: string,
  content: string,
): Promise<string> {
  const { ctx, organisation } = service;
  const blobKey = newBlobKey('inputs', organisation.id);
  const bytes = await ctx.blobs.put(blobKey, Readable.from([Buffer.from(content)], { objectMode: false }));
  const known = { recordingId, role, fileName, contentType: 'text/plain', bytes };
  const id = await insertRecordingFile(ctx.db, known);
  await receiveFile(ctx, { ...known, id, organisationId: organisation.id, blobKey });
  return id;
}

async function* readEvents(response: Response): AsyncGenerator {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const messages = rest.split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^event: recording\ndata: (.*)$/m.exec(message)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}
