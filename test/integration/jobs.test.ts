import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import { runCutChapter } from '../../pipelines/jobs/cut-chapter.ts';
import { recoverUnfinished } from '../../pipelines/jobs/recover-unfinished.ts';
import { sweepBlobs } from '../../pipelines/jobs/sweep-blobs.ts';
import { readMovie } from '../../pipelines/cut/mp4/read-movie.ts';
import { recutChapters } from '../../pipelines/jobs/recut-chapters.ts';
import type { Context } from '../../src/context.ts';
import { addEvent, findRecordingById } from '../../storage/recordings.ts';
import { listChapters } from '../../storage/chapters.ts';
import { makeRecording, sampleOutline, sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startWorker, withWorker } from '../support/worker.ts';

let service: TestService;
let ctx: Context;
beforeAll(async () => {
  // Workers come and go in the tests, each on a context of its own.
  service = await startTestService();
  ctx = service.ctx;
});
afterAll(() => service.stop());

/** The sample with pictures, counted in decode order, that no decoder can make sense of. */
async function withDamagedPictures(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(await sampleRecording());
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-damaged-'));
  try {
    const file = path.join(folder, 'small.mp4');
    await writeFile(file, bytes);
    const movie = await readMovie(file);
    const table = movie?.find(({ kind }) => kind === 'video')?.read()?.table;
    for (let at = from; at < to; at++) {
      const begin = table?.offsets?.[at] ?? 0;
      // The length and the type of the picture stay; what it shows is lost.
      bytes.fill(0xa5, begin + 6, begin + (table?.sizes[at] ?? 0));
    }
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function post(recording?: Uint8Array<ArrayBuffer>, outline = sampleOutline): Promise<string> {
  const form = new FormData();
  form.set('recording', new Blob([recording ?? (await sampleRecording())]), 'webinar.mp4');
  form.set('outline', new Blob([outline]), 'outline.txt');
  const response = await service.organisation.fetch('/api/recordings', { method: 'POST', body: form });
  return recordingSchema.parse(await response.json()).id;
}

async function read(id: string): Promise<Recording> {
  return recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
}

function ask(id: string, verb: 'cancel' | 'retry'): Promise<unknown> {
  return service.organisation.json(`/api/recordings/${id}/${verb}`, { method: 'POST' });
}

/** One key frame at its start and large pictures: every chapter but the first must be encoded, which takes a while. */
let slowRecording: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  slowRecording = await makeRecording({ seconds: 25, width: 1280, height: 720, gop: 10_000 });
});

async function untilCutting(id: string): Promise<void> {
  await vi.waitFor(
    async () =>
      expect(
        (await read(id)).chapters.some(({ state, progress }) => state === 'cutting' && progress > 5),
      ).toBe(true),
    { timeout: 60_000, interval: 100 },
  );
}

const slowOutline = '0:00 Start\n0:05 All the rest\n';

describe('cancel', () => {
  test('before a worker came leaves nothing to do; retry does it', async () => {
    const id = await post();
    expect(await ask(id, 'cancel')).toMatchObject({ state: 'cancelled' });
    await withWorker(ctx, () => service.drain());
    expect(await read(id)).toMatchObject({ state: 'cancelled', chapters: [] });
    expect(await ask(id, 'retry')).toMatchObject({ state: 'probing' });
    await withWorker(ctx, () => service.drain());
    expect(await read(id)).toMatchObject({ state: 'ready', chaptersReady: 3 });
  });

  test('reaches a running encoder in another process; retry cuts only what is missing', async () => {
    const id = await post(slowRecording, slowOutline);
    await withWorker(ctx, async () => {
      await untilCutting(id);
      await vi.waitFor(async () => expect((await read(id)).chapters[0]?.state).toBe('ready'), {
        timeout: 60_000,
      });
      const before = Date.now();
      expect(await ask(id, 'cancel')).toMatchObject({ state: 'cancelled' });
      await service.drain();
      expect(Date.now() - before).toBeLessThan(8000);
    });
    const cancelled = await read(id);
    expect(cancelled.chapters.map(({ state }) => state)).toEqual(['ready', 'cancelled']);
    expect(await readdir(path.join(ctx.config.dataFolder, 'work'))).toEqual([]);
    const [first] = await listChapters(ctx.db, id);
    await ask(id, 'retry');
    await withWorker(ctx, () => service.drain());
    expect(await read(id)).toMatchObject({ state: 'ready', chaptersReady: 2 });
    expect((await listChapters(ctx.db, id))[0]?.clip_key).toBe(first?.clip_key);
  });
});

