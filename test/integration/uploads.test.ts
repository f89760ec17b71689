import { appendFile, copyFile, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import type { FileRole } from '../../domain/recording.ts';
import { receiveFinishedUploads, removeExpiredUploads, uploadExpiresAfterMs } from '../../src/tus-uploads.ts';
import { UploadLocker } from '../../src/upload-locker.ts';
import { startTestService, type TestOrganisation, type TestService } from '../support/service.ts';
import { sampleOutline, sampleRecording } from '../support/sample.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ worker: true });
});
afterAll(() => service.stop());

const tusHeaders = { 'tus-resumable': '1.0.0' };

interface NewUpload {
  recordingId: string;
  role: FileRole;
  fileName: string;
  bytes: number;
}

function createUpload(
  { recordingId, role, fileName, bytes }: NewUpload,
  organisation: TestOrganisation = service.organisation,
): Promise<Response> {
  const metadata = { recordingId, role, filename: fileName, filetype: 'application/octet-stream' };
  return organisation.fetch('/api/uploads', {
    method: 'POST',
    headers: {
      ...tusHeaders,
      'upload-length': String(bytes),
      'upload-metadata': Object.entries(metadata)
        .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    },
  });
}

function sendPart(location: string, offset: number, part: Uint8Array<ArrayBuffer>): Promise<Response> {
  return service.organisation.fetch(location, {
    method: 'PATCH',
    headers: {
      ...tusHeaders,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: part,
  });
}

async function startUpload(upload: NewUpload): Promise<string> {
  const response = await createUpload(upload);
  expect(response.status).toBe(201);
  return response.headers.get('location') ?? '';
}

async function makeEmpty(body: object = {}): Promise<Recording> {
  return recordingSchema.parse(await service.organisation.json('/api/recordings', { method: 'POST', body }));
}

async function read(id: string): Promise<Recording> {
  return recordingSchema.parse(await service.organisation.json(`/api/recordings/${id}`));
}

const bytesOf = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(words));

