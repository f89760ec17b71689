import { maxChapterTitleLength } from './chapter.ts';
import { shorten } from './formats/text.ts';
import type { SuggestedEntry, SuggestionReason } from './outline-suggestion.ts';
import type { Pause } from './pauses.ts';
import { findAnnouncements } from './suggest/announcements.ts';
import { chapterLengthsFor, chooseBoundaries, type Candidate } from './suggest/choose-boundaries.ts';
import { spokenWords, type SpokenWord } from './suggest/spoken-words.ts';
import { titlesFor } from './suggest/title-from-words.ts';
import { findTopicShifts } from './suggest/topic-shifts.ts';
import type { Cue } from './transcript/cue.ts';

/** The picture changes as a whole between two key frames; `strength` is the share of it that does, 0 to 1. */
export interface SlideChange {
  /** The first key frame that shows the new picture. */
  atMs: number;
  /** The last one that shows the old: the change lies between them. */
  afterMs: number;
  strength: number;
}

/** What is known of a recording; each part may be empty. Cues are in order of time. */
export interface SuggestionSources {
  durationMs: number;
  pauses: readonly Pause[];
  slideChanges: readonly SlideChange[];
  cues: readonly Cue[];
}

/**
 * Proposes an outline from pauses of speech, changes of slides and the transcript's turns and topics, joined into one
 * choice: chapters of sensible lengths that begin where most speaks for it, named by the words that mark them.
 */
export function suggestOutline(sources: SuggestionSources): SuggestedEntry[] {
  const { durationMs, cues } = sources;
  if (durationMs <= 0) return [];
  const words = spokenWords(cues.filter(({ startMs }) => startMs < durationMs));
  const announcements = findAnnouncements(cues, words);
  const evidence = gatherEvidence(sources, words, announcements);
  const chosen = chooseBoundaries(candidatesFrom(evidence, sources), durationMs);
  const starts = [0, ...chosen.map(({ atMs }) => atMs)];
  const titles = titlesFor(wordRanges(starts, words), words, announcements);
  return starts.map((startMs, index) => ({
    startMs,
    endMs: starts[index + 1] ?? durationMs,
    title: shorten(titles[index] ?? `Part ${String(index + 1)}`, maxChapterTitleLength),
    reasons: index === 0 ? [] : reasonsAt(startMs, evidence),
  }));
}

/** Something that speaks for a beginning from `startMs` to `endMs`, and less and less up to `reachMs` around it. */
/** What is heard and seen; a recording's own marks need no guessing. */
type Signal = Exclude<SuggestionReason, 'mark'>;

interface Evidence {
  reason: Signal;
  startMs: number;
  endMs: number;
  reachMs: number;
  weight: number;
}

/** How much each signal is worth at its strongest. */
const worth: Readonly<Record<Signal, number>> = {
  announced: 1.1,
  topic: 0.9,
  slide: 0.8,
  pause: 0.5,
  speaker: 0.15,
};
/** A topic is found to about a unit of speech. */
const topicReachMs = 12_000;
const longestReachMs = topicReachMs;
const slideReachMs = 3000;
const pauseReachMs = 600;

function gatherEvidence(
  sources: SuggestionSources,
  words: readonly SpokenWord[],
  announcements: readonly { atMs: number; name?: string }[],
): Evidence[] {
  const expected = Math.max(2, sources.durationMs / chapterLengthsFor(sources.durationMs).wantedMs);
  const around = (reason: Signal, atMs: number, reachMs: number, strength: number): Evidence => ({
    reason,
    startMs: atMs,
    endMs: atMs,
    reachMs,
    weight: worth[reason] * strength,
  });
  return [
    ...rated(findTopicShifts(words), ({ strength }) => strength, expected).map(([shift, strength]) =>
      around('topic', shift.atMs, topicReachMs, Math.min(strength, shift.strength)),
    ),
    ...rated(sources.slideChanges, ({ strength }) => strength, expected).map(([change, strength]) => ({
      ...around('slide', change.atMs, slideReachMs, strength),
      startMs: change.afterMs,
    })),
    ...rated(pausesOf(sources), (pause) => pause.endMs - pause.startMs, expected).map(([pause, strength]) =>
      around('pause', spotIn(pause, sources.slideChanges), pauseReachMs, strength),
    ),
    ...rated(announcements, () => 1, expected).map(([{ atMs }, strength]) =>
      around('announced', atMs, pauseReachMs * 2, strength),
    ),
    ...speakerChanges(sources.cues).map((atMs) => around('speaker', atMs, pauseReachMs, 1)),
  ];
}

/**
 * Each item with its strength from 0 to 1: full for as many as chapters are expected, less for what is weaker than
 * those; and where very many are equally strong, each tells less.
 */
function rated<T>(items: readonly T[], strengthOf: (item: T) => number, expected: number): [T, number][] {
  const strengths = items.map(strengthOf).toSorted((one, other) => other - one);
  const full = strengths[Math.min(strengths.length, Math.ceil(expected)) - 1] ?? 0;
  if (full <= 0) return [];
  const asStrong = strengths.filter((strength) => strength >= full).length;
  const rarity = Math.min(1, Math.sqrt((1.5 * expected) / asStrong));
  return items.map((item) => [item, Math.min(1, strengthOf(item) / full) * rarity]);
}

