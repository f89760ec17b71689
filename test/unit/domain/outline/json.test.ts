import { testOutlines, type OutlineRow } from '../../../support/outline-table.ts';

const row = (name: string, value: unknown, expected: OutlineRow[2], told?: RegExp): OutlineRow => [
  name,
  JSON.stringify(value, null, 2),
  expected,
  told,
];
const ours = (...entries: unknown[]): unknown => ({ format: 'text', entries });
const podcast = (...chapters: unknown[]): unknown => ({ version: '1.2.0', chapters });

testOutlines(
  'json',
  JSON.stringify(ours({ startMs: 0, title: 'Café' }, { startMs: 330_000, title: 'Scoping' }), null, 2),
  ['0 Café', '330000 Scoping'],
  [
    row(
      'chapters.json',
      {
        recording: {},
        chapters: [
          { index: 1, title: 'A', startMs: 0, endMs: 330_000 },
          { title: 'B', startMs: 330_000, endMs: 600_000 },
        ],
      },
      ['0-330000 A', '330000-600000 B'],
    ),
    row(
      'a bare list',
      [
        { startMs: 0, title: 'A' },
        { startMs: 5000, title: 'B' },
      ],
      ['0 A', '5000 B'],
    ),
    row(
      'ffprobe',
      {
        chapters: [
          {
            id: 0,
            time_base: '1/1000',
            start: 0,
            start_time: '0.000000',
            end: 5000,
            end_time: '5.000000',
            tags: { title: 'A' },
          },
          { start: 5000, start_time: '5.000000', tags: { title: 'B' } },
        ],
      },
      ['0-5000 A', '5000 B'],
    ),
    row(
      'ffprobe without titles',
      { chapters: [{ start_time: '0.0', tags: { encoder: 'x' } }] },
      ['0 Chapter 1'],
      /has no title/,
    ),
    row('tags that are none', { chapters: [{ start_time: '0.0', tags: 'x', title: 'A' }] }, ['0 A']),
    row(
      'yt-dlp',
      {
        chapters: [
          { start_time: 0, title: 'A', end_time: 330 },
          { start_time: 330, title: 'B', end_time: 600 },
        ],
      },
      ['0-330000 A', '330000-600000 B'],
    ),
    row(
      'written times',
      [
        { time: '0:00', title: 'A' },
        { time: '5:30', name: 'B' },
      ],
      ['0 A', '330000 B'],
    ),
    row('seconds with a decimal comma', [{ time: '0,5', title: 'A' }], ['500 A']),
    row(
      'milliseconds with a fraction',
      ours({ startMs: 0.4, title: 'A' }, { startMs: '0:05', endMs: '0:09', title: 'B' }),
      ['0 A', '5000-9000 B'],
    ),
    row(
      'entries mixed',
      [
        { startMs: 0, title: 'A' },
        { start: '0:05', title: 'B' },
      ],
      ['0 A', '5000 B'],
    ),
    row(
      'a title that is none',
      ours({ startMs: 0, title: 7 }, { startMs: 5, title: null, name: 'B' }),
      ['0 Chapter 1', '5 B'],
      /has no title/,
    ),
    row(
      'entries that are none',
      ours({ startMs: 0, title: 'A' }, { title: 'B' }, 7, null),
      ['0 A'],
      /Entry 2 has no start[\s\S]*Entry 3 has no start[\s\S]*Entry 4 has no start/,
    ),
    row(
      'a negative start',
      ours({ startMs: -1, title: 'x' }, { startMs: 0, title: 'A' }),
      ['0 A'],
      /Entry 1 has no start/,
    ),
    row('a negative end', ours({ startMs: 0, endMs: -1, title: 'A' }), ['0 A']),
    row('an end that is none', ours({ startMs: 0, endMs: {}, title: 'A' }), ['0 A']),
    row(
      'an end before its start',
      ours({ startMs: 9, endMs: 5, title: 'A' }),
      ['9 A'],
      /not after its start/,
    ),
    row(
      'a start that is no time',
      ours({ startMs: 'soon', title: 'x' }, { startMs: 0, title: 'A' }),
      ['0 A'],
      /Entry 1 has no start/,
    ),
    row(
      'overlaps',
      ours({ startMs: 0, endMs: 9, title: 'A' }, { startMs: 5, title: 'B' }),
      ['0 A', '5 B'],
      /overlaps/,
    ),
    row(
      'duplicates out of order',
      ours({ startMs: 5, title: 'B' }, { startMs: 0, title: 'A' }, { startMs: 5, title: 'C' }),
      ['0 A', '5 B'],
      /sorted[\s\S]*"C" begins at 0:00 like "B"/,
    ),
    row(
      'a huge number',
      ours({ startMs: 0, title: 'A' }, { startMs: 1e300, title: 'B' }),
      ['0 A'],
      /1000 hours/,
    ),
    [
      'numbers past all numbers',
      '[{"startMs":1e999,"title":"x"},{"startMs":0,"title":"A"}]',
      ['0 A'],
      /Entry 1/,
    ],
    [
      'cut off',
      '{"chapters": [\n{"startTime": 0, "title": "A"},\n',
      'outline-bad-lines',
      /not complete JSON/,
    ],
    ['a comma too many', '[\n{"startMs":0,}]', 'outline-bad-lines', /Line 2: /],
    ['no list', '{"a": 1}', 'outline-bad-lines', /no list of chapters/],
    ['an empty list', '[]', 'outline-no-times'],
    ['deep nesting', '['.repeat(90_000), 'outline-bad-lines'],
  ],
);

testOutlines(
  'podcasting-json',
  JSON.stringify(podcast({ startTime: 0, title: 'Café' }, { startTime: 330.5, title: 'Scoping' }), null, 2),
  ['0 Café', '330500 Scoping'],
  [
    row(
      'ends',
      podcast({ startTime: 0, endTime: 330, title: 'A' }, { startTime: 330, endTime: null, title: 'B' }),
      ['0-330000 A', '330000 B'],
    ),
    row(
      'silent chapters',
      podcast({ startTime: 0, title: 'A' }, { startTime: 9, title: 'C', toc: false }),
      ['0 A'],
      /Entry 2 is marked as not for the table of contents/,
    ),
    row(
      'pictures and links',
      podcast({ startTime: 0, title: 'A', img: 'https://x/a.png', url: 'https://x' }),
      ['0 A'],
    ),
    row('times in text', podcast({ startTime: '00:00:05', title: 'A' }, { startTime: '12.5', title: 'B' }), [
      '5000 A',
      '12500 B',
    ]),
  ],
);

testOutlines(
  'podlove-json',
  JSON.stringify(
    [
      { start: '00:00:00.000', title: 'Café', href: 'https://x' },
      { start: '00:05:30.000', title: 'Scoping', image: '' },
    ],
    null,
    2,
  ),
  ['0 Café', '330000 Scoping'],
  [
    row(
      'the order of nobody',
      [
        { start: '5:00', title: 'B' },
        { start: '0:00', title: 'A' },
      ],
      ['0 A', '300000 B'],
      /sorted/,
    ),
    row(
      'a bad start',
      [
        { start: 'soon', title: 'x' },
        { start: '0:00', title: 'A' },
      ],
      ['0 A'],
      /Entry 1 has no start/,
    ),
    row('a missing start', [{ title: 'x' }, { start: '0:00', title: 'A' }], ['0 A'], /Entry 1 has no start/),
    row(
      'duplicates',
      [
        { start: '0:00', title: 'A' },
        { start: '0:00', title: 'B' },
      ],
      ['0 A'],
      /like "A"/,
    ),
  ],
);
