import { mkdtemp, readFile, rm, truncate, writeFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../domain/app-error.ts';
import { restoreBackup } from '../../src/backup/read-backup.ts';
import { writeBackup } from '../../src/backup/write-backup.ts';
import { startTestService, type TestService } from '../support/service.ts';

let full: TestService;
let folder: string;
let file: string;

beforeAll(async () => {
  full = await startTestService();
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-backup-'));
  file = path.join(folder, 'backup.tar');
  await full.ctx.db
    .insertInto('recordings')
    .values({
      organisation_id: full.organisation.id,
      title: 'Quotes " and \\ and 日本\nlines',
      state: 'ready',
      blob_key: 'recordings/one',
      warnings: JSON.stringify([{ from: 'outline', message: 'a warning' }]),
    })
    .execute();
  await full.ctx.blobs.put('recordings/one', Readable.from([Buffer.from('the bytes of a recording')]));
});
afterAll(async () => {
  await full.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('backup and restore', () => {
  test('bring back every row and every blob in an empty installation', async () => {
    const written = await writeBackup(full.ctx, file);
    expect(written).toMatchObject({ blobs: 1, bytes: 24 });
    expect((await stat(file)).mode & 0o077).toBe(0);

    const empty = await startTestService({ organisation: false });
    try {
      expect(await restoreBackup(empty.ctx, file)).toEqual(written);
      const rows = (service: TestService) =>
        service.ctx.db.selectFrom('recordings').selectAll().orderBy('id').execute();
      expect(await rows(empty)).toEqual(await rows(full));
      expect(await text(await empty.ctx.blobs.get('recordings/one'))).toBe('the bytes of a recording');
      const tokens = await fetch(`${empty.url}/api/tokens`, {
        headers: { authorization: `Bearer ${full.organisation.token}` },
      });
      expect(tokens.status).toBe(200);
    } finally {
      await empty.stop();
    }
  });

  test('refuse to overwrite what is there', async () => {
    await expect(restoreBackup(full.ctx, file)).rejects.toMatchObject({ code: 'restore-not-empty' });
  });

  test.each([
    [
      'a file that is something else',
      ['backup-unreadable'],
      (at: string) => writeFile(at, 'a text\n'.repeat(500)),
    ],
    [
      'a backup that was cut short',
      ['backup-incomplete', 'backup-unreadable'],
      async (at: string) => {
        await writeFile(at, await readFile(file));
        await truncate(at, 512 * 8);
      },
    ],
  ])('%s is refused, and no row is written', async (_what, codes, make) => {
    const damaged = path.join(folder, 'damaged.tar');
    await make(damaged);
    const empty = await startTestService({ organisation: false });
    try {
      const refused: unknown = await restoreBackup(empty.ctx, damaged).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(AppError);
      expect(codes).toContain(refused instanceof AppError ? refused.code : undefined);
      expect(await empty.ctx.db.selectFrom('organisations').selectAll().execute()).toEqual([]);
    } finally {
      await empty.stop();
    }
  });
});
