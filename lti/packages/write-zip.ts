import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { configure, TextReader, ZipWriter } from '@zip.js/zip.js';
import type { PackageFile } from './package-file.ts';

configure({ useWebWorkers: false });

/**
 * A zip of the files, in their order, made while it is read: no file is ever whole in memory, and archives beyond 4 GB
 * become Zip64. Media are stored as they are, with size and checksum before them: a stored file whose size comes after
 * it cannot be read by the Java libraries that several LMSs unpack with.
 */
export function writeZip(files: readonly PackageFile[]): Readable {
  const body = new PassThrough();
  const reading = new AbortController();
  body.once('close', () => reading.abort());
  const writer = new ZipWriter(intoStream(body, reading.signal), { keepOrder: true });
  addAll(writer, files, reading.signal)
    .then(() => writer.close())
    .then(() => body.end())
    .catch((error: unknown) => body.destroy(error instanceof Error ? error : new Error(String(error))));
  return body;
}

/** Waits while its reader is slower than the files. */
function intoStream(body: PassThrough, signal: AbortSignal): WritableStream<Uint8Array> {
  return new WritableStream({
    async write(piece) {
      if (!body.write(piece)) await once(body, 'drain', { signal });
    },
  });
}

async function addAll(
  writer: ZipWriter<unknown>,
  files: readonly PackageFile[],
  signal: AbortSignal,
): Promise<void> {
  for (const file of files) {
    signal.throwIfAborted();
    if ('text' in file) await writer.add(file.path, new TextReader(file.text), { level: 6 });
    else await addStored(writer, file, signal);
  }
}

async function addStored(
  writer: ZipWriter<unknown>,
  file: Extract<PackageFile, { open: unknown }>,
  signal: AbortSignal,
): Promise<void> {
  const { sum, bytes } = await sumUp(await file.open(), signal);
  // With its size known the entry's header can come first.
  const source = { readable: toWebStream(await file.open()), size: bytes };
  await writer.add(file.path, source, {
    passThrough: true,
    compressionMethod: 0,
    uncompressedSize: bytes,
    crc32: sum,
    signal,
  });
}

async function sumUp(body: Readable, signal: AbortSignal): Promise<{ sum: number; bytes: number }> {
  let sum = 0;
  let bytes = 0;
  for await (const piece of body.iterator({ destroyOnReturn: true })) {
    signal.throwIfAborted();
    if (!(piece instanceof Uint8Array)) throw new TypeError('A blob gave something that is not bytes.');
    sum = crc32(piece, sum);
    bytes += piece.length;
  }
  return { sum, bytes };
}

function toWebStream(body: Readable): ReadableStream<Uint8Array> {
  const pieces: AsyncIterator<unknown> = body[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const step = await pieces.next();
      const value: unknown = step.value;
      if (step.done === true) controller.close();
      else if (value instanceof Uint8Array) controller.enqueue(value);
    },
    cancel: () => void body.destroy(),
  });
}
