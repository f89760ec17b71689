import { describe, expect, test } from 'vitest';
import { OutlineError, parseOutline } from '../../../../domain/outline.ts';

/** Entries as `[start in seconds, title]`. */
function read(text: string): [number, string][] {
  return parseOutline(text).entries.map(({ startMs, title }) => [startMs / 1000, title]);
}

const introAndScoping: [number, string][] = [
  [0, 'Intro'],
  [330, 'Scoping'],
];

describe('an outline as people write it is read', () => {
  test.each<[shape: string, text: string, expected?: [number, string][]]>([
    ['stamp first', '0:00 Intro\n5:30 Scoping'],
    ['hours', '0:00:00 Intro\n0:05:30 Scoping'],
    ['padded hours', '00:00:00 Intro\n00:05:30 Scoping'],
    ['dashes', '0:00 - Intro\n5:30 – Scoping'],
    ['bullets', '- 0:00 Intro\n* 5:30 Scoping'],
    ['numbered', '1. 0:00 Intro\n2) 5:30 Scoping'],
    ['square brackets', '[0:00] Intro\n[5:30] Scoping'],
    ['round brackets', '(0:00) Intro\n(5:30) Scoping'],
    ['bars', '0:00 | Intro\n5:30 | Scoping'],
    ['colons', '0:00: Intro\n5:30: Scoping'],
    ['tabs', '0:00\tIntro\n5:30\tScoping'],
    ['no space', '0:00Intro\n5:30Scoping'],
    ['stamp last', 'Intro 0:00\nScoping 5:30'],
    ['stamp last after a dash', 'Intro - 0:00\nScoping - 5:30'],
    ['stamp last in brackets', 'Intro (0:00)\n- Scoping [05:30]'],
    ['numbered, stamp last', '1. Intro 0:00\n2. Scoping 5:30'],
    ['first and last mixed', '0:00 Intro\nScoping (5:30)'],
    [
      'in the middle',
      'Chapter 1: 0:00 Intro\nChapter 2: 5:30 Scoping',
      [
        [0, 'Chapter 1 Intro'],
        [330, 'Chapter 2 Scoping'],
      ],
    ],
    ['emoji bullets', '▶️ 0:00 Intro\n✅ 5:30 Scoping'],
    ['keycap numbers', '1️⃣ 0:00 Intro\n2️⃣ 5:30 Scoping'],
    ['Markdown bold', '**0:00** Intro\n**5:30 Scoping**'],
    ['Markdown links', '[0:00](https://youtu.be/x?t=0) Intro\n[5:30](https://youtu.be/x?t=330) Scoping'],
    [
      'fractions',
      '0:00.000 Intro\n5:30.500 Scoping',
      [
        [0, 'Intro'],
        [330.5, 'Scoping'],
      ],
    ],
    [
      'comma fractions',
      '00:00:00,000 Intro\n00:05:30,250 Scoping',
      [
        [0, 'Intro'],
        [330.25, 'Scoping'],
      ],
    ],
    ['units', '0m00s Intro\n5m30s Scoping\n1h02m03s End', [...introAndScoping, [3723, 'End']]],
    ['minutes past an hour', '0:00 Intro\n5:30 Scoping\n75:00 End', [...introAndScoping, [4500, 'End']]],
    ['frames', '00:00:00:00 Intro\n00:05:30:12 Scoping'],
    ['points for colons', '0.00 Intro\n5.30 Scoping'],
    ['full-width colons', '0：00 Intro\n5：30 Scoping'],
    ['no-break spaces', '0:00\u00A0Intro\n5:30\u00A0Scoping'],
    ['CRLF', '0:00 Intro\r\n5:30 Scoping\r\n'],
    ['lone CR', '0:00 Intro\r5:30 Scoping'],
    ['byte-order mark', '\uFEFF0:00 Intro\n5:30 Scoping'],
    ['NULs', '0:00 In\0tro\n5:30 Scoping\0'],
    ['blank lines and rules', '\n0:00 Intro\n\n-----\n5:30 Scoping\n\n'],
    ['titles under their times', '0:00\nIntro\n\n5:30\nScoping\n'],
    ['titles under their times and a heading', 'Chapters\n0:00\nIntro\n5:30\nScoping'],
    ['titles above their times', 'Intro\n0:00\nScoping\n5:30'],
    ['one line', '0:00 Intro', [[0, 'Intro']]],
    [
      'digits in titles',
      '0:00 3 tips for 2026\n5:30 Ratio 16:9',
      [
        [0, '3 tips for 2026'],
        [330, 'Ratio 16:9'],
      ],
    ],
    [
      'a time in the title too',
      '0:00 From 9:00 to 10:00\n5:30 Scoping',
      [
        [0, 'From 9:00 to 10:00'],
        [330, 'Scoping'],
      ],
    ],
    [
      'quoted titles',
      '0:00 "Intro" and more\n5:30 (optional) Scoping',
      [
        [0, '"Intro" and more'],
        [330, '(optional) Scoping'],
      ],
    ],
    [
      'other scripts',
      '0:00 مقدمة\n5:30 範囲を決める',
      [
        [0, 'مقدمة'],
        [330, '範囲を決める'],
      ],
    ],
  ])('%s', (_, text, expected = introAndScoping) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ['0:00 - 5:30 Intro', 'Intro'],
    ['0:00–5:30: Intro', 'Intro'],
    ['[0:00 - 5:30] Intro', 'Intro'],
    ['(0:00)-(5:30) Intro', 'Intro'],
    ['00:00:00.000 --> 00:05:30.000 Intro', 'Intro'],
    ['0:00 to 5:30 Intro', 'Intro'],
    ['Intro (0:00-5:30)', 'Intro'],
    ['Intro 0:00 – 5:30', 'Intro'],
  ])('a range: %s', (text, title) => {
    expect(parseOutline(text).entries).toEqual([{ startMs: 0, endMs: 330_000, title, line: 1 }]);
  });

  test('prose around the list is named and left out', () => {
    const { entries, warnings } = parseOutline(
      'Welcome!\nJoin us.\n\n0:00 Intro\nLive every day at 12:30\n5:30 Scoping',
    );
    expect(entries.map(({ title }) => title)).toEqual(['Intro', 'Scoping']);
    expect(warnings).toEqual([
      { line: 1, message: 'Lines 1–2 were left out: no chapter time in it.' },
      { line: 5, message: 'Line 5 was left out: no chapter time in it.' },
    ]);
  });
});

