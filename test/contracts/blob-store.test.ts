import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import type { BlobStore, StoredBlob } from '../../storage/blobs/blob-store.ts';
import { createBlobStore } from '../../storage/blobs/create-blob-store.ts';

/** The contract: what every store does. Run by each of them below. */
function describeContract(name: string, open: () => Promise<BlobStore>): void {
  describe(name, () => {
    let store: BlobStore;
    let folder: string;
    beforeAll(async () => {
      store = await open();
      folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-blobs-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    const putBytes = async (bytes: Buffer, key = newBlobKey('inputs', 'contract')): Promise<string> => {
      expect(await store.put(key, Readable.from([bytes], { objectMode: false }))).toBe(bytes.length);
      return key;
    };

    test('gives back the bytes it was given', async () => {
      const bytes = randomBytes(300_000);
      const key = await putBytes(bytes);
      expect(await store.size(key)).toBe(bytes.length);
      expect((await readAll(await store.get(key))).equals(bytes)).toBe(true);
    });

    test('stores a blob of several parts whole', async () => {
      const part = randomBytes(1024 * 1024);
      const key = newBlobKey('recordings', 'contract');
      const body = Readable.from(Array.from({ length: 40 }, () => part));
      expect(await store.put(key, body, { contentType: 'video/mp4' })).toBe(40 * part.length);
      const tail = await readAll(await store.get(key, { start: 39 * part.length, end: 40 * part.length }));
      expect(tail.equals(part)).toBe(true);
    });

    test('stores nothing of nothing', async () => {
      const key = await putBytes(Buffer.alloc(0));
      expect(await store.size(key)).toBe(0);
      expect(await readAll(await store.get(key))).toHaveLength(0);
    });

    test.each([
      [0, 1],
      [5, 10],
      [999, 1000],
      [0, 1000],
    ])('reads the half-open range [%i, %i)', async (start, end) => {
      const bytes = randomBytes(1000);
      const key = await putBytes(bytes);
      expect((await readAll(await store.get(key, { start, end }))).equals(bytes.subarray(start, end))).toBe(
        true,
      );
    });

    test('replaces a blob whole', async () => {
      const key = await putBytes(randomBytes(5000));
      const newer = randomBytes(100);
      await putBytes(newer, key);
      expect((await readAll(await store.get(key))).equals(newer)).toBe(true);
    });

    test('keeps nothing of a stream that breaks', async () => {
      const key = newBlobKey('inputs', 'contract');
      const broken = Readable.from(
        (function* () {
          yield randomBytes(1000);
          throw new Error('the client went away');
        })(),
        { objectMode: false },
      );
      await expect(store.put(key, broken)).rejects.toThrow('the client went away');
      expect(await store.size(key)).toBeUndefined();
    });

    test('keeps nothing of a put that is aborted', async () => {
      const key = newBlobKey('inputs', 'contract');
      const abort = new AbortController();
      const endless = Readable.from(
        (async function* () {
          for (let count = 0; ; count++) {
            if (count === 3) abort.abort();
            yield randomBytes(1000);
            await new Promise(setImmediate);
          }
        })(),
        { objectMode: false },
      );
      await expect(store.put(key, endless, { signal: abort.signal })).rejects.toThrow();
      expect(await store.size(key)).toBeUndefined();
    });

    test('stores a local file, as old as it may be, as written now', async () => {
      const file = path.join(folder, 'local.bin');
      await writeFile(file, 'the clip');
      await utimes(file, new Date('2020-01-01'), new Date('2020-01-01'));
      const key = newBlobKey('clips', 'contract');
      expect(await store.putFile(key, file, { contentType: 'video/mp4' })).toBe(8);
      expect((await readAll(await store.get(key))).toString()).toBe('the clip');
      const [listed] = await listAll(store, key);
      expect(Date.now() - (listed?.writtenAt.getTime() ?? 0)).toBeLessThan(60_000);
    });

    test('says that a blob is not there', async () => {
      const key = newBlobKey('inputs', 'contract');
      expect(await store.size(key)).toBeUndefined();
      await expect(store.get(key)).rejects.toMatchObject({ code: 'blob-not-found' });
      await expect(store.asLocalFile(key)).rejects.toMatchObject({ code: 'blob-not-found' });
      await store.delete(key);
    });

    test('deletes', async () => {
      const key = await putBytes(randomBytes(10));
      await store.delete(key);
      expect(await store.size(key)).toBeUndefined();
    });

    test('lists what stands under a prefix', async () => {
      const organisation = randomBytes(6).toString('hex');
      const keys = await Promise.all(
        [1, 2, 3].map((size) => putBytes(randomBytes(size), newBlobKey('images', organisation))),
      );
      const listed = await listAll(store, `images/${organisation}/`);
      expect(listed.map(({ key }) => key).sort()).toEqual([...keys].sort());
      expect(listed.map(({ bytes }) => bytes).sort()).toEqual([1, 2, 3]);
      expect(await listAll(store, 'images/nobody/')).toEqual([]);
    });

    test('lends a blob as a local file, to two at a time', async () => {
      const bytes = randomBytes(2000);
      const key = await putBytes(bytes);
      const [one, other] = await Promise.all([store.asLocalFile(key), store.asLocalFile(key)]);
      await one.release();
      expect((await readFile(other.path)).equals(bytes)).toBe(true);
      await other.release();
      expect(await store.size(key)).toBe(2000);
    });

    test.each(['../outside', 'clips/../../outside', '/etc/passwd', 'clips//x', 'clips/.hidden', '', 'a\0b'])(
      'refuses the key %j',
      async (key) => {
        await expect(store.put(key, Readable.from([]))).rejects.toMatchObject({ code: 'bad-blob-key' });
        await expect(store.size(key)).rejects.toMatchObject({ code: 'bad-blob-key' });
        await expect(store.asLocalFile(key)).rejects.toMatchObject({ code: 'bad-blob-key' });
      },
    );

    test('leaves what is new when it removes what was left unfinished', async () => {
      const key = await putBytes(randomBytes(10));
      await store.removeUnfinished(new Date());
      expect(await store.size(key)).toBe(10);
    });

    test('signs addresses that a browser can read, where it can', async () => {
      const key = await putBytes(Buffer.from('hello'));
      const url = await store.signedUrl(key, {
        expiresInSeconds: 60,
        contentType: 'text/plain',
        fileName: 'Überblick.txt',
      });
      if (url === undefined) return;
      const response = await fetch(url, { headers: { range: 'bytes=1-3' } });
      expect(response.status).toBe(206);
      expect(await response.text()).toBe('ell');
      expect(response.headers.get('content-type')).toBe('text/plain');
      expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''%C3%9Cberblick.txt");
      expect((await fetch(url.replace(/X-Amz-Signature=\w{4}/, 'X-Amz-Signature=0000'))).status).toBe(403);
    });
  });
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function listAll(store: BlobStore, prefix: string): Promise<StoredBlob[]> {
  const blobs: StoredBlob[] = [];
  for await (const blob of store.list(prefix)) blobs.push(blob);
  return blobs;
}

const diskFolder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-disk-'));
afterAll(() => rm(diskFolder, { recursive: true, force: true }));
describeContract('a folder', () => Promise.resolve(createBlobStore({ kind: 'disk', folder: diskFolder })));

const endpoint = process.env['AFTERCLASS_TEST_S3_ENDPOINT'];
if (endpoint !== undefined) {
  describeContract('an S3 bucket', async () => {
    const bucket = `afterclass-${randomBytes(6).toString('hex')}`;
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    return createBlobStore({ kind: 's3', bucket, endpoint, region: 'us-east-1', checksums: 'WHEN_REQUIRED' });
  });
} else {
  describe.skip('an S3 bucket: AFTERCLASS_TEST_S3_ENDPOINT names none', () => {
    test('the contract', () => undefined);
  });
}
