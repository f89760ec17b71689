import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { recordingSchema } from '../../domain/api/recording.ts';
import { runIngest } from '../support/ingest-command.ts';
import { sampleOutline, sampleRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let folder: string;
beforeAll(async () => {
  service = await startTestService({ worker: true });
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-ingest-'));
  await writeFile(path.join(folder, 'session.mp4'), await sampleRecording());
  await writeFile(path.join(folder, 'agenda.txt'), sampleOutline);
  await writeFile(path.join(folder, 'bad.txt'), '0:00 Welcome\n0:99:99 What?\n0:08 End\n');
  await mkdir(path.join(folder, 'empty'));
  await writeFile(path.join(folder, 'text.mp4'), 'Hello, this is a text.');
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

const ingest = (...args: string[]): ReturnType<typeof runIngest> => runIngest(service, folder, args);

test('gives files to a running service, which makes chapters of them', async () => {
  const { code, stdout } = await ingest('session.mp4', 'agenda.txt', '--title', 'From the command line');
  expect(code).toBe(0);
  const id = stdout.trim();
  await service.drain();
  const recording = recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
  expect(recording).toMatchObject({ title: 'From the command line', state: 'ready', chaptersReady: 3 });
});

test('prints one JSON document', async () => {
  const { stdout } = await ingest('session.mp4', '--json');
  const document = z.object({ id: z.uuid(), recordings: z.array(z.object({ id: z.uuid() })).length(1) });
  const { id, recordings } = document.parse(JSON.parse(stdout));
  expect(recordings[0]?.id).toBe(id);
});

test.each([
  [['text.mp4', 'agenda.txt'], /recording/],
  [['session.mp4', 'bad.txt'], /^Line 2: /],
  [['session.mp4', 'nowhere.txt'], /There is no file nowhere\.txt\./],
  [['agenda.txt'], /None of the files is a recording/],
  [['empty'], /None of the files is a recording/],
])('%j fails with a sentence and leaves nothing', async (args, sentence) => {
  const before = await count();
  const { code, stdout, stderr } = await ingest(...args);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n').at(-1)).toMatch(sentence);
  expect(await count()).toEqual(before);
});

async function count(): Promise<[recordings: number, blobs: number]> {
  const recordings = await service.ctx.db.selectFrom('recordings').select('id').execute();
  let blobs = 0;
  for await (const blob of service.ctx.blobs.list()) if (blob.key !== '') blobs += 1;
  return [recordings.length, blobs];
}