/** Heard in the sound; without any, the transcript's gaps tell where nobody speaks. */
function pausesOf({ pauses, cues }: SuggestionSources): readonly Pause[] {
  if (pauses.length > 0) return pauses;
  return cues.flatMap((cue, index): Pause[] => {
    const before = cues[index - 1];
    const isGap = before !== undefined && cue.startMs - before.endMs >= 400;
    return isGap ? [{ startMs: before.endMs, endMs: cue.startMs }] : [];
  });
}

/** A chapter begins shortly before its first word… */
const leadMs = 250;
/** …and at a full second, as people write times, where the pause holds one that is not much earlier. */
const roundLeadMs = 1200;

/** Where in a pause a chapter begins: with its slide, if that changes there. */
function spotIn({ startMs, endMs }: Pause, slideChanges: readonly SlideChange[]): number {
  const slide = slideChanges.find(({ atMs }) => atMs >= startMs && atMs <= endMs);
  if (slide) return slide.atMs;
  const fullSecond = Math.floor((endMs - 100) / 1000) * 1000;
  if (fullSecond >= Math.max(startMs, endMs - roundLeadMs)) return fullSecond;
  return Math.round(Math.max((startMs + endMs) / 2, endMs - leadMs) / 10) * 10;
}

function speakerChanges(cues: readonly Cue[]): number[] {
  return cues.flatMap(({ speaker, startMs }, index) =>
    index > 0 && speaker !== undefined && speaker !== cues[index - 1]?.speaker ? [startMs] : [],
  );
}

/** Chapters begin in a pause or with a cue; where a slide changes in neither, with the slide. */
function candidatesFrom(evidence: readonly Evidence[], sources: SuggestionSources): Candidate[] {
  const pauses = oneOfEach(pausesOf(sources).map((pause) => spotIn(pause, sources.slideChanges)));
  const cues = oneOfEach(sources.cues.map(({ startMs }) => startMs));
  const spoken = oneOfEach([...pauses, ...cues.filter((atMs) => !near(pauses, atMs, 1500))]);
  const slides = sources.slideChanges
    .map(({ atMs }) => atMs)
    .filter((atMs) => !near(spoken, atMs, slideReachMs));
  const inOrder = strongestOfEach(evidence).toSorted((one, other) => one.startMs - other.startMs);
  let first = 0;
  return [...spoken, ...slides]
    .toSorted((one, other) => one - other)
    .map((atMs) => {
      while ((inOrder[first]?.startMs ?? Infinity) < atMs - longestSpanMs) first += 1;
      return { atMs, score: scoreAt(atMs, inOrder, first) };
    });
}

/** No evidence lies farther back than this: key frames come more often. */
const longestSpanMs = 90_000;

/** Moments closer than this are one: however densely a file is filled, the work grows with the recording's length. */
const apartMs = 250;

/** The moments in order, one of each quarter of a second. */
function oneOfEach(times: readonly number[]): number[] {
  const ordered = times.toSorted((one, other) => one - other);
  return ordered.filter(
    (ms, at) => Math.floor(ms / apartMs) !== Math.floor((ordered[at - 1] ?? -apartMs) / apartMs),
  );
}

/** Of the evidence of one kind that begins in the same quarter of a second the strongest. */
function strongestOfEach(evidence: readonly Evidence[]): Evidence[] {
  const strongest = new Map<string, Evidence>();
  for (const one of evidence) {
    const key = `${one.reason} ${Math.floor(one.startMs / apartMs)}`;
    if (one.weight > (strongest.get(key)?.weight ?? 0)) strongest.set(key, one);
  }
  return [...strongest.values()];
}

/** Whether one of the times, which are in order, is near enough. */
function near(times: readonly number[], atMs: number, withinMs: number): boolean {
  let low = 0;
  for (let high = times.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) < atMs - withinMs) low = middle + 1;
    else high = middle;
  }
  return (times[low] ?? Infinity) <= atMs + withinMs;
}

function scoreAt(atMs: number, evidence: readonly Evidence[], first: number): number {
  const best = new Map<Signal, number>();
  for (let at = first; at < evidence.length; at += 1) {
    const one = evidence[at];
    if (one === undefined || one.startMs - longestReachMs > atMs) break;
    best.set(one.reason, Math.max(best.get(one.reason) ?? 0, one.weight * closeness(one, atMs)));
  }
  return [...best.values()].reduce((sum, weight) => sum + weight, 0);
}

/** 1 within the evidence's own time, a half where its reach ends, and 0 beyond. */
function closeness({ startMs, endMs, reachMs }: Evidence, atMs: number): number {
  const distance = Math.max(0, startMs - atMs, atMs - endMs);
  return distance > reachMs ? 0 : 1 - distance / (2 * reachMs);
}

function reasonsAt(atMs: number, evidence: readonly Evidence[]): SuggestionReason[] {
  const found = evidence
    .filter((one) => closeness(one, atMs) > 0 && one.weight >= worth[one.reason] / 3)
    .map(({ reason }) => reason);
  const order: readonly Signal[] = ['announced', 'topic', 'slide', 'pause', 'speaker'];
  return order.filter((reason) => found.includes(reason));
}

function wordRanges(starts: readonly number[], words: readonly SpokenWord[]): { from: number; to: number }[] {
  const firstAt = (ms: number): number => {
    const found = words.findIndex(({ atMs }) => atMs >= ms);
    return found === -1 ? words.length : found;
  };
  return starts.map((startMs, index) => {
    const nextMs = starts[index + 1];
    return { from: firstAt(startMs), to: nextMs === undefined ? words.length : firstAt(nextMs) };
  });
}
