import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { AppError } from '../app-error.ts';

/** A file of an archive, not unpacked yet. */
export interface ArchivedFile {
  /** With `/` between its parts; it never leaves the archive's own folder. */
  path: string;
  /** Unpacked. */
  bytes: number;
  modifiedMs: number;
  /** Unpacks it as fast as it is read; a broken file, or more than `bytes`, ends in an `ArchiveError`. */
  chunks(signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** The part of the archive where the file lies as it is; undefined when it has to be unpacked. */
  part(): Promise<Blob | undefined>;
}

/** What an archive holds, and what of it was left out, with the reason. */
export interface OpenedArchive {
  files: ArchivedFile[];
  leftOut: { path: string; reason: string }[];
}

/** An archive that cannot be taken apart. */
export class ArchiveError extends AppError {
  constructor(code: `archive-${string}`, sentence: string, cause?: unknown) {
    super(code, sentence, { status: 422, cause });
  }
}

const maxEntries = 5000;
/** Text packs to a twentieth, slides to a half, video not at all; a bomb to a thousandth. */
const maxRatio = 200;
/** Below this, a ratio says nothing: a table of zeros packs well. */
const freeBytes = 100_000_000;

/**
 * Reads the list of a zip where it lies, without unpacking anything. The list is checked before a byte is unpacked: how
 * many files, how much they claim to become, whether they overlap; names that leave the folder, links and locked files
 * are left out. Throws `ArchiveError` for a broken archive or a bomb.
 */
export async function openArchive(archive: Blob): Promise<OpenedArchive> {
  // In workers of its own the library would need a script of its own, which the studio's rules for scripts forbid.
  configure({ useWebWorkers: false });
  const opened: OpenedArchive = { files: [], leftOut: [] };
  const seen = new Set<string>();
  let packed = 0;
  let unpacked = 0;
  for (const entry of await listEntries(archive)) {
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    const path = entry.filename.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
    if (isHidden(path)) continue;
    const reason = refusalOf(entry, path, seen);
    seen.add(path);
    if (reason === undefined) opened.files.push(toFile(archive, entry, path));
    else opened.leftOut.push({ path: shown(path), reason });
  }
  if (packed > archive.size || unpacked > freeBytes + archive.size * maxRatio) {
    throw new ArchiveError(
      'archive-bomb',
      'The archive would unpack to far more than it can hold. It was not opened.',
    );
  }
  return opened;
}

async function listEntries(archive: Blob): Promise<FileEntry[]> {
  const reader = new ZipReader(new BlobReader(archive));
  const entries: FileEntry[] = [];
  let listed = 0;
  try {
    // Names that lead out are left out and told, one by one.
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: 'tolerant' })) {
      listed += 1;
      if (listed > maxEntries) break;
      if (!entry.directory) entries.push(entry);
    }
  } catch (cause) {
    throw broken(cause);
  } finally {
    await reader.close();
  }
  if (listed > maxEntries) {
    throw new ArchiveError('archive-too-many', `The archive holds more than ${String(maxEntries)} files.`);
  }
  return entries;
}

function toFile(archive: Blob, entry: FileEntry, path: string): ArchivedFile {
  return {
    path,
    bytes: entry.uncompressedSize,
    modifiedMs: entry.lastModDate.getTime(),
    chunks: (signal) => unpack(entry, signal),
    part: () => partOf(archive, entry),
  };
}

async function* unpack(entry: FileEntry, signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  // The library would neither begin nor end.
  signal?.throwIfAborted();
  const bound = boundTo(entry.uncompressedSize);
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const options = { checkSignature: true, checkOverlappingEntry: true, signal: either };
  const ended = entry.getData(bound.writable, options).then(
    () => undefined,
    (cause: unknown) => (cause instanceof Error ? cause : broken(cause)),
  );
  try {
    for await (const chunk of bound.readable) yield chunk;
    const error = await ended;
    if (error !== undefined) throw error;
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause instanceof AppError ? cause : broken(cause);
  } finally {
    stop.abort();
    await ended;
  }
}

const localHeaderBytes = 30;

/** Recordings are mostly stored as they are: then they need not be unpacked, for they lie whole in the archive. */
async function partOf(archive: Blob, entry: FileEntry): Promise<Blob | undefined> {
  if (entry.compressionMethod !== 0 || entry.compressedSize !== entry.uncompressedSize) return undefined;
  const head = new DataView(await archive.slice(entry.offset, entry.offset + localHeaderBytes).arrayBuffer());
  if (head.byteLength < localHeaderBytes) return undefined;
  const start = entry.offset + localHeaderBytes + head.getUint16(26, true) + head.getUint16(28, true);
  const end = start + entry.compressedSize;
  return end <= archive.size ? archive.slice(start, end) : undefined;
}

/** Counts what comes out, whatever the list claimed. */
function boundTo(bytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = bytes;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.length;
      if (left < 0)
        throw new ArchiveError('archive-bomb', 'A file of the archive is longer than the archive says.');
      controller.enqueue(chunk);
    },
  });
}

/** What the computer put there beside the person's files. */
function isHidden(path: string): boolean {
  return /(?:^|\/)(?:\.[^/]*[^./][^/]*|__MACOSX)(?:\/|$)/.test(path);
}

function refusalOf(entry: FileEntry, path: string, seen: ReadonlySet<string>): string | undefined {
  if (/^\/|^[a-z]:|(?:^|\/)\.\.(?:\/|$)|\0/i.test(path)) return 'Its name leads out of the archive.';
  if (path.length > 1000) return 'Its name is too long.';
  if (entry.symlink) return 'It is a link to another file.';
  if (entry.encrypted) return 'It is locked with a password.';
  return seen.has(path) ? 'The archive holds another file of this name.' : undefined;
}

function shown(path: string): string {
  return path.slice(0, 200).replace(/\p{Cc}/gu, '�');
}

function broken(cause: unknown): ArchiveError {
  return new ArchiveError('archive-broken', 'The archive is broken or cut off.', cause);
}
