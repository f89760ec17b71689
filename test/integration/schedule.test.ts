import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scanInbox } from '../../pipelines/jobs/scan-inbox.ts';
import { sweepBlobs } from '../../pipelines/jobs/sweep-blobs.ts';
import type { Context } from '../../src/context.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import { sampleOutline, sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { withWorker } from '../support/worker.ts';

let service: TestService;
let ctx: Context;
beforeAll(async () => {
  service = await startTestService();
  ctx = service.ctx;
});
afterAll(() => service.stop());

describe('the watched folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-inbox-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const scan = (settleMs = 0): Promise<number> =>
    scanInbox(ctx, { folder, organisationId: service.organisation.id, settleMs });

  test('takes a folder at rest, once, and files it under done', async () => {
    await mkdir(path.join(folder, 'Q1 review'));
    await writeFile(path.join(folder, 'Q1 review', 'session.mp4'), await sampleRecording());
    await writeFile(path.join(folder, 'Q1 review', 'notes.txt'), sampleOutline);
    expect(await scan(60_000)).toBe(0);
    const before = await countRecordings();
    const fingerprinted = path.join(folder, 'Q1 review', 'session.mp4');
    await utimes(fingerprinted, new Date('2026-01-01'), new Date('2026-01-01'));
    await utimes(path.join(folder, 'Q1 review', 'notes.txt'), new Date('2026-01-01'), new Date('2026-01-01'));
    expect(await scan()).toBe(1);
    expect(await readdir(path.join(folder, 'done', 'Q1 review'))).toEqual(['notes.txt', 'session.mp4']);
    // As a crash would leave it: ingested, and not moved.
    await mkdir(path.join(folder, 'Q1 review'));
    for (const name of ['session.mp4', 'notes.txt']) {
      const at = path.join(folder, 'Q1 review', name);
      await writeFile(at, await readFile(path.join(folder, 'done', 'Q1 review', name)));
      await utimes(at, new Date('2026-01-01'), new Date('2026-01-01'));
    }
    expect(await scan()).toBe(1);
    expect(await countRecordings()).toBe(before + 1);
    await withWorker(ctx, () => service.drain());
    const [newest] = recordingListOf(await service.organisation.json('/api/recordings'));
    expect(newest).toMatchObject({ title: 'session', state: 'ready', chapterCount: 3 });
  });

  test('takes loose files that share a name', async () => {
    await writeFile(path.join(folder, 'demo.mp4'), await sampleRecording());
    await writeFile(path.join(folder, 'demo.outline.txt'), sampleOutline);
    await scan();
    expect(await readdir(path.join(folder, 'done'))).toEqual(
      expect.arrayContaining(['demo.mp4', 'demo.outline.txt']),
    );
  });

  test('files what cannot be used under failed, with the reason', async () => {
    const before = await countRecordings();
    await mkdir(path.join(folder, 'broken'));
    await writeFile(path.join(folder, 'broken', 'session.mp4'), 'Hello, this is a text.');
    await scan();
    expect(await readdir(path.join(folder, 'failed'))).toEqual(['broken', 'broken.reason.txt']);
    expect(await readFile(path.join(folder, 'failed', 'broken.reason.txt'), 'utf8')).toMatch(/recording/);
    expect(await countRecordings()).toBe(before);
  });
});

describe('the sweep', () => {
  test('removes what no row mentions, once it is a day old', async () => {
    // What the watched folder brought is cut now, if it was not before.
    await withWorker(ctx, () => service.drain());
    const key = newBlobKey('clips', service.organisation.id);
    await ctx.blobs.put(key, Readable.from([Buffer.from('lost')]));
    const mentioned = await ctx.db
      .selectFrom('chapters')
      .select('clip_key')
      .where('clip_key', 'is not', null)
      .execute();
    expect(mentioned).not.toEqual([]);
    await sweepBlobs(ctx);
    expect(await ctx.blobs.size(key)).toBe(4);
    const tomorrow = { ...ctx, now: () => new Date(Date.now() + 25 * 3600_000) };
    expect(await sweepBlobs(tomorrow)).toBeGreaterThan(0);
    expect(await ctx.blobs.size(key)).toBeUndefined();
    for (const { clip_key: kept } of mentioned) expect(await ctx.blobs.size(kept ?? '')).toBeGreaterThan(0);
  });
});

describe('the clock', () => {
  test('enqueues a job once in its period, however often it ticks', async () => {
    await Promise.all(
      [1, 2, 3].map(() => ctx.queue.send('scan-inbox', {}, { key: 'scan-inbox', oncePerSeconds: 3600 })),
    );
    expect(await ctx.queue.pending('scan-inbox')).toBe(1);
    await withWorker(ctx, () => service.drain());
    await ctx.queue.send('scan-inbox', {}, { key: 'scan-inbox', oncePerSeconds: 3600 });
    expect(await ctx.queue.pending('scan-inbox')).toBe(0);
  });
});

async function countRecordings(): Promise<number> {
  return (await ctx.db.selectFrom('recordings').select('id').execute()).length;
}

function recordingListOf(answer: unknown): unknown[] {
  return typeof answer === 'object' &&
    answer !== null &&
    'recordings' in answer &&
    Array.isArray(answer.recordings)
    ? answer.recordings
    : [];
}
