/** A moment at which a chapter may begin, with what speaks for it: 0 and more. */
export interface Candidate {
  atMs: number;
  score: number;
}

/** Lengths that chapters should have, in milliseconds. */
export interface ChapterLengths {
  shortestMs: number;
  wantedMs: number;
  longestMs: number;
}

/** A learner should have something to do at least every ten minutes; a short recording still has a few parts. */
export function chapterLengthsFor(durationMs: number): ChapterLengths {
  const wantedMs = Math.min(6 * 60_000, Math.max(15_000, durationMs / 5));
  return { shortestMs: wantedMs / 4, wantedMs, longestMs: Math.max(10 * 60_000, wantedMs * 2) };
}

/** What a boundary costs: one that little speaks for is not worth a chapter. */
const costOfBoundary = 0.7;
/** How much a chapter of twice or half the wanted length costs. */
const costOfOddLength = 0.25;

/**
 * Chooses the moments (ascending, without 0) that together have most in their favour and leave chapters of sensible
 * lengths: the best path over all choices, in time proportional to the candidates within one chapter of each.
 */
export function chooseBoundaries(candidates: readonly Candidate[], durationMs: number): Candidate[] {
  const lengths = chapterLengthsFor(durationMs);
  const stops = [
    { atMs: 0, score: 0 },
    ...ordered(candidates, durationMs, lengths),
    { atMs: durationMs, score: 0 },
  ];
  const best: { value: number; from: number }[] = [{ value: 0, from: 0 }];
  for (let at = 1; at < stops.length; at += 1) best.push(bestWayTo(stops, best, at, lengths));
  const chosen: Candidate[] = [];
  for (let at = best.at(-1)?.from ?? 0; at > 0; at = best[at]?.from ?? 0) {
    const stop = stops[at];
    if (stop) chosen.unshift(stop);
  }
  return chosen;
}

function ordered(
  candidates: readonly Candidate[],
  durationMs: number,
  { shortestMs }: ChapterLengths,
): Candidate[] {
  return candidates
    .filter(({ atMs }) => atMs >= shortestMs && atMs <= durationMs - shortestMs)
    .toSorted((one, other) => one.atMs - other.atMs);
}

/** Longer chapters than the longest are for where nothing at all is known: then the way straight on is left. */
function bestWayTo(
  stops: readonly Candidate[],
  best: readonly { value: number; from: number }[],
  at: number,
  lengths: ChapterLengths,
): { value: number; from: number } {
  const { atMs, score } = stops[at] ?? { atMs: 0, score: 0 };
  const isEnd = at === stops.length - 1;
  const gain = isEnd ? 0 : score - costOfBoundary;
  let way = { value: Number.NEGATIVE_INFINITY, from: at - 1 };
  for (let from = at - 1; from >= 0; from -= 1) {
    const lengthMs = atMs - (stops[from]?.atMs ?? 0);
    if (lengthMs > lengths.longestMs && Number.isFinite(way.value)) break;
    if (lengthMs < lengths.shortestMs) continue;
    const value = (best[from]?.value ?? 0) + gain - costOf(lengthMs, lengths);
    if (value > way.value) way = { value, from };
  }
  return way;
}

function costOf(lengthMs: number, { wantedMs, longestMs }: ChapterLengths): number {
  const tooLong = Math.max(0, lengthMs - longestMs) / wantedMs;
  return costOfOddLength * Math.log2(lengthMs / wantedMs) ** 2 + 2 * tooLong;
}
