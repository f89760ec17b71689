import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOutline, type OutlineEntry } from '../../../../domain/outline.ts';
import {
  writeFfmetadata,
  writeOutlineCsv,
  writePodlove,
  writeWebvttChapters,
  writeYoutubeOutline,
} from '../../../../domain/outline/write.ts';

type Row = [startMs: number, endMs: number | undefined, title: string];

function read(text: string): [string, ...Row[]] {
  const { format, entries } = parseOutline(text);
  return [format, ...entries.map(({ startMs, endMs, title }): Row => [startMs, endMs, title])];
}

function withoutLines(entries: readonly OutlineEntry[]): OutlineEntry[] {
  return entries.map((entry) => {
    const copy = { ...entry };
    delete copy.line;
    return copy;
  });
}

const words = fc.array(
  fc.constantFrom('Scope', 'money &', '<b>', '3 tips', '範囲', '16:9', '"so"', '--> x', '😀'),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const titles = words.map((parts) => `T ${parts.join(' ')}`);
const outlines = fc
  .uniqueArray(fc.nat(20_000), { minLength: 1, maxLength: 20 })
  .chain((starts) =>
    fc.tuple(
      fc.constant(starts.toSorted((a, b) => a - b)),
      fc.array(titles, { minLength: 20, maxLength: 20 }),
    ),
  )
  .map(([starts, names]) =>
    starts.map((start, index) => ({ startMs: start * 1000, title: names[index] ?? 'T' })),
  );

test('YouTube text is read back', () => {
  fc.assert(
    fc.property(outlines, (entries) => {
      const read = parseOutline(writeYoutubeOutline(entries));
      expect(read.format).toBe('text');
      expect(withoutLines(read.entries)).toEqual(entries);
    }),
  );
});

test('WebVTT chapters are read back, to the millisecond', () => {
  fc.assert(
    fc.property(outlines, (entries) => {
      const odd = entries.map((entry) => ({ ...entry, startMs: entry.startMs + 7 }));
      const read = parseOutline(writeWebvttChapters(odd, 30_000_000));
      const ends = odd.map((entry, index) => ({ ...entry, endMs: odd[index + 1]?.startMs ?? 30_000_000 }));
      expect(withoutLines(read.entries)).toEqual(ends);
    }),
  );
});

test('a title cannot break out of its cue', () => {
  const text = writeWebvttChapters([{ startMs: 0, title: 'A\n\n00:01.000 --> 00:02.000\nB' }], 5000);
  expect(parseOutline(text).entries).toHaveLength(1);
});

describe('what machines read is read back', () => {
  const titles = fc
    .array(fc.constantFrom('Scope', '&', '<b>', '"so"', '=', ';', '#', '\\', '範囲', ',', "it's", ']]>'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => `T ${parts.join(' ')}`);
  const outlines = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 900_000 }), titles), { minLength: 1, maxLength: 12 })
    .map((items) => {
      let next = 0;
      return items.map(([lengthMs, title]) => {
        const entry = { startMs: next, endMs: next + lengthMs, title };
        next += lengthMs;
        return entry;
      });
    });
  const bare = (entries: readonly OutlineEntry[]): Row[] =>
    entries.map(({ startMs, endMs, title }) => [startMs, endMs, title]);
  const withoutEnds = (entries: readonly OutlineEntry[]): Row[] =>
    entries.map(({ startMs, title }) => [startMs, undefined, title]);

  test('ffmetadata', () => {
    fc.assert(
      fc.property(outlines, (entries) => {
        expect(read(writeFfmetadata(entries, 0))).toEqual(['ffmetadata', ...bare(entries)]);
      }),
    );
  });

  test('Podlove', () => {
    fc.assert(
      fc.property(outlines, (entries) => {
        expect(read(writePodlove(entries))).toEqual(['podlove', ...withoutEnds(entries)]);
      }),
    );
  });

  test('a table', () => {
    fc.assert(
      fc.property(outlines, (entries) => {
        expect(read(writeOutlineCsv(entries))).toEqual(['csv', ...bare(entries)]);
      }),
    );
  });
});
