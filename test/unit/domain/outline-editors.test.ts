import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../domain/app-error.ts';
import { parseOutline, type OutlineEntry, type OutlineHint } from '../../../domain/outline.ts';
import { makeDocx, makeXlsx, zipXml } from '../../support/documents.ts';

const show = ({ startMs, endMs, title }: OutlineEntry): string =>
  `${String(startMs)}${endMs === undefined ? '' : `-${String(endMs)}`} ${title}`;

const fcpxml = (inside: string, sequence = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="1.10"><library><event><project><sequence ${sequence}><spine>${inside}</spine></sequence></project></event></library></fcpxml>`;

const time = (value: number, rate = 25): object => ({ OTIO_SCHEMA: 'RationalTime.1', value, rate });
const range = (start: number, duration: number): object => ({
  OTIO_SCHEMA: 'TimeRange.1',
  start_time: time(start),
  duration: time(duration),
});
const marker = (name: string, start: number, duration = 0): object => ({
  OTIO_SCHEMA: 'Marker.2',
  name,
  marked_range: range(start, duration),
});
const otio = (children: object[], more: object = {}): string =>
  JSON.stringify({
    OTIO_SCHEMA: 'Timeline.1',
    tracks: {
      OTIO_SCHEMA: 'Stack.1',
      children: [{ OTIO_SCHEMA: 'Track.1', kind: 'Video', children, ...more }],
    },
  });
const clip = (name: string, start: number, duration: number, more: object = {}): object => ({
  OTIO_SCHEMA: 'Clip.2',
  name,
  source_range: range(start, duration),
  ...more,
});

const svg = (inside: string): string =>
  `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" id="svgfile" viewBox="0 0 800 600">${inside}</svg>`;
const slide = (number: number, from: string, to: string): string =>
  `<image id="image${String(number)}" class="slide" in="${from}" out="${to}" xlink:href="presentation/abc-1/slide-${String(number)}.png" width="1" height="1" x="0" y="0"/><g class="canvas" image="image${String(number)}"><g class="shape" timestamp="1"><path d="M0 0"/></g></g>`;
const slideTexts = JSON.stringify({
  'abc-1': { 'slide-1': '\n  Welcome\nto all', 'slide-2': '', 'slide-3': 'Scoping' },
});

const ics = (...events: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((event) => ['BEGIN:VEVENT', event, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

describe('outlines of editors, conferences and calendars are read', () => {
  test.each<[string, string | Uint8Array, OutlineHint, string, string[]]>([
    [
      "MPlayer's scenes",
      '0 10.5 2\n10.5 00:00:30 2',
      {},
      'mplayer-edl',
      ['0-10500 Chapter 1', '10500-30000 Chapter 2'],
    ],
    [
      "MPlayer's cuts: what stays is read",
      '5.3 7.1 0\n15 16.7 0',
      {},
      'mplayer-edl',
      ['0-5300 Chapter 1', '7100-15000 Chapter 2', '16700 Chapter 3'],
    ],
    [
      'a cut from the start, and a break',
      '0 60 0\n# ad\n120 150 3',
      {},
      'mplayer-edl',
      ['60000 Chapter 1', '120000-150000 Commercial break'],
    ],
    [
      'markers of Final Cut',
      fcpxml(
        '<asset-clip offset="0s" name="a" start="10s" duration="60s"><marker start="12s" duration="1/25s" value="Two"/><marker start="10s" duration="1/25s" value="Zero &amp; more"/></asset-clip><asset-clip offset="60s" name="b" start="1001/1000s" duration="9s"><marker start="3001/1000s" value="Next"/></asset-clip>',
      ),
      {},
      'fcpxml',
      ['0 Zero & more', '2000 Two', '62000 Next'],
    ],
    [
      'chapter markers before others',
      fcpxml(
        '<asset-clip offset="0s" duration="60s"><marker start="1s" value="todo"/><chapter-marker start="0s" value="A" posterOffset="1s"/><chapter-marker start="30s" value="B"/></asset-clip>',
      ),
      {},
      'fcpxml',
      ['0 A', '30000 B'],
    ],
    [
      'a sequence whose clock begins at one hour',
      fcpxml(
        '<asset-clip offset="3600s" duration="60s"><marker start="0s" value="A"/></asset-clip>',
        'tcStart="3600s"',
      ),
      {},
      'fcpxml',
      ['0 A'],
    ],
    [
      'markers of clips inside clips',
      fcpxml(
        '<gap offset="0s" start="3600s" duration="60s"><title offset="3610s" start="5s" duration="5s"><marker start="6s" value="In"/></title></gap>',
      ),
      {},
      'fcpxml',
      ['11000 In'],
    ],
    [
      'clips where there are no markers',
      fcpxml(
        '<asset-clip offset="0s" name="One" duration="5s"/><gap offset="5s" duration="1s"/><clip offset="6s" name="Two"/>',
      ),
      {},
      'fcpxml',
      ['0-5000 One', '6000 Two'],
    ],
    [
      "OpenTimelineIO's markers of clips",
      otio([
        clip('a', 50, 250, { markers: [marker('A', 50), marker('B', 75, 50)] }),
        { OTIO_SCHEMA: 'Gap.1', source_range: range(0, 25) },
        clip('b', 0, 100, { markers: [marker('C', 25)] }),
      ]),
      {},
      'otio',
      ['0 A', '1000-3000 B', '12000 C'],
    ],
    [
      'markers of tracks',
      otio([clip('a', 0, 250)], { markers: [marker('A', 0), marker('B', 125)] }),
      {},
      'otio',
      ['0 A', '5000 B'],
    ],
    [
      'clips of a timeline without markers',
      otio([
        clip('One', 0, 250),
        { OTIO_SCHEMA: 'Transition.1' },
        {
          OTIO_SCHEMA: 'Clip.2',
          name: 'Two',
          media_references: { DEFAULT_MEDIA: { available_range: range(0, 50) } },
        },
        { OTIO_SCHEMA: 'Clip.1', media_reference: null },
      ]),
      {},
      'otio',
      ['0-10000 One', '10000-12000 Two'],
    ],
    [
      "BigBlueButton's slides with their titles",
      svg(slide(1, '0.0', '58.9') + slide(2, '58.9', '60.0') + slide(3, '60.0', '120')),
      { slideTexts },
      'bigbluebutton',
      ['0 Welcome', '60000 Scoping'],
    ],
    [
      "BigBlueButton's slides without",
      svg(slide(1, '0.0 90.5', '30 120') + slide(2, '30', '90.5')),
      {},
      'bigbluebutton',
      ['0 Slide 1', '30000 Slide 2', '90500 Slide 1'],
    ],
    [
      'slides that slip, and a shared screen',
      svg(
        `${slide(1, '0 41', '40 60')}${slide(2, '40', '41')}<image in="60" out="90" xlink:href="presentation/deskshare.png"/><image in="1" out="9" xlink:href="logo.png"/>`,
      ),
      {},
      'bigbluebutton',
      ['0 Slide 1', '60000 Screen sharing'],
    ],
    [
      'an agenda in AM and PM',
      'Agenda\n- 9:00 AM Welcome\n- 9:15–10:00 AM: Scoping\n- 12:30 p.m. | Lunch',
      {},
      'agenda',
      ['0 Welcome', '900000-3600000 Scoping', '12600000 Lunch'],
    ],
    [
      'an agenda in Uhr',
      '14:00 Uhr Begrüßung\n14:15 bis 15:00 Uhr Thema',
      {},
      'agenda',
      ['0 Begrüßung', '900000-3600000 Thema'],
    ],
    [
      'an agenda with a line that tells the start',
      'Recording started at 14:02\n14:00 Before\n14:02 Welcome\n14:30 Scoping',
      {},
      'agenda',
      ['0 Welcome', '1680000 Scoping'],
    ],
    [
      'an agenda with a known start',
      '14:05 Welcome\n14:30 Scoping',
      { startsAt: '2026-09-15T14:00:00+02:00' },
      'agenda',
      ['300000 Welcome', '1800000 Scoping'],
    ],
    [
      'an agenda past noon and midnight',
      'Start: 12:00\n12:30 A\n1:15 B',
      {},
      'agenda',
      ['1800000 A', '4500000 B'],
    ],
    ['an agenda past midnight', '11:30 PM A\n12:15 AM B', {}, 'agenda', ['0 A', '2700000 B']],
    [
      'a calendar of events',
      ics(
        'DTSTART;TZID="Europe/Berlin":20260915T140000\r\nDTEND;TZID="Europe/Berlin":20260915T141500\r\nSUMMARY:Welcome\\, all',
        'DTSTART;TZID="Europe/Berlin":20260915T141500\r\nDURATION:PT1H\r\nSUMMARY:A long\r\n  title',
      ),
      {},
      'icalendar',
      ['0-900000 Welcome, all', '900000-4500000 A long title'],
    ],
    [
      'a calendar with a known start',
      ics('DTSTART:20260915T140000Z\r\nSUMMARY:Before', 'DTSTART:20260915T143000Z\r\nSUMMARY:Welcome'),
      { startsAt: '14:20' },
      'icalendar',
      ['600000 Welcome'],
    ],
    [
      'a calendar of one event with an agenda',
      ics(
        'DTSTART:20260915T140000Z\r\nSUMMARY:Webinar\r\nDESCRIPTION:Agenda\\n14:00 Welcome\\n14:30 Scoping',
      ),
      {},
      'icalendar',
      ['0 Welcome', '1800000 Scoping'],
    ],
    [
      'the list that Stream copies',
      'Welcome\n0:00\nScoping the work\n5:30\nEnd\n1:02:03',
      {},
      'text',
      ['0 Welcome', '330000 Scoping the work', '3723000 End'],
    ],
    [
      'an outline in a Word file',
      makeDocx(['Outline', '0:00 Welcome', '5:30\tScoping']),
      {},
      'docx',
      ['0 Welcome', '330000 Scoping'],
    ],
    [
      'an outline in an Excel file',
      makeXlsx(
        [['Notes']],
        [
          ['Start', 'Title'],
          ['0:00', 'Welcome'],
          ['5:30', 'Scoping'],
        ],
      ),
      {},
      'xlsx',
      ['0 Welcome', '330000 Scoping'],
    ],
    ['text in bytes', new TextEncoder().encode('\uFEFF0:00 A\r\n5:30 B'), {}, 'text', ['0 A', '330000 B']],
  ])('%s', (_, input, hint, format, expected) => {
    const parsed = parseOutline(input, hint);
    expect(parsed.entries.map(show)).toEqual(expected);
    expect(parsed.format).toBe(format);
  });

  test.each<[string, string, OutlineHint, RegExp]>([
    ['muted places', '0 1 2\n5 6 1', {}, /mutes the sound/],
    [
      'several sequences',
      fcpxml('<clip offset="0s" name="a"/>').replace('</project>', '<sequence/></project>'),
      {},
      /several sequences/,
    ],
    [
      'a marker without a time',
      fcpxml(
        '<clip offset="0s"><marker value="x"/><marker start="1/0s" value="y"/><marker start="1s" value="z"/></clip>',
      ),
      {},
      /without a time that can be read were left out: 2/,
    ],
    ['a timeline without markers', otio([clip('One', 0, 250)]), {}, /no markers/],
    [
      'slides passed through',
      svg(slide(1, '0', '60') + slide(2, '60', '61')),
      {},
      /less than 3 seconds were left out: 1/,
    ],
    [
      'texts of slides that are none',
      svg(slide(1, '0', '60')),
      { slideTexts: '{"a":1}' },
      /texts of the slides cannot be read/,
    ],
    [
      'texts of slides cut off',
      svg(slide(1, '0', '60')),
      { slideTexts: '{' },
      /texts of the slides cannot be read/,
    ],
    [
      'an item before the recording',
      'Start: 14:02\n14:00 Before\n14:02 A',
      {},
      /"Before" begins before the recording/,
    ],
    ['lines without a time', 'Agenda\n9:00 AM A\n9:30 AM B', {}, /no time of day/],
    ['where times are counted from', '9:00 AM A\n9:30 AM B', {}, /counted from 9:00:00/],
    [
      'an event of a whole day',
      ics('DTSTART;VALUE=DATE:20260915\r\nSUMMARY:x', 'DTSTART:20260915T140000Z\r\nSUMMARY:y'),
      {},
      /no time of day/,
    ],
    [
      'events in several zones',
      ics('DTSTART:20260915T140000Z', 'DTSTART;TZID=Europe/Berlin:20260915T150000'),
      {},
      /several time zones/,
    ],
    [
      'an event before the recording',
      ics('DTSTART:20260915T140000Z\r\nSUMMARY:x', 'DTSTART:20260915T150000Z\r\nSUMMARY:y'),
      { startsAt: '14:30' },
      /"x" begins before/,
    ],
  ])('and %s is told', (_, input, hint, message) => {
    expect(
      parseOutline(input, hint)
        .warnings.map(({ message: one }) => one)
        .join('\n'),
    ).toMatch(message);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['an edit list with a wrong time', '0 1:75:00 2', 'outline-bad-lines'],
    ['Final Cut without a story', '<fcpxml version="1"/>', 'outline-no-times'],
    [
      'Final Cut with entities',
      fcpxml('').replace('<!DOCTYPE fcpxml>', '<!DOCTYPE fcpxml [<!ENTITY a "b">]>'),
      'outline-bad-lines',
    ],
    ['a timeline cut off', otio([]).slice(0, -3), 'outline-bad-lines'],
    ['a timeline without anything', otio([]), 'outline-no-times'],
    ['a timeline that is no item', '[{"a":"OTIO_SCHEMA"}]', 'outline-no-times'],
    [
      'a drawing with entities',
      svg(slide(1, '0', '9')).replace('<svg', '<!DOCTYPE svg [<!ENTITY a "b">]><svg'),
      'outline-bad-lines',
    ],
    ['a calendar without events', ics(), 'outline-bad-lines'],
    ['a letter in Word', makeDocx(['Dear all']), 'outline-no-times'],
    [
      'a budget in Excel',
      makeXlsx([
        ['Item', 'Cost'],
        ['Chairs', 3],
      ]),
      'outline-no-times',
    ],
    ['a zip', zipXml({ 'a.txt': '0:00 A' }), 'outline-bad-document'],
    ['a long text', 'x'.repeat(200_001), 'outline-too-large'],
    ['a huge drawing', `<svg>${' '.repeat(20_000_000)}`, 'outline-too-large'],
  ])('%s is refused', (_, input, code) => {
    expect(() => parseOutline(input)).toThrow(expect.objectContaining({ code }));
  });

  test('a deep timeline is bounded', () => {
    let inside: object = clip('x', 0, 25, { markers: [marker('deep', 0)] });
    for (let depth = 0; depth < 1000; depth += 1) inside = { OTIO_SCHEMA: 'Stack.1', children: [inside] };
    expect(() => parseOutline(otio([inside]))).toThrow(AppError);
  });

  test('whatever comes in is read or refused with a sentence', () => {
    const pieces = fc.constantFrom(
      '9:00 AM ',
      '0 1 2',
      '\n',
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART:20260915T140000Z',
      'END:VEVENT',
      '<fcpxml>',
      '<marker start="1s"/>',
      '<svg>',
      '<image in="1" xlink:href="a/slide-1.png"/>',
      '{"OTIO_SCHEMA":"Clip.1",',
      '"markers":[',
      '}',
      'Start: ',
      '14:30',
      'x',
      '\0',
      '\uD800',
    );
    const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(texts, fc.uint8Array({ maxLength: 200 })),
        fc.constantFrom({}, { startsAt: '14:00' }, { slideTexts: '[]' }),
        (input, hint) => {
          try {
            let latest = -1;
            for (const { startMs, endMs = Infinity, title } of parseOutline(input, hint).entries) {
              expect(startMs).toBeGreaterThan(latest);
              expect(endMs).toBeGreaterThan(startMs);
              expect(title).not.toBe('');
              latest = startMs;
            }
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);
});
