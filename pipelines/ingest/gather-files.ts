import { constants, createReadStream, openAsBlob } from 'node:fs';
import { access, lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../../domain/app-error.ts';
import { ArchiveError, openArchive, type ArchivedFile } from '../../domain/formats/archive.ts';
import { isPackage } from '../../domain/recognise/package.ts';
import { recogniseFound, type FoundFile, type RecognisedFound } from './recognise-found.ts';

/** The files of folders and archives, recognised, and what was passed over, with the reason. */
export interface Gathered {
  files: RecognisedFound[];
  leftOut: { path: string; reason: string }[];
}

const maxFiles = 5000;
const maxDepth = 8;

/**
 * Finds the files in folders and archives, and tells what each is. Hidden files are skipped, links are followed only
 * inside their folder, archives in archives stay closed, and one that holds nothing but things to give out stays whole.
 * Paths begin with the name of the folder or archive that was given.
 */
export async function gatherFiles(paths: readonly string[], signal?: AbortSignal): Promise<Gathered> {
  const gathered: Gathered = { files: [], leftOut: [] };
  for (const given of paths.map((one) => path.resolve(one))) {
    const found = await stat(given).catch(() => undefined);
    const name = path.basename(given);
    if (found?.isDirectory())
      await walk(gathered, { root: given, folder: given, shown: name, depth: 0 }, signal);
    else if (found?.isFile()) {
      if (!(await isReadable(given))) throw notReadable(name);
      await add(gathered, given, { path: name, bytes: found.size }, signal);
    } else throw found === undefined ? noSuchFile(name) : noFile(name);
  }
  return gathered;
}

interface Place {
  root: string;
  folder: string;
  /** What the folder is called in paths. */
  shown: string;
  depth: number;
}

async function walk(gathered: Gathered, place: Place, signal: AbortSignal | undefined): Promise<void> {
  const entries = await readdir(place.folder, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    gathered.leftOut.push({ path: place.shown, reason: 'It may not be read.' });
    return;
  }
  for (const { name } of entries.toSorted((one, other) => one.name.localeCompare(other.name))) {
    signal?.throwIfAborted();
    if (name.startsWith('.') || name === '__MACOSX') continue;
    const at = path.join(place.folder, name);
    const shown = `${place.shown}/${name}`;
    const isLink = (await lstat(at)).isSymbolicLink();
    if (isLink && !(await staysInside(at, place.root))) {
      gathered.leftOut.push({ path: shown, reason: 'It is a link to another place.' });
      continue;
    }
    const found = await stat(at).catch(() => undefined);
    if (found?.isFile()) {
      if (await isReadable(at)) await addOrLeave(gathered, at, { path: shown, bytes: found.size }, signal);
      else gathered.leftOut.push({ path: shown, reason: 'It may not be read.' });
    } else if (found?.isDirectory() && !isLink) {
      if (place.depth >= maxDepth) gathered.leftOut.push({ path: shown, reason: 'It lies too deep.' });
      else await walk(gathered, { ...place, folder: at, shown, depth: place.depth + 1 }, signal);
    } else if (!isLink) gathered.leftOut.push({ path: shown, reason: 'It is no file on a disk.' });
  }
}

async function isReadable(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}

async function staysInside(link: string, root: string): Promise<boolean> {
  const target = await realpath(link).catch(() => undefined);
  return target?.startsWith(`${await realpath(root)}${path.sep}`) ?? false;
}

async function add(
  gathered: Gathered,
  file: string,
  { path: shown, bytes }: { path: string; bytes: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const found: FoundFile = { path: shown, bytes, read: () => createReadStream(file) };
  const recognised = await recogniseFound(found);
  const inside = recognised.format === 'zip' ? await takeApart(file, shown, signal) : undefined;
  if (inside === undefined) gathered.files.push(recognised);
  else {
    gathered.files.push(...inside.files);
    gathered.leftOut.push(...inside.leftOut);
  }
  if (gathered.files.length > maxFiles) {
    throw new AppError(
      'too-many-files',
      `There are more than ${String(maxFiles)} files. Give a smaller folder.`,
      {
        status: 422,
      },
    );
  }
}

/** A broken archive in a folder is named; the files beside it go on. */
async function addOrLeave(
  gathered: Gathered,
  file: string,
  shown: { path: string; bytes: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await add(gathered, file, shown, signal);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    gathered.leftOut.push({ path: shown.path, reason: error.message });
  }
}

/** What is in an archive; undefined where it is to be given out as it is. */
async function takeApart(
  file: string,
  shown: string,
  signal: AbortSignal | undefined,
): Promise<Gathered | undefined> {
  const { files, leftOut } = await openArchive(await openAsBlob(file)).catch((error: unknown) => {
    if (!(error instanceof ArchiveError)) throw error;
    throw new ArchiveError('archive-refused', `${path.basename(file)}: ${error.message}`, error);
  });
  if (isPackage(files.map((one) => one.path))) return undefined;
  const folder = shown.replace(/\.zip$/i, '');
  const inside: Gathered = {
    files: [],
    leftOut: leftOut.map((one) => ({ ...one, path: `${folder}/${one.path}` })),
  };
  for (const archived of files) {
    signal?.throwIfAborted();
    const recognised = await recogniseFound(foundIn(archived, folder));
    if (recognised.format === 'zip') {
      inside.leftOut.push({
        path: recognised.path,
        reason: 'It is an archive in an archive, and stays closed.',
      });
    } else inside.files.push(recognised);
  }
  return inside.files.some(({ role }) => role !== 'attachment') ? inside : undefined;
}

function foundIn(archived: ArchivedFile, folder: string): FoundFile {
  return {
    path: `${folder}/${archived.path}`,
    bytes: archived.bytes,
    read: (signal) => Readable.from(archived.chunks(signal), { objectMode: false }),
  };
}

function noSuchFile(name: string): AppError {
  return new AppError('no-such-file', `There is no file ${name}.`, { status: 422 });
}

function noFile(name: string): AppError {
  return new AppError('no-file', `${name} is no file on a disk: save what it gives, and name that file.`, {
    status: 422,
  });
}

function notReadable(name: string): AppError {
  return new AppError('file-not-readable', `${name} may not be read.`, { status: 403 });
}