describe('a worker', () => {
  test('that is told to stop gives its job to the next at once', async () => {
    const id = await post(slowRecording, slowOutline);
    await withWorker(ctx, () => untilCutting(id));
    const { rows } = await sql<{ state: string }>`
      select state from pgboss.job where name = 'cut-chapter' and state in ('active', 'retry')`.execute(
      ctx.db,
    );
    expect(rows).toEqual([]);
    await withWorker(ctx, () => service.drain());
    expect(await read(id)).toMatchObject({ state: 'ready', chaptersReady: 2 });
    expect(readyEvents(await read(id))).toHaveLength(2);
  });

  test('takes over from one that died, long before a heartbeat is missed', async () => {
    const id = await post();
    // As a killed process leaves it: begun, claimed, and nobody there.
    await sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()
      where name = 'probe-recording' and state = 'created'`.execute(ctx.db);
    await sql`insert into job_claims (job_id, job_name, attempt, worker_id)
      select id, name, retry_count, 7 from pgboss.job where name = 'probe-recording' and state = 'active'`.execute(
      ctx.db,
    );
    const before = Date.now();
    await withWorker(ctx, () => service.drain());
    expect(Date.now() - before).toBeLessThan(9000);
    expect(await read(id)).toMatchObject({ state: 'ready' });
    expect(await ctx.db.selectFrom('job_claims').selectAll().execute()).toEqual([]);
  });

  test('shares the work with another, each chapter cut once', async () => {
    // What was stopped before may have left a blob that no row names.
    await sweepBlobs(ctx, { spareMs: -60_000 });
    const id = await post(undefined, '0:00 A\n0:02 B\n0:04 C\n0:06 D\n0:08 E\n0:10 F\n');
    const workers = [await startWorker(ctx), await startWorker(ctx)];
    await service.drain();
    for (const worker of workers) await worker.stop();
    const recording = await read(id);
    expect(recording).toMatchObject({ state: 'ready', chaptersReady: 6 });
    expect(readyEvents(recording).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await sweepBlobs(ctx, { spareMs: -60_000 })).toBe(0);
  });
});

async function setRenditions(recordingId: string, state: 'waiting' | 'making'): Promise<void> {
  await ctx.db
    .updateTable('chapters')
    .set({ renditions_state: state })
    .where('recording_id', '=', recordingId)
    .execute();
}

async function renditionsOf(recordingId: string): Promise<string[]> {
  const chapters = await listChapters(ctx.db, recordingId);
  return chapters.map(({ renditions_state: state }) => state);
}

describe('a queue that lost its jobs', () => {
  test.each(['probing', 'cutting'] as const)('a recording that is %s is taken up again', async (state) => {
    const id = await post();
    if (state === 'cutting') await withWorker(ctx, () => untilPlanned(id));
    await sql`delete from pgboss.job`.execute(ctx.db);
    await recoverUnfinished(ctx);
    await recoverUnfinished(ctx);
    await withWorker(ctx, () => service.drain());
    const recording = await read(id);
    expect(recording).toMatchObject({ state: 'ready', chaptersReady: 3 });
    expect(readyEvents(recording).toSorted()).toEqual([1, 2, 3]);
  });

  test.each(['waiting', 'making'] as const)(
    'renditions that are %s are taken up again, or have failed once they were given up',
    async (state) => {
      const id = await post();
      await withWorker(ctx, () => service.drain());
      await setRenditions(id, state);
      await recoverUnfinished(ctx);
      await recoverUnfinished(ctx);
      expect(await ctx.queue.pending('make-renditions')).toBe(3);
      await sql`update pgboss.job set state = 'failed' where name = 'make-renditions' and state = 'created'`.execute(
        ctx.db,
      );
      await recoverUnfinished(ctx);
      expect(await renditionsOf(id)).toEqual(['failed', 'failed', 'failed']);
      expect(await read(id)).toMatchObject({ state: 'ready' });
      await sql`delete from pgboss.job where name = 'make-renditions'`.execute(ctx.db);
      await setRenditions(id, state);
      await recoverUnfinished(ctx);
      await withWorker(ctx, () => service.drain());
      expect(await renditionsOf(id)).toEqual(['ready', 'ready', 'ready']);
    },
  );

  test('a job that was given up says so, and Retry goes on', async () => {
    const id = await post();
    await sql`update pgboss.job set state = 'failed' where name = 'probe-recording' and state = 'created'`.execute(
      ctx.db,
    );
    await recoverUnfinished(ctx);
    expect(await read(id)).toMatchObject({ state: 'failed', failure: { code: 'worker-lost' } });
    await ask(id, 'retry');
    await withWorker(ctx, () => service.drain());
    expect(await read(id)).toMatchObject({ state: 'ready' });
  });
});

describe('a cut', () => {
  test('that was overtaken, or comes a second time, changes nothing', async () => {
    const id = await post();
    await withWorker(ctx, () => service.drain());
    const before = await listChapters(ctx.db, id);
    const [chapter] = before;
    const chapterId = chapter?.id ?? '';
    const never = new AbortController().signal;
    await runCutChapter(ctx, { chapterId, revision: chapter?.revision ?? 0 }, never);
    await recutChapters(ctx, [chapterId]);
    await runCutChapter(ctx, { chapterId, revision: chapter?.revision ?? 0 }, never);
    const between = await listChapters(ctx.db, id);
    expect(between.map(({ clip_key: key }) => key)).toEqual(before.map(({ clip_key: key }) => key));
    expect(between[0]?.state).toBe('waiting');
    await withWorker(ctx, () => service.drain());
    expect((await listChapters(ctx.db, id))[0]).toMatchObject({ state: 'ready', clip_revision: 2 });
  });

  test('that cannot copy encodes the chapter, and is counted by its cause and logged', async () => {
    const logged: unknown[] = [];
    const watched = {
      ...ctx,
      log: { error: () => undefined, warn: (details: object) => logged.push(details) },
    };
    const id = await post(await withDamagedPictures(101, 106), '0:00 A\n0:03 B\n0:08 C\n');
    await withWorker(ctx, () => service.drain());
    const chapters = await listChapters(ctx.db, id);
    expect(chapters.map(({ clip_method: method }) => method)).toEqual(['smart', 'encode', 'copy']);
    const chapterId = chapters[1]?.id ?? '';
    await recutChapters(ctx, [chapterId]);
    await runCutChapter(watched, { chapterId, revision: 2 }, new AbortController().signal);
    expect(logged).toEqual([{ chapterId, cause: 'decoder' }]);
    const metrics = await (await fetch(new URL('/metrics', service.url))).text();
    expect(metrics).toContain('afterclass_cut_fallbacks_total{cause="decoder"} 1');
    await withWorker(ctx, () => service.drain());
  });

  test('that fails keeps the old clip and says why in a sentence', async () => {
    const id = await post();
    await withWorker(ctx, () => service.drain());
    const [before] = await listChapters(ctx.db, id);
    const { blob_key: key } = await ctx.db
      .selectFrom('recordings')
      .select('blob_key')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const bytes = await sampleRecording();
    await ctx.blobs.put(key ?? '', Readable.from([Buffer.from(bytes.slice(0, 20_000))]));
    await recutChapters(ctx, [before?.id ?? '']);
    await withWorker(ctx, () => service.drain());
    const recording = await read(id);
    expect(recording).toMatchObject({
      state: 'failed',
      failure: { code: 'chapters-failed' },
      chaptersReady: 2,
    });
    expect(recording.chapters[0]).toMatchObject({
      state: 'failed',
      failure: { code: 'truncated-recording' },
    });
    const [after] = await listChapters(ctx.db, id);
    expect(after?.clip_key).toBe(before?.clip_key);
    expect(await ctx.blobs.size(after?.clip_key ?? '')).toBe(before?.clip_bytes);
    await ctx.blobs.put(key ?? '', Readable.from([Buffer.from(bytes)]));
    await ask(id, 'retry');
    await withWorker(ctx, () => service.drain());
    expect(await read(id)).toMatchObject({ state: 'ready', failure: null });
  });
});

describe('two chapters that end at the same moment', () => {
  test('do not wait for each other', async () => {
    const id = await post();
    const both = Promise.withResolvers<undefined>();
    let added = 0;
    const end = (): Promise<void> =>
      ctx.db.transaction().execute(async (db) => {
        await addEvent(db, id, { kind: 'chapter-ready', message: 'Ready.' }, ctx.now());
        added += 1;
        if (added === 2) both.resolve(undefined);
        await both.promise;
        await findRecordingById(db, id, { lock: true });
      });
    await Promise.all([end(), end()]);
    await ask(id, 'cancel');
  });
});

function readyEvents(recording: Recording): (number | null)[] {
  return recording.events
    .filter(({ kind }) => kind === 'chapter-ready')
    .map(({ chapterIndex }) => chapterIndex);
}

async function untilPlanned(id: string): Promise<void> {
  await vi.waitFor(async () => expect((await read(id)).state).toBe('cutting'), {
    timeout: 30_000,
    interval: 20,
  });
}
