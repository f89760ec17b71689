import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../domain/app-error.ts';
import { ingestFolder } from '../ingest/ingest-folder.ts';
import type { MediaDeps } from '../pipeline-deps.ts';

type Deps = Pick<MediaDeps, 'db' | 'blobs' | 'queue' | 'now' | 'log'>;

/** The watched folder, and for whom it is. */
export interface Inbox {
  folder: string;
  organisationId: string;
  /** What has not changed for this long is taken. */
  settleMs: number;
}

/** Files that belong together: those of one folder or archive, or those that share a name up to its first dot. */
interface InboxSet {
  name: string;
  /** What is moved when it is done. */
  entries: string[];
  changedMs: number;
  /** Differs whenever a file does. */
  fingerprint: string;
}

const outcomes = { done: 'done', failed: 'failed' } as const;
const maxFilesOfSet = 5000;

/**
 * Ingests every folder and set of files in the inbox that has come to rest, then moves it to `done/`, or to `failed/`
 * beside a text file with the reason. What was ingested before a crash is not ingested twice. Gives the number taken.
 */
export async function scanInbox(deps: Deps, inbox: Inbox, signal?: AbortSignal): Promise<number> {
  await mkdir(inbox.folder, { recursive: true });
  let taken = 0;
  for (const set of await listSets(inbox.folder)) {
    signal?.throwIfAborted();
    if (Date.now() - Math.floor(set.changedMs) < inbox.settleMs) continue;
    await takeSet(deps, inbox, set, signal);
    taken += 1;
  }
  return taken;
}

async function takeSet(deps: Deps, inbox: Inbox, set: InboxSet, signal?: AbortSignal): Promise<void> {
  try {
    const { sessions } = await ingestFolder(deps, {
      organisationId: inbox.organisationId,
      createdBy: null,
      title: '',
      boundaries: 'exact',
      ingestKey: `inbox ${set.fingerprint}`,
      onRefusal: 'keep',
      paths: set.entries,
      signal,
    });
    const [refusal] = sessions.flatMap(({ refusals }) => refusals);
    if (!refusal) await moveSet(inbox, set, 'done');
    else await moveSet(inbox, set, 'failed', `${refusal.message} The recording waits in the library.`);
  } catch (error) {
    if (signal?.aborted || !(error instanceof AppError) || error.status >= 500) throw error;
    await moveSet(inbox, set, 'failed', error.message);
  }
}

async function listSets(folder: string): Promise<InboxSet[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const loose = new Map<string, string[]>();
  const sets: InboxSet[] = [];
  for (const entry of entries.toSorted((one, other) => one.name.localeCompare(other.name))) {
    if (entry.name.startsWith('.') || entry.name in outcomes) continue;
    if (entry.isDirectory()) {
      const files = await filesOf(path.join(folder, entry.name));
      if (files.length > 0) sets.push(await describeSet(folder, entry.name, [entry.name], files));
    } else if (entry.isFile()) {
      const stem = entry.name.split('.', 1)[0] ?? entry.name;
      loose.set(stem, [...(loose.get(stem) ?? []), entry.name]);
    }
  }
  for (const [stem, names] of loose) {
    const files = names.map((name) => path.join(folder, name));
    sets.push(await describeSet(folder, stem, names, files));
  }
  return sets;
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
    .slice(0, maxFilesOfSet);
}

async function describeSet(
  folder: string,
  name: string,
  names: readonly string[],
  files: readonly string[],
): Promise<InboxSet> {
  const hash = createHash('sha256').update(name);
  let changedMs = 0;
  for (const file of files) {
    const found = await stat(file);
    // The change time also moves when a copy keeps the old time of writing.
    changedMs = Math.max(changedMs, found.mtimeMs, found.ctimeMs);
    hash.update(`\n${path.relative(folder, file)} ${found.size} ${found.mtimeMs}`);
  }
  const entries = names.map((one) => path.join(folder, one));
  return { name, entries, changedMs, fingerprint: hash.digest('hex') };
}

async function moveSet(
  inbox: Inbox,
  set: InboxSet,
  outcome: keyof typeof outcomes,
  reason?: string,
): Promise<void> {
  const folder = path.join(inbox.folder, outcome);
  await mkdir(folder, { recursive: true });
  const mark = set.fingerprint.slice(0, 8);
  for (const entry of set.entries) {
    const wanted = path.join(folder, path.basename(entry));
    const isTaken = (await stat(wanted).catch(() => undefined)) !== undefined;
    await rename(entry, isTaken ? path.join(folder, `${mark} ${path.basename(entry)}`) : wanted).catch(
      letGone,
    );
  }
  if (reason !== undefined) await writeFile(path.join(folder, `${set.name}.reason.txt`), `${reason}\n`);
}

/** Another worker has moved it. */
function letGone(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
