import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAdts, type AdtsFrames } from '../../../pipelines/cut/adts.ts';
import { withFolder } from '../../support/clips.ts';

/** What a frame's header tells; the rest is 48 000 samples a second of plain AAC in stereo. */
interface Told {
  payload?: number;
  type?: number;
  rate?: number;
  channels?: number;
  checksum?: boolean;
  blocks?: number;
}

function frame(told: Told = {}): Buffer {
  const { payload = 3, type = 2, rate = 3, channels = 2, checksum = false, blocks = 1 } = told;
  const header = checksum ? 9 : 7;
  const length = header + payload;
  const bytes = Buffer.alloc(length, 0xaa);
  bytes.set([
    ...[0xff, checksum ? 0xf0 : 0xf1, ((type - 1) << 6) | (rate << 2) | (channels >> 2)],
    ...[((channels & 3) << 6) | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f],
    0xfc | (blocks - 1),
  ]);
  return bytes;
}

async function read(...frames: readonly Buffer[]): Promise<AdtsFrames | undefined> {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'a.aac');
    await writeFile(file, Buffer.concat(frames));
    return readAdts(file);
  });
}

describe('readAdts', () => {
  it('finds what lies behind each header, with and without a checksum', async () => {
    expect(await read(frame(), frame({ payload: 5, checksum: true }), frame({ payload: 1 }))).toEqual({
      ...{ offsets: [7, 19, 31], sizes: [3, 5, 1] },
      ...{ sampleRate: 48_000, channels: 2, config: Uint8Array.of(0x11, 0x90) },
    });
  });

  it('reads on over the ends of what it reads at once', async () => {
    const frames = Array.from({ length: 500 }, (_, at) => frame({ payload: 5000 + (at % 7) }));
    const found = await read(...frames);
    expect(found?.sizes).toEqual(frames.map(({ length }) => length - 7));
  });

  it.each([
    { rate: 4, channels: 1, sampleRate: 44_100, config: [0x12, 0x08] },
    { rate: 11, channels: 6, sampleRate: 8000, config: [0x15, 0xb0] },
  ])('names the configuration of $sampleRate samples a second', async ({ rate, channels, ...told }) => {
    const { config, ...found } = (await read(frame({ rate, channels }))) ?? {};
    expect({ ...found, config: [...(config ?? [])] }).toMatchObject({ channels, ...told });
  });

  it.each<{ what: string; second: Buffer }>([
    { what: 'changes its rate', second: frame({ rate: 6 }) },
    { what: 'changes its channels', second: frame({ channels: 1 }) },
    { what: 'holds another kind of AAC', second: frame({ type: 1 }) },
    { what: 'tells of its channels elsewhere', second: frame({ channels: 0 }) },
    { what: 'has two blocks in a frame', second: frame({ blocks: 2 }) },
    { what: 'has a rate that is none', second: frame({ rate: 13 }) },
    { what: 'has an empty frame', second: frame({ payload: 0 }) },
    { what: 'breaks off', second: frame({ payload: 20 }).subarray(0, 12) },
    { what: 'breaks off in a header', second: frame().subarray(0, 5) },
    { what: 'holds something else', second: Buffer.from('something else') },
  ])('leaves to the encoder what $what', async ({ second }) => {
    expect(await read(frame(), second)).toBeUndefined();
    expect(await read(frame(), frame())).toBeDefined();
  });
});
