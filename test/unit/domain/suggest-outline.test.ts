import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { suggestOutline, type SlideChange } from '../../../domain/suggest-outline.ts';
import { chooseBoundaries } from '../../../domain/suggest/choose-boundaries.ts';
import { parseTranscript } from '../../../domain/transcript.ts';
import type { Cue } from '../../../domain/transcript/cue.ts';

const minute = 60_000;

function suggest(sources: Partial<Parameters<typeof suggestOutline>[0]>) {
  return suggestOutline({ durationMs: 60 * minute, pauses: [], slideChanges: [], cues: [], ...sources });
}

function slideAt(ms: number, strength = 0.5): SlideChange {
  return { atMs: ms, afterMs: ms - 40, strength };
}

/** Speech about one topic after another: each word is the topic's with a chance of one in four. */
function talkAbout(topics: readonly string[][], minutesEach: number, common: readonly string[]): Cue[] {
  let seed = 7;
  const pick = <T>(from: readonly T[], fallback: T): T => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return from[seed % from.length] ?? fallback;
  };
  const cues: Cue[] = [];
  topics.forEach((topic, index) => {
    for (let startMs = index * minutesEach * minute; startMs < (index + 1) * minutesEach * minute;) {
      const words = Array.from({ length: 12 }, (_, at) =>
        at % 4 === 1 ? pick(topic, 'topic') : pick(common, 'the'),
      );
      cues.push({ startMs, endMs: startMs + 4800, text: `${words.join(' ')}.` });
      startMs += 5000;
    }
  });
  return cues;
}

const english =
  'the a of to and we need this that with for is are you in on project team plan customer'.split(' ');
const german = 'der die das und wir brauchen mit für ist sind in auf ein eine nicht Projekt Team Kunde'.split(
  ' ',
);
const topics = [
  'risk register likelihood impact owner mitigation threat exposure',
  'budget cost estimate contingency invoice forecast variance approval',
  'stakeholder sponsor influence newsletter audience conflict engagement interest',
  'schedule milestone dependency duration slack deadline sprint calendar',
  'quality defect acceptance criteria inspection standard audit metric',
].map((words) => words.split(' '));

describe('an outline from a transcript', () => {
  test.each([
    ['English', english],
    ['German', german],
  ])('finds the changes of topic in %s speech', (_language, common) => {
    const cues = talkAbout(topics, 6, common);
    const entries = suggest({ durationMs: 30 * minute, cues });
    expect(entries).toHaveLength(5);
    entries.forEach(({ startMs }, index) => {
      expect(Math.abs(startMs - index * 6 * minute)).toBeLessThanOrEqual(20_000);
    });
    for (const { reasons } of entries.slice(1)) expect(reasons).toContain('topic');
  });

  test('names each chapter by words that mark it', () => {
    const entries = suggest({ durationMs: 30 * minute, cues: talkAbout(topics, 6, english) });
    entries.forEach(({ title }, index) => {
      const words = title.toLowerCase().split(/[ ,]+/);
      expect(words.some((word) => topics[index]?.includes(word))).toBe(true);
    });
    expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
  });

  test('takes names that were said as headings', () => {
    const text = readFileSync('fixtures/sample-transcript.vtt', 'utf8');
    const { cues } = parseTranscript(text);
    const entries = suggest({ durationMs: 100_000, cues });
    expect(entries.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Introduction', 'Scoping', 'Budgeting', 'Risk management']),
    );
    expect(entries.find(({ title }) => title === 'Budgeting')?.reasons).toContain('announced');
  });

  test('takes names from what is announced', () => {
    const filler = talkAbout([['meeting']], 10, english);
    const cues = filler.map((cue) =>
      cue.startMs === 5 * minute
        ? { ...cue, text: 'Now let’s talk about vendor contracts and the rest' }
        : cue,
    );
    const entries = suggest({ durationMs: 10 * minute, cues });
    expect(entries.find(({ startMs }) => startMs === 5 * minute)?.title).toMatch(/^Vendor contracts/);
  });

  test('reads speech in a language without spaces', () => {
    const cues = talkAbout(
      [
        ['予算', '費用'],
        ['危険', '対策'],
      ],
      5,
      ['これは', '私たち', 'です'],
    ).map((cue) => ({
      ...cue,
      text: cue.text.replaceAll(' ', ''),
    }));
    const entries = suggest({ durationMs: 10 * minute, cues });
    expect(entries.some(({ startMs }) => Math.abs(startMs - 5 * minute) < 20_000)).toBe(true);
  });
});

