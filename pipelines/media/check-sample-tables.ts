import { MediaError } from './media-error.ts';
import { findBoxes, readBoxes } from './mp4-boxes.ts';
import type { BoxReader, BoxSpan } from './mp4-boxes.ts';

/** The most samples that a track may have: a day of sound in packets of ten milliseconds, twice. */
const mostSamples = 20_000_000;

/**
 * Looks whether the sample tables of an MP4 count what can be: readers make room for as many samples as a table
 * tells, and a few wrong bytes can tell of thousands of millions. Throws MediaError `damaged-recording`.
 */
export async function checkSampleTables(path: string): Promise<void> {
  await readBoxes(path, async (reader) => {
    for (const table of await findBoxes(reader, ['moov', 'trak', 'mdia', 'minf', 'stbl'])) {
      if (!(await isPossible(reader, table))) throw damagedTable();
    }
    for (const header of await findBoxes(reader, ['moov', 'trak', 'mdia', 'mdhd'])) {
      const wide = (await reader.read(header.from, 1))[0] === 1;
      if ((await countIn(reader, header, wide ? 20 : 12)) === 0) throw clocklessTrack();
    }
    for (const run of await findBoxes(reader, ['moof', 'traf', 'trun'])) {
      if ((await countIn(reader, run, 4)) > mostSamplesOfRun) throw damagedTable();
    }
  });
}

/** A fragment holds seconds. */
const mostSamplesOfRun = 1_000_000;

function damagedTable(): MediaError {
  return new MediaError(
    'damaged-recording',
    'The recording is damaged: its index tells of more than the file can hold.',
  );
}

function clocklessTrack(): MediaError {
  return new MediaError(
    'damaged-recording',
    'The recording is damaged: its index does not tell how its time is counted.',
  );
}

async function isPossible(reader: BoxReader, table: BoxSpan): Promise<boolean> {
  const boxes = await reader.boxes(table);
  const samples = await samplesTold(reader, boxes);
  if (samples > mostSamples) return false;
  for (const box of boxes) {
    const entryBytes = entrySizes.get(box.type);
    if (entryBytes === undefined) continue;
    const entries = await countIn(reader, box, 4);
    if (entries * entryBytes > box.to - box.from) return false;
    // Runs of samples: how many there are stands first in each.
    const isRuns = box.type === 'stts' || box.type === 'ctts';
    if (isRuns && (await sumOfRuns(reader, box, entries)) > 2 * samples + slack) return false;
    if (box.type === 'stsc' && (await largestChunk(reader, box, entries)) > samples + slack) return false;
  }
  return true;
}

/** Some writers count a few samples that they did not write. */
const slack = 1000;
const entrySizes = new Map([
  ['stts', 8],
  ['ctts', 8],
  ['stsc', 12],
  ['stss', 4],
  ['stco', 4],
  ['co64', 8],
]);

async function samplesTold(
  reader: BoxReader,
  boxes: readonly (BoxSpan & { type: string })[],
): Promise<number> {
  const sizes = boxes.find(({ type }) => type === 'stsz' || type === 'stz2');
  if (sizes === undefined) return 0;
  const header = await reader.read(sizes.from, 12);
  if (header.length < 12) return 0;
  const samples = header.readUInt32BE(8);
  const sizeOfAll = sizes.type === 'stsz' ? header.readUInt32BE(4) : 0;
  // Without a size for each there are as many as there is room for in the file.
  if (sizeOfAll !== 0) return samples * sizeOfAll > reader.sizeBytes ? Number.POSITIVE_INFINITY : samples;
  const bits = sizes.type === 'stsz' ? 32 : header.readUInt32BE(4) & 0xff;
  return (samples * bits) / 8 > sizes.to - sizes.from ? Number.POSITIVE_INFINITY : samples;
}

async function countIn(reader: BoxReader, box: BoxSpan, at: number): Promise<number> {
  const bytes = await reader.read(box.from + at, 4);
  return bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
}

async function sumOfRuns(reader: BoxReader, box: BoxSpan, entries: number): Promise<number> {
  const bytes = await reader.read(box.from + 8, entries * 8);
  let sum = 0;
  for (let at = 0; at + 8 <= bytes.length; at += 8) sum += bytes.readUInt32BE(at);
  return sum;
}

async function largestChunk(reader: BoxReader, box: BoxSpan, entries: number): Promise<number> {
  const bytes = await reader.read(box.from + 8, entries * 12);
  let largest = 0;
  for (let at = 0; at + 12 <= bytes.length; at += 12) largest = Math.max(largest, bytes.readUInt32BE(at + 4));
  return largest;
}
