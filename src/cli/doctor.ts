import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { AppError } from '../../domain/app-error.ts';
import { firstOrganisation } from '../../storage/accounts.ts';
import type { Context } from '../context.ts';
import { print, withContext } from './with-context.ts';

interface Finding {
  what: string;
  state: 'good' | 'warning' | 'bad';
  message: string;
}

/** `doctor`: looks at everything the service needs and says what to do about what is missing. */
export function registerDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('checks database, blob store, ffmpeg, disk and address')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const findings = await withContext(examine);
      const marks = { good: 'ok  ', warning: 'warn', bad: 'BAD ' } as const;
      const lines = findings.map(
        ({ what, state, message }) => `${marks[state]}  ${what.padEnd(12)}${message}`,
      );
      print(options.json, { findings }, lines.join('\n'));
      const bad = findings.filter(({ state }) => state === 'bad');
      if (bad.length > 0)
        throw new AppError('doctor-found', `${bad.length} of ${findings.length} checks failed.`);
    });
}

async function examine(ctx: Context): Promise<Finding[]> {
  return [
    await examineDatabase(ctx),
    await examineBlobs(ctx),
    examineMedia(ctx),
    await examineDisk(ctx),
    examineAddress(ctx),
    await examineSetUp(ctx),
  ];
}

async function examineDatabase(ctx: Context): Promise<Finding> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(ctx.db);
  const kind = ctx.config.database.kind === 'embedded' ? 'embedded' : 'server';
  return { what: 'database', state: 'good', message: `PostgreSQL ${rows[0]?.version ?? ''} (${kind})` };
}

/** Writes, reads and deletes a blob: rights, checksums and addresses show only then. */
async function examineBlobs(ctx: Context): Promise<Finding> {
  const kind = ctx.config.blobs.kind === 'disk' ? 'folder' : 'S3';
  const key = `doctor/${randomUUID()}`;
  try {
    await ctx.blobs.put(key, Readable.from([Buffer.from('afterclass')]));
    const read = await text(await ctx.blobs.get(key, { start: 5, end: 10 }));
    await ctx.blobs.delete(key);
    if (read !== 'class') throw new Error('what was read is not what was written');
    return { what: 'blobs', state: 'good', message: `${kind}: written, read in part and deleted` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { what: 'blobs', state: 'bad', message: `${kind}: ${reason}` };
  }
}

function examineMedia({ tools }: Context): Finding {
  const bundled = tools.source === 'bundled';
  return {
    what: 'ffmpeg',
    state: bundled ? 'warning' : 'good',
    message: bundled
      ? `${tools.version}, the copy from npm: its demuxers are of 2018. Install your system’s ffmpeg, or set FFMPEG_PATH.`
      : `${tools.version} (${tools.source})`,
  };
}

async function examineDisk(ctx: Context): Promise<Finding> {
  const { bavail, bsize } = await statfs(ctx.config.dataFolder);
  const freeGb = (bavail * bsize) / 1e9;
  const state = freeGb < 1 ? 'bad' : freeGb < 10 ? 'warning' : 'good';
  return { what: 'disk', state, message: `${freeGb.toFixed(1)} GB free in the data folder` };
}

function examineAddress(ctx: Context): Finding {
  const { protocol, hostname } = new URL(ctx.publicUrl);
  if (protocol === 'https:') return { what: 'address', state: 'good', message: ctx.publicUrl };
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  return {
    what: 'address',
    state: local ? 'warning' : 'bad',
    message: `${ctx.publicUrl}: an LMS needs https. Put a TLS proxy before it and set AFTERCLASS_URL.`,
  };
}

async function examineSetUp(ctx: Context): Promise<Finding> {
  const organisation = await firstOrganisation(ctx.db);
  return organisation
    ? { what: 'set-up', state: 'good', message: `organisation “${organisation.name}”` }
    : {
        what: 'set-up',
        state: 'warning',
        message: 'Nobody has set it up yet: open the link that serve prints.',
      };
}