describe('an outline with small faults is repaired, and each repair is said', () => {
  test('entries out of order are sorted', () => {
    const { entries, warnings } = parseOutline('0:00 A\n9:00 C\n5:00 B');
    expect(entries.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
    expect(warnings).toEqual([
      { line: 3, message: '"B" (5:00) stood after a later entry; the entries were sorted.' },
    ]);
  });

  test('an entry at a time already taken is left out', () => {
    const { entries, warnings } = parseOutline('0:00 A\n5:00 B\n5:00 C');
    expect(entries.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(warnings).toEqual([{ line: 3, message: '"C" begins at 5:00 like "B" and was left out.' }]);
  });

  test('an empty title becomes a number', () => {
    const { entries, warnings } = parseOutline('0:00 A\n5:00\n9:00 C');
    expect(entries.map(({ title }) => title)).toEqual(['A', 'Chapter 2', 'C']);
    expect(warnings[0]).toMatchObject({ line: 2 });
  });

  test('a title too long is cut without halving a character', () => {
    const { entries, warnings } = parseOutline(`0:00 ${'x'.repeat(198)}😀😀\n5:00 B`);
    expect(entries[0]?.title).toBe(`${'x'.repeat(198)}…`);
    expect(warnings[0]).toMatchObject({ line: 1 });
  });

  test('control characters in a title become spaces', () => {
    expect(read('0:00 A\u0007B\u000BC')).toEqual([[0, 'A B C']]);
  });

  test('a first time that is not 0:00 is doubted', () => {
    expect(parseOutline('0:30 A\n5:00 B').warnings).toEqual([
      { line: 1, message: 'The first entry is at 0:30, not at 0:00: what comes before it is in no chapter.' },
    ]);
  });

  test('an end that overlaps the next start or precedes its own is left out', () => {
    const { entries, warnings } = parseOutline('0:00-6:00 A\n5:00-4:00 B\n8:00-9:00 C');
    expect(entries.map(({ endMs }) => endMs)).toEqual([undefined, undefined, 540_000]);
    expect(warnings.map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe('an outline that cannot be used is refused', () => {
  function refusal(text: string): OutlineError {
    try {
      parseOutline(text);
    } catch (error) {
      if (error instanceof OutlineError) return error;
      throw error;
    }
    throw new Error('It was read.');
  }

  test.each([
    ['1:75:00', '1:15:00'],
    ['0:61', '0:01'],
    ['2:00:99', '2:00:39'],
    ['0:1:60', '0:01:00'],
  ])('%s is not a time', (wrong, right) => {
    const error = refusal(`0:00 Intro\n\n${wrong} Scoping`);
    expect(error.code).toBe('outline-bad-lines');
    expect(error.message).toBe(`Line 3: ${wrong} is not a time. Did you mean ${right}?`);
    expect(error.details).toEqual({
      problems: [{ line: 3, message: `${wrong} is not a time. Did you mean ${right}?`, suggestion: right }],
    });
  });

  test('a number that no clock shows gets no suggestion', () => {
    expect(refusal('0:00 Intro\n5:123456 Scoping').problems).toEqual([
      { line: 2, message: '5:123456 is not a time.' },
    ]);
  });

  test('every wrong line is listed', () => {
    const error = refusal('0:75 A\n1:00 B\n1:99 C');
    expect(error.problems.map(({ line }) => line)).toEqual([1, 3]);
    expect(error.message).toBe('Line 1: 0:75 is not a time. Did you mean 0:15? 1 more line has a problem.');
  });

  test.each([
    ['nothing', '', 'outline-empty'],
    ['blanks', ' \n\t\r\n\0', 'outline-empty'],
    ['prose', 'We will talk about scope.\nThen about money.', 'outline-no-times'],
    ['more than 200 kB', '0:00 A\n'.repeat(30_000), 'outline-too-large'],
    [
      'more than 200 entries',
      Array.from({ length: 201 }, (_, i) => `${String(i)}:00 x`).join('\n'),
      'outline-too-many-entries',
    ],
  ])('%s', (_, text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  test.each([
    ['brackets', '['],
    ['spaces', ' '],
    ['digits', '1'],
    ['colons', '1:'],
    ['stars', '*'],
    ['quotes', '"'],
    ['semicolons', ';\n'],
    ['angles', '<a '],
  ])(
    '200 kB of %s ends in good time',
    (_, unit) => {
      const started = performance.now();
      refusal(`${unit.repeat(Math.floor(199_000 / unit.length))}x`);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