describe('a resumable upload', () => {
  test('goes on where it stopped, and starts the work that was asked for', async () => {
    const { id } = await makeEmpty({ outlineText: sampleOutline });
    await service.organisation.json(`/api/recordings/${id}/start`, { method: 'POST' });
    const recording = await sampleRecording();
    const half = Math.floor(recording.length / 2);
    const location = await startUpload({
      recordingId: id,
      role: 'recording',
      fileName: 'Q1 review.mp4',
      bytes: recording.length,
    });
    expect(location).toMatch(/^\/api\/uploads\/[0-9a-f]{32}$/);
    expect(await read(id)).toMatchObject({
      state: 'uploading',
      files: [{ role: 'recording', received: false }],
    });
    expect((await sendPart(location, 0, recording.slice(0, half))).status).toBe(204);
    const asked = await service.organisation.fetch(location, { method: 'HEAD', headers: tusHeaders });
    expect(asked.headers.get('upload-offset')).toBe(String(half));
    expect((await sendPart(location, 0, recording.slice(0, half))).status).toBe(409);
    const last = await sendPart(location, half, recording.slice(half));
    expect([last.status, last.headers.get('upload-offset')]).toEqual([204, String(recording.length)]);
    await service.drain();
    expect(await read(id)).toMatchObject({
      state: 'ready',
      title: 'Q1 review',
      fileName: 'Q1 review.mp4',
      bytes: recording.length,
      chaptersReady: 3,
      files: [{ received: true }],
    });
    const after = await service.organisation.fetch(location, { method: 'HEAD', headers: tusHeaders });
    expect([after.status, after.headers.get('upload-offset')]).toEqual([200, String(recording.length)]);
    expect(await readdir(uploadFolder())).toEqual([]);
  });

  test('of an outline starts what waits for it; a wrong one is refused with its line', async () => {
    const recording = await sampleRecording();
    const { id } = await makeEmpty();
    await upload(id, 'recording', 'webinar.mp4', recording);
    const wrong = await upload(id, 'outline', 'outline.txt', bytesOf('0:00 Welcome\n0:99:99 What?\n'));
    expect([wrong.status, await wrong.json()]).toMatchObject([
      422,
      { code: 'outline-bad-lines', problems: [{ line: 2 }] },
    ]);
    expect(await read(id)).toMatchObject({
      state: 'waiting',
      outlineText: '0:00 Welcome\n0:99:99 What?\n',
      files: [{ role: 'recording' }],
    });
    const right = await upload(id, 'outline', 'outline.txt', bytesOf('0:00 All of it\n'));
    expect(right.status).toBe(204);
    await service.organisation.json(`/api/recordings/${id}/start`, { method: 'POST' });
    await service.drain();
    expect(await read(id)).toMatchObject({ state: 'ready', chapterCount: 1 });
  });

  test('of a text named .mp4 is refused, and the recording still takes a real one', async () => {
    const { id } = await makeEmpty();
    const refused = await upload(id, 'recording', 'webinar.mp4', bytesOf('Hello, this is a text.'));
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'not-a-recording' }]);
    expect(await read(id)).toMatchObject({ state: 'uploading', files: [], fileName: null });
    const empty = await createUpload({ recordingId: id, role: 'recording', fileName: 'empty.mp4', bytes: 0 });
    expect([empty.status, await empty.json()]).toMatchObject([422, { code: 'empty-recording' }]);
    expect((await upload(id, 'recording', 'webinar.mp4', await sampleRecording())).status).toBe(204);
    expect(await read(id)).toMatchObject({ state: 'waiting', fileName: 'webinar.mp4' });
    const second = await createUpload({ recordingId: id, role: 'recording', fileName: 'b.mp4', bytes: 10 });
    expect([second.status, await second.json()]).toMatchObject([409, { code: 'recording-exists' }]);
  });

  test('keeps names harmless', async () => {
    const { id } = await makeEmpty();
    await upload(id, 'attachment', '../../../etc/x', bytesOf('words'));
    expect((await read(id)).files).toMatchObject([{ fileName: 'x', role: 'attachment', received: true }]);
  });

  test('is the organisation’s own', async () => {
    const { id } = await makeEmpty();
    const other = await service.addOrganisation('Another organisation');
    const stranger = await createUpload(
      { recordingId: id, role: 'recording', fileName: 'a.mp4', bytes: 10 },
      other,
    );
    expect([stranger.status, await stranger.json()]).toMatchObject([404, { code: 'not-found' }]);
    const location = await startUpload({ recordingId: id, role: 'attachment', fileName: 'a.txt', bytes: 10 });
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const response = await other.fetch(location, { method, headers: tusHeaders });
      expect([method, response.status]).toEqual([method, 404]);
    }
    expect(
      (await other.fetch('/api/uploads/../../etc/passwd', { method: 'HEAD', headers: tusHeaders })).status,
    ).toBe(404);
  });

  test('larger than allowed, or with metadata that say nothing, is refused before its first byte', async () => {
    const { id } = await makeEmpty();
    const large = await createUpload({ recordingId: id, role: 'recording', fileName: 'a.mp4', bytes: 1e15 });
    expect([large.status, await large.json()]).toMatchObject([413, { code: 'upload-413' }]);
    const nowhere = await createUpload({ recordingId: 'x', role: 'recording', fileName: 'a.mp4', bytes: 10 });
    expect([nowhere.status, await nowhere.json()]).toMatchObject([422, { code: 'invalid-input' }]);
    expect((await read(id)).files).toEqual([]);
  });

  test('that is given up is gone', async () => {
    const { id } = await makeEmpty();
    const location = await startUpload({ recordingId: id, role: 'attachment', fileName: 'a.txt', bytes: 10 });
    await sendPart(location, 0, bytesOf('half '));
    expect(
      (await service.organisation.fetch(location, { method: 'DELETE', headers: tusHeaders })).status,
    ).toBe(204);
    await vi.waitFor(async () => expect((await read(id)).files).toEqual([]));
    expect((await service.organisation.fetch(location, { method: 'HEAD', headers: tusHeaders })).status).toBe(
      404,
    );
  });

  test('that nobody goes on with is forgotten after a week', async () => {
    const { id } = await makeEmpty();
    const location = await startUpload({ recordingId: id, role: 'attachment', fileName: 'a.txt', bytes: 10 });
    await removeExpiredUploads(service.ctx);
    expect((await read(id)).files).toHaveLength(1);
    const later = new Date(Date.now() + uploadExpiresAfterMs + 60_000);
    await removeExpiredUploads({ ...service.ctx, now: () => later });
    expect((await read(id)).files).toEqual([]);
    expect(await stat(path.join(uploadFolder(), idOf(location))).catch(() => undefined)).toBeUndefined();
  });
});

