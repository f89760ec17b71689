import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import { moduleSchema } from '../../domain/api/module.ts';
import { sampleOutline, sampleRecording } from '../support/sample.ts';
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
    expect(await other.json('/api/recordings')).toEqual({ recordings: [] });
  });
});
