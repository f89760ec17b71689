import { box, fullBox, i32, u32, u64 } from '../cut/mp4/boxes.ts';
import { fileType, movie } from '../cut/mp4/movie.ts';
import { rowsOf } from '../cut/mp4/packet-table.ts';
import type { ClipTrack } from '../cut/mp4/movie.ts';

/** A sample of a fragment; its times are in the track's ticks. */
export interface FragmentSample {
  decodeTime: number;
  duration: number;
  /** Shown this much after its decode time. */
  offset: number;
  size: number;
  key: boolean;
}

/** Samples of one track that lie together in a fragment's data. */
export interface FragmentRun {
  trackIndex: number;
  samples: readonly FragmentSample[];
}

/** What a player is given before any fragment: the tracks without samples (ISO/IEC 14496-12 §8.8). */
export function initSection(tracks: readonly ClipTrack[]): Buffer {
  const empty = tracks.map((track) => ({ ...track, samples: rowsOf(track.samples, 0, 0) }));
  const index = movie(empty)(empty.map(() => []));
  const extends_ = box('mvex', ...tracks.map((_track, at) => fullBox('trex', 0, 0, u32(at + 1, 1, 0, 0, 0))));
  return Buffer.concat([fileType(tracks), box('moov', index.subarray(8), extends_)]);
}

/**
 * The header of one fragment, whose data are its runs in order. Pictures carry signed offsets from their decode times,
 * so that the first one is shown at the fragment's own time without any edit.
 */
export function fragmentHeader(number: number, runs: readonly FragmentRun[]): Buffer {
  // The runs' places are told from the header's start, and its size does not depend on them.
  const { length } = fragmentBox(number, runs, 0);
  return fragmentBox(number, runs, length + 8);
}

function fragmentBox(number: number, runs: readonly FragmentRun[], dataStart: number): Buffer {
  let offset = dataStart;
  const placed = runs.map((run) => {
    const at = offset;
    offset += run.samples.reduce((sum, { size }) => sum + size, 0);
    return { ...run, offset: at };
  });
  const trackIndexes = [...new Set(runs.map(({ trackIndex }) => trackIndex))].toSorted((a, b) => a - b);
  return box(
    'moof',
    fullBox('mfhd', 0, 0, u32(number)),
    ...trackIndexes.map((trackIndex) => {
      const own = placed.filter((run) => run.trackIndex === trackIndex);
      return box(
        'traf',
        fullBox('tfhd', 0, baseIsFragment, u32(trackIndex + 1)),
        fullBox('tfdt', 1, 0, u64(own[0]?.samples[0]?.decodeTime ?? 0)),
        ...own.map(runBox),
      );
    }),
  );
}

const baseIsFragment = 0x020000;
/** Data offset, and for each sample its duration, size, flags and composition offset. */
const runFlags = 0x000f01;
const independent = 0x0200_0000;
const dependent = 0x0101_0000;

function runBox({ samples, offset }: FragmentRun & { offset: number }): Buffer {
  return fullBox(
    'trun',
    1,
    runFlags,
    u32(samples.length),
    i32(offset),
    ...samples.map((sample) =>
      Buffer.concat([
        u32(sample.duration, sample.size, sample.key ? independent : dependent),
        i32(sample.offset),
      ]),
    ),
  );
}
