import { Writable } from 'node:stream';
import { FfmpegError } from './media-error.ts';

/** A stream that a process writes to, and what came of it. */
export interface CollectedOutput {
  stream: Writable;
  finished: Promise<void>;
  bytes: () => Buffer;
  /** The error to throw when more came than allowed. */
  exceeded: () => FfmpegError | undefined;
}

const defaultMaxBytes = 64 * 1024 * 1024;

/** Keeps all bytes up to a bound; past it the rest is dropped and `exceeded` tells so. */
export function collectBytes(maxBytes = defaultMaxBytes): CollectedOutput {
  const chunks: Buffer[] = [];
  let size = 0;
  const { stream, finished } = sink((chunk) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  });
  return {
    stream,
    finished,
    bytes: () => Buffer.concat(chunks),
    exceeded: () =>
      size > maxBytes
        ? new FfmpegError('media-size-limit', 'The recording holds more than can be read from it.')
        : undefined,
  };
}

/** Hands every piece on as it comes and keeps nothing. */
export function passBytes(onBytes: (bytes: Buffer) => void): CollectedOutput {
  const { stream, finished } = sink(onBytes);
  return { stream, finished, bytes: () => Buffer.alloc(0), exceeded: () => undefined };
}

/** Hands every line on as it comes and keeps nothing. */
export function splitLines(onLine: (line: string) => void): CollectedOutput {
  let rest = '';
  const decoder = new TextDecoder();
  const { stream, finished } = sink(
    (chunk) => {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    },
    () => {
      if (rest !== '') onLine(rest);
    },
  );
  return { stream, finished, bytes: () => Buffer.alloc(0), exceeded: () => undefined };
}

function sink(onChunk: (chunk: Buffer) => void, onEnd?: () => void) {
  // No 'close' event: fluent-ffmpeg takes one for a failure when the process is slower to end than its output.
  const stream = new Writable({
    emitClose: false,
    autoDestroy: false,
    write(chunk: Buffer, _encoding, done) {
      onChunk(chunk);
      done();
    },
    final(done) {
      onEnd?.();
      done();
    },
  });
  const finished = new Promise<void>((resolve) => {
    stream.once('finish', () => resolve());
  });
  return { stream, finished };
}
