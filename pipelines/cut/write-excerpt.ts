import { join } from 'node:path';
import type { CutJob } from '../jobs/cut-job.ts';
import type { BoundarySource } from './encode-boundary.ts';
import { tableOf } from './mp4/packet-table.ts';
import { writeClip } from './write-clip.ts';

/** A packet of the recording with its bytes. */
export interface ReadPacket {
  pts: number;
  duration: number;
  key: boolean;
  bytes: Uint8Array;
}

/** Packets in a file of their own, whose clock starts at `basePts` of the recording's. */
export interface Excerpt {
  path: string;
  basePts: number;
}

/** Decoders cut pictures to the size that a file tells of if it is like their own: this is like none. */
const anySize = { width: 16, height: 16, rotation: 0, pixelAspect: 1 } as const;

/**
 * Writes packets, in decode order, into a file of their own: nothing has to be searched for in it. Its pictures are of
 * the size that they tell of themselves.
 */
export async function writeExcerpt(
  job: CutJob,
  { index: { timeBase } }: BoundarySource,
  { name, avcC, packets }: { name: string; avcC: Uint8Array; packets: readonly ReadPacket[] },
): Promise<Excerpt> {
  const basePts = packets.reduce((least, { pts }) => Math.min(least, pts), Number.POSITIVE_INFINITY);
  const path = join(job.workDir, `${name}.mp4`);
  const { num, den } = timeBase;
  const track = {
    ...{ kind: 'video' as const, ...anySize, avcC },
    samples: tableOf(
      den,
      packets.map(({ pts, duration, bytes, key }) => ({
        ...{ key, size: bytes.length },
        time: (pts - basePts) * num,
        duration: Math.max(1, duration) * num,
      })),
    ),
  };
  const bytesOf = async (from: number, to: number): Promise<Uint8Array[]> =>
    Promise.resolve(packets.slice(from, to).map(({ bytes }) => bytes));
  await writeClip(path, [{ track, read: bytesOf }], { signal: job.signal });
  return { path, basePts };
}
