import { afterAll, beforeAll, expect, test } from 'vitest';
import { timelineSchema } from '../../domain/api/timeline.ts';
import { moduleSchema } from '../../domain/api/module.ts';
import { recordingSchema } from '../../domain/api/recording.ts';
import { sweepBlobs } from '../../pipelines/jobs/sweep-blobs.ts';
import { forgetDeletions, undoMs } from '../../storage/deletions.ts';
import { sampleOutline, sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let recordingId: string;

beforeAll(async () => {
  service = await startTestService({ worker: true });
  const form = new FormData();
  form.set('recording', new Blob([await sampleRecording()]), 'webinar.mp4');
  form.set('outline', new Blob([sampleOutline]), 'outline.txt');
  const answer = await service.organisation.fetch('/api/recordings', { method: 'POST', body: form });
  recordingId = recordingSchema.parse(await answer.json()).id;
  await service.drain();
});
afterAll(() => service.stop());

const readTimeline = async () =>
  timelineSchema.parse(await service.organisation.json(`/api/recordings/${recordingId}/timeline`));

test('the editor gets waveform, pictures and pauses under signed addresses, and a sweep leaves them', async () => {
  await sweepBlobs(service.ctx, { spareMs: -1000 });
  const { ready, waveform, sprites, pauses } = await readTimeline();
  expect(ready).toBe(true);
  const peaks = await fetch(new URL(waveform?.url ?? '', service.url));
  expect((await peaks.bytes()).length).toBe(Math.ceil(12 * (waveform?.peaksPerSecond ?? 0)));
  expect(sprites).toMatchObject({ count: 12, everyMs: 1000 });
  const sheet = await fetch(new URL(sprites?.url ?? '', service.url));
  expect(sheet.headers.get('content-type')).toBe('image/jpeg');
  expect([...(await sheet.bytes()).subarray(0, 2)]).toEqual([0xff, 0xd8]);
  expect(pauses.length).toBeGreaterThan(0);
  const unsigned = await fetch(new URL(waveform?.url.split('?')[0] ?? '', service.url));
  expect(unsigned.status).toBe(403);
});

test('nobody else’s timeline is told', async () => {
  const other = await service.addOrganisation('Another');
  expect((await other.fetch(`/api/recordings/${recordingId}/timeline`)).status).toBe(404);
});

test('a chapter tells where the outline has it, also after it was moved', async () => {
  const recording = recordingSchema.parse(await service.organisation.json(`/api/recordings/${recordingId}`));
  const moduleAt = `/api/modules/${recording.moduleId ?? ''}`;
  const { chapters } = moduleSchema.parse(await service.organisation.json(moduleAt));
  expect(chapters.map(({ outlineStartMs }) => outlineStartMs)).toEqual([0, 4000, 8000]);
  const moved = moduleSchema.parse(
    await service.organisation.json(`/api/chapters/${chapters[1]?.id ?? ''}`, {
      method: 'PATCH',
      body: { startMs: 4400 },
    }),
  );
  expect(moved.chapters[1]).toMatchObject({ startMs: 4400, outlineStartMs: 4000 });
});

test('a recording that is deleted takes its timeline along', async () => {
  await service.drain();
  await service.organisation.fetch(`/api/recordings/${recordingId}`, { method: 'DELETE' });
  await service.drain();
  // For an hour it can be put back.
  await forgetDeletions(service.ctx.db, new Date(Date.now() + undoMs + 1000));
  await sweepBlobs(service.ctx, { spareMs: -1000 });
  const left = [];
  for await (const { key } of service.ctx.blobs.list('images/')) left.push(key);
  expect(left).toEqual([]);
});
