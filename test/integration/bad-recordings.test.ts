import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import { formOf, type FormFiles } from '../support/recording-form.ts';
import { makeRecording, sampleOutline, sampleRecording } from '../support/sample.ts';
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
