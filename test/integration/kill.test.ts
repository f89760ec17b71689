import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { moduleSchema } from '../../domain/api/module.ts';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import type { FileRole } from '../../domain/recording.ts';
import { sweepBlobs } from '../../pipelines/jobs/sweep-blobs.ts';
import { readEnv, toConfig } from '../../src/config.ts';
import { createContext } from '../../src/context.ts';
import { freePort } from '../../src/free-port.ts';
import { listChapters } from '../../storage/chapters.ts';
import { randomFrom } from '../support/random.ts';
import { makeRecording } from '../support/sample.ts';
import { runCommand, serviceProcess, type ServiceProcess } from '../support/service-process.ts';

/** The whole service as an operator starts it, on a data folder of its own with its own database. */
const kills = 10;
const seed = 20_260_312;

const seconds = 40;
const fps = 25;
const chapterCount = 8;
const outline = Array.from(
  { length: chapterCount },
  (_, at) => `0:${String(at * 5).padStart(2, '0')} Part ${at + 1}`,
);
const transcript = 'WEBVTT\n\n00:01.000 --> 00:02.000\nWelcome.\n\n00:31.000 --> 00:32.000\nNearly there.\n';
const quiz =
  '$CATEGORY: Part 2\n\n::Q1::Is this right? {T}\n\n$CATEGORY: Part 7\n\n::Q2::Which? {=this ~that}\n';

let dataFolder: string;
let env: NodeJS.ProcessEnv;
let url: string;
let token: string;
let service: ServiceProcess;
let files: { role: FileRole; fileName: string; bytes: Uint8Array<ArrayBuffer> }[];

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-kill-'));
  const port = await freePort();
  env = {
    ...process.env,
    AFTERCLASS_DATA: dataFolder,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
  };
  service = serviceProcess(env);
  url = `http://127.0.0.1:${port}`;
  token = await runCommand(env, 'token', 'add', '--name', 'kill test');
  const text = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(words));
  files = [
    // One key frame every 20 seconds: most chapters must be encoded, which takes long enough to be killed.
    {
      role: 'recording',
      fileName: 'w.mp4',
      bytes: await makeRecording({ seconds, width: 640, height: 360, fps, gop: 500 }),
    },
    { role: 'transcript', fileName: 'transcript.vtt', bytes: text(transcript) },
    { role: 'quiz', fileName: 'quiz.gift', bytes: text(quiz) },
    { role: 'attachment', fileName: 'Part 3 template.csv', bytes: text('a,b\n') },
  ];
});

afterAll(async () => {
  await service.end('SIGKILL');
  // The database outlives a killed service: end it by its own file.
  const pidFile = await readFile(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(pidFile.split('\n', 1)[0]);
  if (pid > 0) {
    process.kill(pid, 'SIGINT');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 30_000, interval: 100 });
  }
  await rm(dataFolder, { recursive: true, force: true });
});

test(
  'killed ten times at random moments, the service ends with the same published module, no input lost, no clip twice',
  { timeout: 600_000 },
  async () => {
    const random = randomFrom(seed);
    await service.start();
    const { id } = recordingSchema.parse(
      await ask('POST', '/api/recordings', { title: 'Killed', outlineText: outline.join('\n') }),
    );
    const stopClient = new AbortController();
    const client = runClient(id, stopClient.signal);
    const states = new Set<string>();
    for (let kill = 0; kill < kills; kill++) {
      await delay(50 + random() * 1500);
      states.add((await readAnyway(id))?.state ?? 'away');
      await service.end('SIGKILL');
      await service.start();
    }
    await client;
    const recording = await untilReady(id);
    // The kills were not all before or after the work.
    expect([...states].some((state) => ['uploading', 'probing', 'cutting'].includes(state))).toBe(true);
    expect(
      recording.files
        .filter(({ received }) => received)
        .map(({ role }) => role)
        .sort(),
    ).toEqual(files.map(({ role }) => role).sort());
    const module = moduleSchema.parse(
      await ask('POST', `/api/modules/${recording.moduleId ?? ''}/publish`, {}),
    );
    expect(module.state).toBe('published');
    expect(
      module.chapters.map(({ title, startMs, endMs, clipCurrent }) => [title, startMs, endMs, clipCurrent]),
    ).toEqual(outline.map((_, at) => [`Part ${at + 1}`, at * 5000, (at + 1) * 5000, true]));
    expect(module.chapters.map(({ questionCount }) => questionCount)).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
    expect(module.chapters.map(({ captionCueCount }) => captionCueCount)).toEqual([1, 0, 0, 0, 0, 0, 1, 0]);
    expect(module.attachments.map(({ fileName, chapterId }) => [fileName, chapterId])).toEqual([
      ['Part 3 template.csv', module.chapters[2]?.id],
    ]);
    await untilIdle();
    await service.end('SIGTERM');
    await checkStore(recording);
  },
);

