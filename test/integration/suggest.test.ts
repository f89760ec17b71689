import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import { runFfmpeg } from '../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { findSlideChanges } from '../../pipelines/media/find-slide-changes.ts';
import { probeRecording } from '../../pipelines/media/probe-recording.ts';
import { makeRecording } from '../support/sample.ts';
import { startTestService, type TestService } from '../support/service.ts';

const run = promisify(execFile);
const cli = path.resolve(import.meta.dirname, '../../src/cli.ts');
const transcript =
  'WEBVTT\n\n00:00.500 --> 00:03.200\nWelcome to all of you.\n\n00:12.300 --> 00:14.000\nRisk management. Every risk has an owner.\n';

let folder: string;
let recording: string;
let bytes: Uint8Array<ArrayBuffer>;
let service: TestService;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'afterclass-suggest-'));
  recording = path.join(folder, 'webinar.mp4');
  // Key frames four seconds apart: the changes lie between them.
  bytes = await makeRecording({ seconds: 20, gop: 100 });
  await writeFile(recording, bytes);
  await writeFile(path.join(folder, 'words.vtt'), transcript);
  service = await startTestService({ worker: true });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

test('changes of slides are found to the frame, between key frames too, up to the last one', async () => {
  const tools = await findMediaTools();
  const probed = await probeRecording(tools, recording);
  const changes = await findSlideChanges(tools, { path: recording, recording: probed });
  expect(changes.map(({ atMs, afterMs }) => [afterMs, atMs])).toEqual([
    [2960, 3000],
    [7560, 7600],
    [12_160, 12_200],
  ]);
});

describe('the command', () => {
  test('prints an outline that cuts where the slides change, named by the transcript', async () => {
    const words = path.join(folder, 'words.vtt');
    const { stdout } = await run(process.execPath, [cli, 'suggest', recording, '--transcript', words]);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^0:00 /);
    expect(lines).toContain('0:12.200 Risk management');
    for (const line of lines) expect(line).toMatch(/^0:(?:00|03|07\.600|12\.200|16\.800) /);
  });

  test('prints one JSON document, and says what it lacks', async () => {
    const { stdout, stderr } = await run(process.execPath, [cli, 'suggest', recording, '--json']);
    const document: unknown = JSON.parse(stdout);
    expect(document).toMatchObject({ format: 'suggestion', entries: [{ startMs: 0, title: 'Part 1' }, {}] });
    expect(stderr).toContain('Without a transcript');
  });

  test('fails with one sentence for a file that is not there', async () => {
    const failed = run(process.execPath, [cli, 'suggest', path.join(folder, 'none.mp4')]);
    await expect(failed).rejects.toMatchObject({ code: 1, stderr: /There is no recording .*none\.mp4\.\n$/ });
  });
});

describe('a recording with chapter marks', () => {
  const marks =
    ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=7000\ntitle=Warm-up\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=7000\nEND=20000\ntitle=Cost \\= value\n';
  test.each(['mp4', 'mkv'])('is read as an outline, and proposed as one: %s', async (container) => {
    const marked = path.join(folder, `marked.${container}`);
    const meta = path.join(folder, 'marks.txt');
    await writeFile(meta, marks);
    await runFfmpeg({
      tools: await findMediaTools(),
      inputs: [
        { path: recording, demuxer: 'mov' },
        { path: meta, demuxer: 'ffmetadata' },
      ],
      options: ['-map', '0', '-map_metadata', '1', '-c', 'copy'],
      outputPath: marked,
    });
    const outline = await run(process.execPath, [cli, 'outline', marked, '--json']);
    expect(JSON.parse(outline.stdout)).toMatchObject({
      entries: [
        { startMs: 0, endMs: 7000, title: 'Warm-up' },
        { startMs: 7000, endMs: 20_000, title: 'Cost = value' },
      ],
    });
    const { stdout } = await run(process.execPath, [cli, 'suggest', marked]);
    expect(stdout).toBe('0:00 Warm-up\n0:07 Cost = value\n');
  });

  test('is told apart from one without', async () => {
    const failed = run(process.execPath, [cli, 'outline', recording]);
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: 'webinar.mp4 carries no chapter marks.\n',
    });
  });
});

describe('the service', () => {
  const post = async (form: FormData): Promise<string> => {
    const answer = await service.organisation.fetch('/api/recordings', { method: 'POST', body: form });
    return recordingSchema.parse(await answer.json()).id;
  };
  const read = async (id: string): Promise<Recording> =>
    recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
  const suggest = async (id: string): Promise<Response> =>
    service.organisation.fetch(`/api/recordings/${id}/suggest`, { method: 'POST' });

  test('proposes an outline for a recording that came without one', async () => {
    const form = new FormData();
    form.set('recording', new Blob([bytes]), 'webinar.mp4');
    form.set('transcript', new Blob([transcript]), 'words.vtt');
    const recordingId = await post(form);
    const answer = await suggest(recordingId);
    expect(recordingSchema.parse(await answer.json()).suggestion).toEqual({ state: 'working' });
    await service.drain();
    const { suggestion } = await read(recordingId);
    const entries = suggestion?.state === 'ready' ? suggestion.entries : [];
    expect(entries.map(({ startMs, title }) => [startMs, title])).toContainEqual([12_200, 'Risk management']);
  });

  test('says why where nothing can be proposed', async () => {
    const form = new FormData();
    form.set('recording', new Blob([bytes.slice(0, 40_000)]), 'broken.mp4');
    const recordingId = await post(form);
    await suggest(recordingId);
    await service.drain();
    const { suggestion } = await read(recordingId);
    expect(suggestion?.state === 'failed' && suggestion.failure.message).toMatch(/recording/i);
  });

  test('refuses while the recording is not here', async () => {
    const created = await service.organisation.fetch('/api/recordings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Later' }),
    });
    const { id } = recordingSchema.parse(await created.json());
    const answer = await suggest(id);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'recording-not-here' });
  });
});
