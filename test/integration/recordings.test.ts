import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import { moduleSchema } from '../../domain/api/module.ts';
import type { FileRole } from '../../domain/recording.ts';
import { receiveFile } from '../../pipelines/ingest/receive-file.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { insertRecordingFile } from '../../storage/recording-files.ts';
import { formOf, type FormFiles } from '../support/recording-form.ts';
import { sampleOutline } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ worker: true });
});
afterAll(() => service.stop());

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
