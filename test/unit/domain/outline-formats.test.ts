import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../domain/app-error.ts';
import { checkOutlineAgainst, OutlineError, parseOutline } from '../../../domain/outline.ts';

/** `[format, [start in ms, end in ms, title]…]`. */
function read(text: string, fileName?: string): [string, ...[number, number | undefined, string][]] {
  const { format, entries } = parseOutline(text, fileName === undefined ? {} : { fileName });
  return [
    format,
    ...entries.map(({ startMs, endMs, title }): [number, number | undefined, string] => [
      startMs,
      endMs,
      title,
    ]),
  ];
}

function refusal(text: string, fileName?: string): OutlineError {
  try {
    parseOutline(text, fileName === undefined ? {} : { fileName });
  } catch (error) {
    if (error instanceof OutlineError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

const open: [number, undefined, string][] = [
  [0, undefined, 'Intro'],
  [330_000, undefined, 'Scoping'],
];
const closed: [number, number, string][] = [
  [0, 330_000, 'Intro'],
  [330_000, 600_000, 'Scoping'],
];

describe('a table', () => {
  test.each<[string, string, [string, ...[number, number | undefined, string][]]]>([
    ['header, start and title', 'start,title\n0:00,Intro\n5:30,Scoping', ['csv', ...open]],
    ['header in another order', 'Title,Start\nIntro,0:00\nScoping,5:30', ['csv', ...open]],
    ['header with start and end', 'Start,End,Name\n0,330,Intro\n330,600,Scoping', ['csv', ...closed]],
    ['LosslessCut', '0,330,Intro\n330,600,Scoping', ['csv', ...closed]],
    ['LosslessCut with open ends', '0,,Intro\n330,,Scoping', ['csv', ...open]],
    [
      'LosslessCut with times',
      '00:00:00.000,00:05:30.000,Intro\n00:05:30.000,00:10:00.000,Scoping',
      ['csv', ...closed],
    ],
    ['seconds with fractions', '0.0,330.0,Intro\n330.0,600.0,Scoping', ['csv', ...closed]],
    ['Audacity labels', '0.000000\t330.000000\tIntro\n330.000000\t600.000000\tScoping', ['tsv', ...closed]],
    ['tabs with header', 'Time\tTopic\n0:00\tIntro\n5:30\tScoping', ['tsv', ...open]],
    ['semicolons', 'Start;Titel\n0:00;Intro\n5:30;Scoping', ['csv', ...open]],
    ['decimal commas', 'start;end;title\n0,0;330,0;Intro\n330,0;600,0;Scoping', ['csv', ...closed]],
    ['quoted titles', 'start,title\n0:00,"Intro"\n5:30,"Scoping"', ['csv', ...open]],
    [
      'commas and quotes in titles',
      '"0:00","Intro, then ""more"""\n"5:30","Scoping"',
      ['csv', [0, undefined, 'Intro, then "more"'], [330_000, undefined, 'Scoping']],
    ],
    [
      'line breaks in titles',
      'start,title\n0:00,"In\ntro"\n5:30,Scoping',
      ['csv', [0, undefined, 'In tro'], [330_000, undefined, 'Scoping']],
    ],
    [
      'stray quotes',
      'start,title\n0:00,12" screens\n5:30,Scoping',
      ['csv', [0, undefined, '12" screens'], [330_000, undefined, 'Scoping']],
    ],
    ['CRLF and a byte-order mark', '\uFEFFstart,title\r\n0:00,Intro\r\n5:30,Scoping\r\n', ['csv', ...open]],
    ['blank lines', 'start,title\n\n0:00,Intro\n\n5:30,Scoping\n\n', ['csv', ...open]],
    ['milliseconds by heading', 'start_ms,title\n0,Intro\n330000,Scoping', ['csv', ...open]],
    ['camel-case heading', 'title,startMs,endMs\nIntro,0,330000\nScoping,330000,600000', ['csv', ...closed]],
    ['a number column', 'No,Start,Title\n1,0:00,Intro\n2,5:30,Scoping', ['csv', ...open]],
    ['short rows', 'start,title,tags\n0:00,Intro\n5:30,Scoping,x', ['csv', ...open]],
    ['bars', '0:00|Intro\n5:30|Scoping', ['csv', ...open]],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('written lines with commas are no table', () => {
    expect(read('0:00, Intro\n5:30, Scoping, part 1, and 2')).toEqual([
      'text',
      [0, undefined, 'Intro'],
      [330_000, undefined, 'Scoping, part 1, and 2'],
    ]);
  });

  test('a column that is not used is named', () => {
    expect(parseOutline('start,title,tags\n0:00,A,x\n5:00,B,').warnings).toEqual([
      { message: 'Column 3 is neither a time nor a title and was left out.' },
    ]);
  });

  test.each([
    ['a wrong time', 'start,title\n0:00,A\n1:75:00,B', 3, '1:75:00 is not a time. Did you mean 1:15:00?'],
    ['no time', 'start,title\n0:00,A\n,B', 3, 'The start time is missing.'],
    ['words for a time', 'start,title\n0:00,A\nsoon,B', 3, '"soon" is not a time.'],
    ['a wrong end', 'start,end,title\n0:00,0:61,A', 2, '0:61 is not a time. Did you mean 0:01?'],
    ['lines counted through quoted breaks', 'start,title\n0:00,"A\nA"\nsoon,B', 4, '"soon" is not a time.'],
    [
      'an open quote',
      'start,title\n0:00,A\n5:00,"B\n6:00,C',
      3,
      'A quotation mark opens here and is never closed.',
    ],
  ])('%s is refused', (_, text, line, message) => {
    const [problem] = refusal(text, 'outline.csv').problems;
    expect(problem).toMatchObject({ line, message });
  });
});

describe('WebVTT chapters', () => {
  test.each<[string, string]>([
    ['plain', 'WEBVTT\n\n00:00.000 --> 05:30.000\nIntro\n\n05:30.000 --> 10:00.000\nScoping\n'],
    [
      'ids and hours',
      'WEBVTT\n\n1\n00:00:00.000 --> 00:05:30.000\nIntro\n\nchapter-2\n00:05:30.000 --> 00:10:00.000\nScoping',
    ],
    [
      'CRLF, mark, header text',
      '\uFEFFWEBVTT - chapters\r\nKind: chapters\r\n\r\n00:00.000 --> 05:30.000 line:0\r\nIntro\r\n\r\n05:30.000 --> 10:00.000\r\nScoping\r\n',
    ],
    [
      'notes and styles',
      'WEBVTT\n\nNOTE made by hand\n\nSTYLE\n::cue {}\n\n00:00.000 --> 05:30.000\nIntro\n\n05:30.000 --> 10:00.000\nScoping',
    ],
    ['tags', 'WEBVTT\n\n00:00.000 --> 05:30.000\n<b>Intro</b>\n\n05:30.000 --> 10:00.000\n<v Bob>Scoping'],
    ['no blank lines between', 'WEBVTT\n00:00.000 --> 05:30.000\nIntro\n05:30.000 --> 10:00.000\nScoping'],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(['webvtt', ...closed]);
  });

  test('entities are decoded and unreadable cues are named', () => {
    const { entries, warnings } = parseOutline(
      'WEBVTT\n\n00:00.000 --> 00:05.000\nQ&amp;A &lt;1&gt;\n\nx --> y\nLost',
    );
    expect(entries).toEqual([{ startMs: 0, endMs: 5000, title: 'Q&A <1>', line: 3 }]);
    expect(warnings).toEqual([
      { line: 6, message: 'The times of line 6 cannot be read; its cue was left out.' },
    ]);
  });
});

describe('JSON', () => {
  test.each<[string, string, unknown, (typeof open | typeof closed)?]>([
    [
      'ours',
      'json',
      {
        format: 'text',
        entries: [
          { startMs: 0, title: 'Intro' },
          { startMs: 330_000, title: 'Scoping' },
        ],
      },
    ],
    [
      'chapters.json',
      'json',
      {
        recording: {},
        chapters: [
          { index: 1, title: 'Intro', startMs: 0, endMs: 330_000 },
          { title: 'Scoping', startMs: 330_000, endMs: 600_000 },
        ],
      },
      closed,
    ],
    [
      'a bare list',
      'json',
      [
        { startMs: 0, title: 'Intro' },
        { startMs: 330_000, title: 'Scoping' },
      ],
    ],
    [
      'Podlove',
      'podlove-json',
      [
        { start: '00:00:00.000', title: 'Intro', href: 'https://x' },
        { start: '00:05:30.000', title: 'Scoping' },
      ],
    ],
    [
      'Podcasting 2.0',
      'podcasting-json',
      {
        version: '1.2.0',
        chapters: [
          { startTime: 0, title: 'Intro' },
          { startTime: 330, title: 'Scoping' },
        ],
      },
    ],
    [
      'Podcasting 2.0 with ends',
      'podcasting-json',
      {
        chapters: [
          { startTime: 0, endTime: 330, title: 'Intro' },
          { startTime: 330, endTime: 600, title: 'Scoping' },
        ],
      },
      closed,
    ],
    [
      'ffprobe',
      'json',
      {
        chapters: [
          {
            id: 0,
            time_base: '1/1000',
            start: 0,
            start_time: '0.000000',
            end: 330_000,
            end_time: '330.000000',
            tags: { title: 'Intro' },
          },
          {
            start: 330_000,
            start_time: '330.000000',
            end: 600_000,
            end_time: '600.000000',
            tags: { title: 'Scoping' },
          },
        ],
      },
      closed,
    ],
    [
      'yt-dlp',
      'json',
      {
        chapters: [
          { start_time: 0, title: 'Intro', end_time: 330 },
          { start_time: 330, title: 'Scoping', end_time: 600 },
        ],
      },
      closed,
    ],
    [
      'seconds in words',
      'json',
      [
        { time: '0:00', title: 'Intro' },
        { time: '5:30', name: 'Scoping' },
      ],
    ],
  ])('%s', (_, format, value, expected = open) => {
    expect(read(JSON.stringify(value, null, 2))).toEqual([format, ...expected]);
  });

  test('entries without a start and silent chapters are named and left out', () => {
    const { entries, warnings } = parseOutline(
      JSON.stringify({
        chapters: [
          { startTime: 0, title: 'A' },
          { title: 'B' },
          { startTime: 9, title: 'C', toc: false },
          7,
          null,
        ],
      }),
    );
    expect(entries).toEqual([{ startMs: 0, title: 'A' }]);
    expect(warnings).toEqual([
      { message: 'Entry 2 has no start time that can be read and was left out.' },
      { message: 'Entry 3 is marked as not for the table of contents and was left out.' },
      { message: 'Entry 4 has no start time that can be read and was left out.' },
      { message: 'Entry 5 has no start time that can be read and was left out.' },
    ]);
  });

  test.each([
    ['cut off', '{"chapters": [\n{"startTime": 0, "title": "A"},\n', 'outline-bad-lines'],
    ['no list', '{"a": 1}', 'outline-bad-lines'],
    ['an empty list', '[]', 'outline-no-times'],
    ['deep nesting', '['.repeat(90_000), 'outline-bad-lines'],
  ])('%s is refused', (_, text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  test('a bracketed time is no JSON', () => {
    expect(read('[0:00] Intro\n[5:30] Scoping')).toEqual(['text', ...open]);
  });
});

describe('an outline beside its recording', () => {
  const { entries } = parseOutline('0:00 A\n5:00-9:00 B\n20:00 C');

  test('entries at or after the end are refused with their lines', () => {
    expect(() => checkOutlineAgainst(entries, 20 * 60_000)).toThrow(
      expect.objectContaining({
        code: 'outline-beyond-end',
        message: 'Line 3: "C" begins at 20:00, but the recording ends at 20:00.',
      }),
    );
  });

  test('an end after the end is shortened', () => {
    const checked = checkOutlineAgainst(entries.slice(0, 2), 8 * 60_000);
    expect(checked.entries[1]?.endMs).toBe(8 * 60_000);
    expect(checked.warnings).toEqual([
      { line: 2, message: `"B" was shortened to the recording's end, 8:00.` },
    ]);
  });
});

describe('any text at all', () => {
  const fragments = fc.constantFrom(
    '0:00',
    '1:75:00',
    '5:30',
    ' ',
    '\n',
    '\t',
    ',',
    ';',
    '"',
    '-',
    '-->',
    '[',
    ']',
    '{',
    '}',
    'WEBVTT\n',
    'start,title\n',
    'Intro',
    '{"chapters":[',
    '\uFEFF',
    '\0',
    '\uD800',
    '😀',
    '|',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')),
  );

  test('is read in order or refused with a sentence', () => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { entries } = parseOutline(text);
          entries.forEach((entry, index) => {
            expect(Number.isInteger(entry.startMs)).toBe(true);
            expect(entry.startMs).toBeGreaterThan(entries[index - 1]?.startMs ?? -1);
            expect(entry.title).not.toBe('');
            expect(entry.title.length).toBeLessThanOrEqual(200);
          });
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
