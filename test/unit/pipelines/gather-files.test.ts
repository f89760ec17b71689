import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gatherFiles } from '../../../pipelines/ingest/gather-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'afterclass-gather-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what is no file of a folder is left out and told, the others are taken', async () => {
  await writeFile(join(folder, 'agenda "1"\n😀.txt'), '0:00 Intro\n5:30 Scoping\n');
  await symlink('/nowhere', join(folder, 'link'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const { files, leftOut } = await gatherFiles([folder]);
  const name = basename(folder);
  expect(files).toMatchObject([{ path: `${name}/agenda "1"\n😀.txt`, role: 'outline' }]);
  expect(leftOut).toEqual([
    { path: `${name}/link`, reason: 'It is a link to another place.' },
    { path: `${name}/pipe`, reason: 'It is no file on a disk.' },
  ]);
});

test.each<[string, (file: string) => unknown, string]>([
  ['a pipe', (file) => execFileSync('mkfifo', [file]), 'is no file on a disk: save what it gives'],
  ['nothing', () => undefined, 'There is no file'],
])('%s that is named is refused', async (_, make, message) => {
  const file = join(folder, 'named');
  make(file);
  await expect(gatherFiles([file])).rejects.toThrow(message);
});

test('a broken archive in a folder is named, and what lies beside it is taken', async () => {
  await writeFile(join(folder, 'a.zip'), Buffer.from('PK\x03\x04 cut off', 'latin1'));
  await writeFile(join(folder, 'outline.txt'), '0:00 Intro\n5:30 Scoping\n');
  const { files, leftOut } = await gatherFiles([folder]);
  expect(files).toMatchObject([{ path: `${basename(folder)}/outline.txt`, role: 'outline' }]);
  expect(leftOut.map(({ path }) => path)).toEqual([`${basename(folder)}/a.zip`]);
  expect(leftOut[0]?.reason).toMatch(/^a\.zip: /);
});

test('a broken archive that is named itself is refused', async () => {
  const file = join(folder, 'a.zip');
  await writeFile(file, Buffer.from('PK\x03\x04 cut off', 'latin1'));
  await expect(gatherFiles([file])).rejects.toThrow('a.zip: ');
});