/** The smaller forms of the clips are made after the module is there. */
async function untilIdle(): Promise<void> {
  const ctx = await createContext(toConfig(readEnv(env)));
  try {
    const isIdle = async () => expect(await ctx.queue.pending()).toBe(0);
    await vi.waitFor(isIdle, { timeout: 180_000, interval: 250 });
  } finally {
    await ctx.close();
  }
}

/** What stands in the database and the store once the service is gone. */
async function checkStore(recording: Recording): Promise<void> {
  const ctx = await createContext(toConfig(readEnv(env)));
  try {
    const chapters = await listChapters(ctx.db, recording.id);
    expect(chapters.map(({ clip_frames: frames }) => frames)).toEqual(chapters.map(() => 5 * fps));
    const made = recording.events
      .filter(({ kind }) => kind === 'chapter-ready')
      .map(({ chapterIndex }) => chapterIndex);
    expect(made.toSorted()).toEqual(chapters.map(({ index }) => index));
    expect(await ctx.queue.pending()).toBe(0);
    expect((await ctx.db.selectFrom('modules').select('id').execute()).length).toBe(1);
    // After the sweep one clip, thumbnail, poster and sound alone a chapter are left, the recording's waveform and
    // pictures, and every file that came.
    await sweepBlobs(ctx, { spareMs: -60_000 });
    const kinds = new Map<string, number>();
    for await (const { key } of ctx.blobs.list()) {
      const kind = key.split('/', 1)[0] ?? '';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect(Object.fromEntries(kinds)).toEqual({
      recordings: 1,
      inputs: 2,
      attachments: 1,
      clips: 8,
      images: 18,
      renditions: 8,
    });
    const stored = await ctx.db.selectFrom('recordings').select('blob_key').executeTakeFirstOrThrow();
    const { path: file } = await ctx.blobs.asLocalFile(stored.blob_key ?? '');
    expect((await readFile(file)).equals(files[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
  } finally {
    await ctx.close();
  }
}

/** A client that uploads and starts, and goes on after every interruption, as a browser does. */
async function runClient(id: string, signal: AbortSignal): Promise<void> {
  for (const file of files) await untilDone(() => upload(id, file), signal);
  await untilDone(() => ask('POST', `/api/recordings/${id}/start`, {}), signal);
}

async function untilDone(step: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await step();
      return;
    } catch (error) {
      // Refused by the service is a fault; the service being away is not.
      if (error instanceof Refused) throw error;
      await delay(100);
    }
  }
}

const locations = new Map<string, string>();
const partBytes = 100_000;

async function upload(id: string, { role, fileName, bytes }: (typeof files)[number]): Promise<void> {
  const { files: there } = recordingSchema.parse(await ask('GET', `/api/recordings/${id}`));
  if (there.some((file) => file.role === role && file.received)) return;
  const location = locations.get(fileName) ?? (await createUpload(id, { role, fileName, bytes }));
  locations.set(fileName, location);
  let offset = Number((await tus('HEAD', location, {})).headers.get('upload-offset'));
  while (offset < bytes.length) {
    const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    const answer = await tus('PATCH', location, headers, bytes.slice(offset, offset + partBytes));
    offset = Number(answer.headers.get('upload-offset'));
  }
}

async function createUpload(id: string, { role, fileName, bytes }: (typeof files)[number]): Promise<string> {
  const metadata = Object.entries({ recordingId: id, role, filename: fileName })
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');
  const headers = { 'upload-length': String(bytes.length), 'upload-metadata': metadata };
  return (await tus('POST', '/api/uploads', headers)).headers.get('location') ?? '';
}

class Refused extends Error {}

async function tus(
  method: string,
  at: string,
  headers: Record<string, string>,
  body?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const response = await fetch(new URL(at, url), {
    method,
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body ? { body } : {}),
  });
  // 409: the part before went through, only its answer was lost.
  if (!response.ok && response.status !== 409) throw new Refused(`${method} ${at} ${response.status}`);
  if (response.status === 409) throw new Error('asks again how far it is');
  return response;
}

async function ask(method: string, at: string, body?: object): Promise<unknown> {
  const response = await fetch(new URL(at, url), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Refused(`${method} ${at} ${response.status} ${await response.text()}`);
  return response.json();
}

async function readAnyway(id: string): Promise<Recording | undefined> {
  return ask('GET', `/api/recordings/${id}`).then(
    (answer) => recordingSchema.parse(answer),
    () => undefined,
  );
}

async function untilReady(id: string): Promise<Recording> {
  for (;;) {
    const recording = recordingSchema.parse(await ask('GET', `/api/recordings/${id}`));
    if (recording.state === 'ready') return recording;
    if (['failed', 'waiting', 'cancelled'].includes(recording.state)) {
      throw new Error(
        `${recording.state}: ${JSON.stringify(recording.failure)} ${JSON.stringify(recording.chapters)}`,
      );
    }
    await delay(200);
  }
}