describe('an upload whose end was cut off by a crash', () => {
  test.each([
    ['before it became a blob', true, false],
    ['after it became a blob, before its row', false, true],
    ['in the middle of the move', true, true],
  ])('%s is taken in at the next start', async (_when, hasFile, hasBlob) => {
    const { id } = await makeEmpty({ outlineText: sampleOutline });
    const recording = await sampleRecording();
    const location = await startUpload({
      recordingId: id,
      role: 'recording',
      fileName: 'w.mp4',
      bytes: recording.length,
    });
    const uploadId = idOf(location);
    // All bytes but the last, as if the process had died while it took that one in.
    await sendPart(location, 0, recording.slice(0, -1));
    const file = path.join(uploadFolder(), uploadId);
    await appendFile(file, recording.slice(-1));
    const { blobs } = service.ctx;
    const blobKey = `recordings/${service.organisation.id}/${uploadId}`;
    if (hasBlob) {
      await copyFile(file, `${file}.copy`);
      await utimes(`${file}.copy`, new Date(), new Date());
      await blobs.putFile(blobKey, `${file}.copy`);
    }
    if (!hasFile) await rm(file);
    await receiveFinishedUploads(service.ctx);
    expect(await read(id)).toMatchObject({
      state: 'waiting',
      bytes: recording.length,
      files: [{ received: true }],
    });
    const stored = await blobs.asLocalFile(blobKey);
    expect((await readFile(stored.path)).equals(recording)).toBe(true);
    await receiveFinishedUploads(service.ctx);
    expect((await read(id)).events.map(({ kind }) => kind)).toEqual(['received']);
  });
});

describe('two requests for one upload', () => {
  test('the later one makes the earlier let go, also from another process', async () => {
    const here = new UploadLocker(service.ctx.databaseUrl);
    const elsewhere = new UploadLocker(service.ctx.databaseUrl);
    const never = new AbortController().signal;
    const order: string[] = [];
    const first = here.newLock('an-upload');
    await first.lock(never, async () => {
      order.push('asked to let go');
      await first.unlock();
    });
    const second = elsewhere.newLock('an-upload');
    await second.lock(never, () => undefined);
    order.push('has it');
    expect(order).toEqual(['asked to let go', 'has it']);
    const third = here.newLock('another-upload');
    await third.lock(never, () => undefined);
    await third.unlock();
    await second.unlock();
  });

  test('many at once ask the database one after another', async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on('warning', note);
    const locker = new UploadLocker(service.ctx.databaseUrl);
    const locks = Array.from({ length: 6 }, (_, index) => locker.newLock(`side by side ${index}`));
    await Promise.all(locks.map((lock) => lock.lock(new AbortController().signal, () => undefined)));
    await Promise.all(locks.map((lock) => lock.unlock()));
    // Warnings are told on the next tick.
    await new Promise(setImmediate);
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  test('one that cannot get it gives up with its request', async () => {
    const locker = new UploadLocker(service.ctx.databaseUrl);
    const holder = locker.newLock('held');
    await holder.lock(new AbortController().signal, () => undefined);
    const gone = AbortSignal.abort();
    await expect(locker.newLock('held').lock(gone, () => undefined)).rejects.toMatchObject({
      status_code: 423,
    });
    await holder.unlock();
  });
});

async function upload(
  id: string,
  role: FileRole,
  fileName: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const location = await startUpload({ recordingId: id, role, fileName, bytes: bytes.length });
  return sendPart(location, 0, bytes);
}

function uploadFolder(): string {
  return path.join(service.ctx.config.dataFolder, 'uploads');
}

function idOf(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1);
}
