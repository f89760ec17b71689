import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moduleSchema, type Module } from '../../domain/api/module.ts';
import { recordingSchema } from '../../domain/api/recording.ts';
import { sweepBlobs } from '../../pipelines/jobs/sweep-blobs.ts';
import { measureLoudness } from '../../pipelines/sound/measure-loudness.ts';
import { chapterMediaUrl, renditionUrl } from '../../src/media-urls.ts';
import { makeRecording, sampleOutline } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let moduleAt: string;

beforeAll(async () => {
  service = await startTestService({ worker: true });
  const form = new FormData();
  form.set('recording', new Blob([await makeRecording({ width: 854, height: 480 })]), 'webinar.mp4');
  form.set('outline', new Blob([sampleOutline]), 'outline.txt');
  const answer = await service.organisation.fetch('/api/recordings', { method: 'POST', body: form });
  const { id } = recordingSchema.parse(await answer.json());
  await service.drain();
  const { moduleId, state } = recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
  expect(state).toBe('ready');
  moduleAt = `/api/modules/${moduleId ?? ''}`;
});
afterAll(() => service.stop());

const readModule = async (): Promise<Module> => moduleSchema.parse(await service.organisation.json(moduleAt));
const renditionsOf = ({ chapters }: Module) =>
  chapters.map(({ renditions: { state, kinds } }) => `${state}: ${kinds.join(' ')}`);
const change = (body: object) => service.organisation.json(moduleAt, { method: 'PATCH', body });
const fetchText = async (url: string) => (await fetch(new URL(url, service.url))).text();

async function masterUrl(chapterId: string): Promise<string> {
  const { clip_revision } = await service.ctx.db
    .selectFrom('chapters')
    .select('clip_revision')
    .where('id', '=', chapterId)
    .executeTakeFirstOrThrow();
  const clip = { chapter_id: chapterId, clip_revision: clip_revision ?? 0 };
  return renditionUrl(service.ctx, clip, 'master.m3u8');
}

test('every chapter of a finished recording gets smaller pictures and its sound alone', async () => {
  expect(renditionsOf(await readModule())).toEqual(Array(3).fill('ready: source 360p audio'));
});

test('the playlists lead by signed addresses to byte ranges that a sweep leaves', async () => {
  await sweepBlobs(service.ctx, { spareMs: -1000 });
  const [chapter] = (await readModule()).chapters;
  const master = await fetchText(await masterUrl(chapter?.id ?? ''));
  expect(master.match(/RESOLUTION=\S+/g)).toEqual(['RESOLUTION=854x480', 'RESOLUTION=640x360']);
  const playlistUrl = master.split('\n').find((line) => line.includes('360p.m3u8')) ?? '';
  const playlist = await fetchText(playlistUrl);
  const [, mapUrl = '', bytes = '', at = ''] =
    /#EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@(\d+)"/.exec(playlist) ?? [];
  const range = `bytes=${at}-${Number(at) + Number(bytes) - 1}`;
  const init = await fetch(new URL(mapUrl, service.url), { headers: { range } });
  expect(init.status).toBe(206);
  expect(Buffer.from(await init.bytes()).toString('latin1', 4, 8)).toBe('ftyp');
  expect((await fetch(new URL(playlistUrl.split('?')[0] ?? '', service.url))).status).toBe(403);
});

test('a chapter that is cut again gets new renditions, and the old address ends', async () => {
  const [chapter] = (await readModule()).chapters;
  const before = await masterUrl(chapter?.id ?? '');
  await service.organisation.json(`/api/chapters/${chapter?.id ?? ''}`, {
    method: 'PATCH',
    body: { endMs: 3_000 },
  });
  await service.drain();
  expect(renditionsOf(await readModule())).toEqual(Array(3).fill('ready: source 360p audio'));
  expect((await fetch(new URL(before, service.url))).status).toBe(404);
  expect(await fetchText(await masterUrl(chapter?.id ?? ''))).toContain('360p');
});

test('a module that wants none loses them, and has them again when it does', async () => {
  await change({ renditions: false });
  expect(renditionsOf(await readModule())).toEqual(Array(3).fill('none: '));
  const [chapter] = (await readModule()).chapters;
  await service.organisation.json(`/api/chapters/${chapter?.id ?? ''}/retry`, { method: 'POST' });
  await service.drain();
  expect(renditionsOf(await readModule())).toEqual(Array(3).fill('none: '));
  await change({ renditions: true });
  await service.drain();
  expect(renditionsOf(await readModule())).toEqual(Array(3).fill('ready: source 360p audio'));
});

test('a rendition that cannot be made leaves the clip as it is, and is made at the next asking', async () => {
  const [chapter] = (await readModule()).chapters;
  if (!chapter) throw new Error('no chapter');
  const { db, blobs } = service.ctx;
  const ofChapter = db.selectFrom('chapters').selectAll().where('id', '=', chapter.id);
  const row = await ofChapter.executeTakeFirstOrThrow();
  await change({ renditions: false });
  await blobs.put('clips/broken/one', Readable.from([Buffer.from('no clip at all')]));
  const pointTo = (key: string | null) =>
    db.updateTable('chapters').set({ clip_key: key }).where('id', '=', chapter.id).execute();
  await pointTo('clips/broken/one');
  await change({ renditions: true });
  await service.drain();
  expect(renditionsOf(await readModule())[0]).toBe('failed: ');
  await pointTo(row.clip_key);
  expect((await fetch(new URL(chapterMediaUrl(service.ctx, row, 'clip') ?? '', service.url))).status).toBe(
    200,
  );
  await change({ renditions: true });
  await service.drain();
  expect(renditionsOf(await readModule())[0]).toBe('ready: source 360p audio');
});

test('a module’s clips are evened to −16 LUFS when its trainer asks for it', async () => {
  const loudnessOf = async (): Promise<(number | undefined)[]> => {
    const { ctx } = service;
    const keys = await ctx.db.selectFrom('chapters').select('clip_key').orderBy('index').execute();
    const found: (number | undefined)[] = [];
    for (const { clip_key: key } of keys) {
      const clip = await ctx.blobs.asLocalFile(key ?? '');
      found.push((await measureLoudness(ctx.tools, clip.path))?.integrated);
      await clip.release();
    }
    return found;
  };
  expect((await loudnessOf()).some((loudness = 0) => Math.abs(loudness + 16) > 1)).toBe(true);
  await change({ renditions: false, evenLoudness: true });
  await service.drain();
  for (const loudness of await loudnessOf()) expect(Math.abs((loudness ?? 0) + 16)).toBeLessThanOrEqual(1);
  expect((await readModule()).chapters.map(({ state }) => state)).toEqual(Array(3).fill('ready'));
});
