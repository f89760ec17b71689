import type { SpokenWord } from './spoken-words.ts';

/** How strongly the words before and after a moment differ: 0 and more, 1 for a clear change of topic. */
export interface TopicShift {
  atMs: number;
  strength: number;
}

/** Words in a unit: the gaps between units are where a topic may change. */
const wordsPerUnit = 20;
/** Units on each side of a gap that are compared: about two minutes of speech each. */
const mostUnitsPerSide = 14;
/** A valley this deep is no chance, whatever the others are. */
const clearDepth = 0.25;
/** In fewer units than these a valley may be chance. */
const unitsToTrust = 40;

/**
 * Finds where the words change, after TextTiling (Hearst, Computational Linguistics 23, 1997): the similarity of what
 * is said before and after each gap between units; a gap is as strong as the valley it lies in is deep. Units end where
 * cues do.
 */
export function findTopicShifts(words: readonly SpokenWord[]): TopicShift[] {
  const units = toUnits(words);
  if (units.length < 4) return [];
  const weights = inverseFrequencies(units);
  const perSide = Math.max(2, Math.min(mostUnitsPerSide, Math.round(units.length / 8)));
  const similarities = smooth(
    units.slice(1).map((_, gap) => {
      const before = vectorOf(units.slice(Math.max(0, gap + 1 - perSide), gap + 1), weights);
      const after = vectorOf(units.slice(gap + 1, gap + 1 + perSide), weights);
      return cosine(before, after);
    }),
  );
  const depths = similarities.map((_, gap) => depthAt(similarities, gap));
  const deviation = Math.sqrt(mean(depths.map((depth) => depth ** 2)));
  const trust = Math.min(1, units.length / unitsToTrust);
  return depths.flatMap((depth, gap): TopicShift[] => {
    const isPeak = depth > 0 && depth >= (depths[gap - 1] ?? 0) && depth >= (depths[gap + 1] ?? 0);
    const atMs = units[gap + 1]?.startMs;
    return isPeak && atMs !== undefined
      ? [{ atMs, strength: trust * Math.min(depth / (2 * deviation), depth / clearDepth) }]
      : [];
  });
}

interface Unit {
  startMs: number;
  terms: string[];
}

function toUnits(words: readonly SpokenWord[]): Unit[] {
  const units: Unit[] = [];
  let count = wordsPerUnit;
  words.forEach((word, index) => {
    const isCueStart = word.cue !== words[index - 1]?.cue;
    if (isCueStart && count >= wordsPerUnit) {
      units.push({ startMs: word.atMs, terms: [] });
      count = 0;
    }
    count += 1;
    if (word.term !== undefined) units.at(-1)?.terms.push(word.term);
  });
  return units;
}

/** A term that is in every unit tells nothing; a rare one tells much. */
function inverseFrequencies(units: readonly Unit[]): Map<string, number> {
  const inUnits = new Map<string, number>();
  for (const { terms } of units) {
    for (const term of new Set(terms)) inUnits.set(term, (inUnits.get(term) ?? 0) + 1);
  }
  return new Map(
    [...inUnits].map(([term, count]): [string, number] => [term, Math.log(1 + units.length / count)]),
  );
}

function vectorOf(units: readonly Unit[], weights: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of units.flatMap(({ terms }) => terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Map(
    [...counts].map(([term, count]): [string, number] => [
      term,
      Math.log(1 + count) * (weights.get(term) ?? 0),
    ]),
  );
}

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [term, weight] of one) product += weight * (other.get(term) ?? 0);
  const lengths = lengthOf(one) * lengthOf(other);
  return lengths === 0 ? 1 : product / lengths;
}

function lengthOf(vector: ReadonlyMap<string, number>): number {
  return Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight ** 2, 0));
}

function smooth(values: readonly number[]): number[] {
  return values.map((_, index) => mean(values.slice(Math.max(0, index - 1), index + 2)));
}

/** How far the similarity rises on both sides before it falls again. */
function depthAt(similarities: readonly number[], gap: number): number {
  const here = similarities[gap] ?? 0;
  return climb(similarities, gap, -1) + climb(similarities, gap, 1) - 2 * here;
}

function climb(similarities: readonly number[], from: number, step: 1 | -1): number {
  let top = similarities[from] ?? 0;
  for (let at = from + step; similarities[at] !== undefined; at += step) {
    const next = similarities[at] ?? 0;
    if (next < top) break;
    top = next;
  }
  return top;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