describe('an outline without a transcript', () => {
  test('begins chapters with their slides, exactly, where speech pauses', () => {
    const starts = [6, 13, 19, 26].map((at) => at * minute + 320);
    const entries = suggest({
      durationMs: 32 * minute,
      slideChanges: starts.map((ms) => slideAt(ms)),
      pauses: starts.map((ms) => ({ startMs: ms - 900, endMs: ms + 200 })),
    });
    expect(entries.map(({ startMs }) => startMs)).toEqual([0, ...starts]);
    expect(entries.at(-1)).toMatchObject({
      endMs: 32 * minute,
      title: 'Part 5',
      reasons: ['slide', 'pause'],
    });
  });

  test('uses few of very many slides', () => {
    const slideChanges = Array.from({ length: 119 }, (_, at) => slideAt((at + 1) * 30_000));
    const { length } = suggest({ slideChanges });
    expect(length).toBeGreaterThanOrEqual(5);
    expect(length).toBeLessThanOrEqual(14);
  });

  test('begins at a full second where the pause has one', () => {
    const entries = suggest({
      durationMs: 12 * minute,
      pauses: [{ startMs: 6 * minute - 1300, endMs: 6 * minute + 400 }],
    });
    expect(entries.map(({ startMs }) => startMs)).toEqual([0, 6 * minute]);
  });

  test('is one chapter where nothing is known', () => {
    expect(suggest({ durationMs: 40 * minute })).toEqual([
      { startMs: 0, endMs: 40 * minute, title: 'Part 1', reasons: [] },
    ]);
    expect(suggest({ durationMs: 0 })).toEqual([]);
  });
});

describe('whatever the recording', () => {
  test('chapters follow one another without a gap and are none too short', () => {
    const pauses = Array.from({ length: 4000 }, (_, at) => ({
      startMs: at * 2500 + ((at * 7919) % 1500),
      endMs: at * 2500 + ((at * 7919) % 1500) + 450 + ((at * 104_729) % 500),
    }));
    const entries = suggest({ durationMs: 166 * minute, pauses });
    entries.forEach(({ startMs, endMs }, index) => {
      expect(startMs).toBe(index === 0 ? 0 : entries[index - 1]?.endMs);
      expect(endMs - startMs).toBeGreaterThanOrEqual(90_000);
    });
    expect(entries.at(-1)?.endMs).toBe(166 * minute);
  });

  test('cues beyond the end, empty ones and strange signs are borne', () => {
    const cues = [
      { startMs: 0, endMs: 1000, text: '' },
      { startMs: 500, endMs: 900, text: '\uD800 … ??? 12 34' },
      { startMs: 99 * minute, endMs: 100 * minute, text: 'After the end.' },
    ];
    expect(suggest({ durationMs: minute, cues })).toHaveLength(1);
  });

  test('a minute filled with forty thousand cues is no more work than a talk of hours', () => {
    const cues = Array.from({ length: 40_000 }, (_, at) => ({
      startMs: Math.floor(at * 1.5),
      endMs: Math.floor(at * 1.5) + 1,
      speaker: at % 2 === 0 ? 'Ada' : 'Grace',
      text: `Let’s talk about word${at % 97}`,
    }));
    const entries = suggest({ durationMs: minute, cues });
    expect(entries.at(-1)?.endMs).toBe(minute);
  });

  test('the boundaries chosen are the best of all choices', () => {
    const durationMs = 24 * minute;
    const candidates = Array.from({ length: 11 }, (_, at) => ({
      atMs: (at + 1) * 2 * minute,
      score: ((at * 37) % 10) / 6,
    }));
    const chosen = chooseBoundaries(candidates, durationMs);
    const best = Math.max(...subsets(candidates).map((subset) => worthOf(subset, durationMs)));
    expect(worthOf(chosen, durationMs)).toBeCloseTo(best, 9);
  });
});

interface Scored {
  atMs: number;
  score: number;
}

function subsets(all: readonly Scored[]): Scored[][] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_one, at) => (bits >> at) & 1));
}

/** The rule that the choice follows, said once more: 4.8 minutes are wanted of 24. */
function worthOf(subset: readonly Scored[], durationMs: number): number {
  const wantedMs = durationMs / 5;
  const stops = [0, ...subset.map(({ atMs }) => atMs), durationMs];
  const lengths = stops.slice(1).map((stop, at) => stop - (stops[at] ?? 0));
  const odd = lengths.reduce((sum, ms) => sum + 0.25 * Math.log2(ms / wantedMs) ** 2, 0);
  const tooLong = lengths.reduce((sum, ms) => sum + (2 * Math.max(0, ms - 10 * minute)) / wantedMs, 0);
  return subset.reduce((sum, { score }) => sum + score - 0.7, 0) - odd - tooLong;
}
