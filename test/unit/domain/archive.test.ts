import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ArchiveError, openArchive, type OpenedArchive } from '../../../domain/formats/archive.ts';

const text = strToU8('0:00 Intro\n5:30 Scoping\n'.repeat(20));
const open = (bytes: Uint8Array): Promise<OpenedArchive> => openArchive(new Blob([new Uint8Array(bytes)]));
const zip = (files: Zippable): Uint8Array => zipSync(files);
const stored = (name: string): Uint8Array => zip({ [name]: [text, { level: 0 }] });

/** Changes two bytes at a place of every header of a file: in the local one, and in the archive's list. */
function patch(bytes: Uint8Array, places: { local?: number; listed: number }, value: number): Uint8Array {
  const changed = Buffer.from(bytes);
  for (let at = 0; at < changed.length - 4; at += 1) {
    const mark = changed.readUInt32LE(at);
    if (mark === 0x04034b50 && places.local !== undefined) changed.writeUInt16LE(value, at + places.local);
    if (mark === 0x02014b50) changed.writeUInt16LE(value, at + places.listed);
  }
  return changed;
}

async function unpack({ files: [file] }: OpenedArchive, signal?: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file?.chunks(signal) ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('what an archive lists', () => {
  test.each<[what: string, bytes: Uint8Array, paths: string[], leftOut: unknown[]]>([
    ['files in folders', zip({ 'a.txt': text, 'b/c.txt': text }), ['a.txt', 'b/c.txt'], []],
    ['a folder of its own', zip({ 'b/': new Uint8Array(), 'b/c.txt': text }), ['b/c.txt'], []],
    ['backslashes and a leading dot', zip({ '.\\b\\c.txt': text }), ['b/c.txt'], []],
    [
      'what a computer hides',
      zip({ '.DS_Store': text, '__MACOSX/a': text, 'b/.git/c': text, 'a.txt': text }),
      ['a.txt'],
      [],
    ],
    ...['../a.txt', '/a.txt', 'b/../../a.txt', 'C:\\a.txt', 'b\\..\\..\\a.txt'].map(
      (name): [string, Uint8Array, string[], unknown[]] => [
        `a way out: ${name}`,
        zip({ [name]: text, 'b.txt': text }),
        ['b.txt'],
        [{ path: name.replaceAll('\\', '/'), reason: 'Its name leads out of the archive.' }],
      ],
    ),
    [
      'a name without end',
      zip({ [`${'n'.repeat(1200)}.txt`]: text }),
      [],
      [{ path: 'n'.repeat(200), reason: 'Its name is too long.' }],
    ],
    [
      'a link',
      zip({ 'a.txt': [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }),
      [],
      [{ path: 'a.txt', reason: 'It is a link to another file.' }],
    ],
    [
      'a lock',
      patch(zip({ 'a.txt': text }), { local: 6, listed: 8 }, 1),
      [],
      [{ path: 'a.txt', reason: 'It is locked with a password.' }],
    ],
    [
      'two files of one name',
      Buffer.from(
        Buffer.from(zip({ 'a.txt': text, 'b.txt': text }))
          .toString('latin1')
          .replaceAll('b.txt', 'a.txt'),
        'latin1',
      ),
      ['a.txt'],
      [{ path: 'a.txt', reason: 'The archive holds another file of this name.' }],
    ],
  ])('%s', async (_, bytes, paths, leftOut) => {
    const opened = await open(bytes);
    expect(opened.files.map(({ path }) => path)).toEqual(paths);
    expect(opened.leftOut).toEqual(leftOut);
  });

  test.each<[what: string, bytes: Uint8Array, code: string]>([
    ['no list', text, 'archive-broken'],
    ['nothing', new Uint8Array(), 'archive-broken'],
    ['a list cut off', zip({ 'a.txt': text }).subarray(0, -30), 'archive-broken'],
    [
      'files of gigabytes in a few bytes',
      patch(zip({ 'a.txt': text }), { listed: 26 }, 0xf000),
      'archive-bomb',
    ],
    ['files that share their bytes', patch(zip({ 'a.txt': text }), { listed: 22 }, 0x10), 'archive-bomb'],
    [
      'more files than anybody needs',
      zip(
        Object.fromEntries(
          Array.from({ length: 5001 }, (_, index) => [`${String(index)}.txt`, new Uint8Array()]),
        ),
      ),
      'archive-too-many',
    ],
  ])('%s is refused', async (_, bytes, code) => {
    await expect(open(bytes)).rejects.toMatchObject({ code });
  });
});

describe('a file of an archive', () => {
  test('is unpacked, or taken as it lies where it is not packed', async () => {
    expect(await unpack(await open(zip({ 'a.txt': text })))).toBe(Buffer.from(text).toString());
    const [packed] = (await open(zip({ 'a.txt': text }))).files;
    expect(await packed?.part()).toBeUndefined();
    const [plain] = (await open(stored('a.txt'))).files;
    expect(await (await plain?.part())?.text()).toBe(Buffer.from(text).toString());
  });

  test.each<[what: string, bytes: Uint8Array, code: string]>([
    ['that is longer than listed', patch(zip({ 'a.txt': text }), { local: 22, listed: 24 }, 5), 'archive-'],
    [
      'whose check does not fit',
      patch(zip({ 'a.txt': text }), { local: 14, listed: 16 }, 1),
      'archive-broken',
    ],
    [
      'whose bytes are damaged',
      zip({ 'a.txt': text }).map((byte, at) => (at > 36 && at < 60 ? ~byte : byte)),
      'archive-broken',
    ],
  ])('%s ends in an error', async (_, bytes, code) => {
    const opened = await open(bytes);
    await expect(unpack(opened)).rejects.toSatisfy(
      (error) => error instanceof ArchiveError && error.code.startsWith(code),
    );
  });

  test('stops when nobody wants it any more', async () => {
    const opened = await open(zip({ 'a.txt': text }));
    await expect(unpack(opened, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
