import { testOutlines, type OutlineRow } from '../../../support/outline-table.ts';

const ics = (...events: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((event) => ['BEGIN:VEVENT', event, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\n');
const at = (start: string, title: string, more = ''): string => `DTSTART${start}\n${more}SUMMARY:${title}`;
const utc = (time: string, title: string, more = ''): string => at(`:20260915T${time}Z`, title, more);
const berlin = (time: string, title: string, more = ''): string =>
  at(`;TZID=Europe/Berlin:20260915T${time}`, title, more);
const started = (
  name: string,
  startsAt: string,
  file: string,
  expected: string[],
  told?: RegExp,
): OutlineRow => [name, file, expected, told, { startsAt }];
const agenda = (text: string): string => ics(`${utc('140000', 'Webinar')}\nDESCRIPTION:${text}`);

testOutlines(
  'icalendar',
  ics(
    at(
      ';TZID="Europe/Berlin":20260915T140000',
      'Café\\, all',
      'DTEND;TZID="Europe/Berlin":20260915T141500\n',
    ),
    at(';TZID="Europe/Berlin":20260915T141500', 'A long\n  title', 'DURATION:PT1H\n'),
  ),
  ['0-900000 Café, all', '900000-4500000 A long title'],
  [
    ['events in UTC', ics(utc('140000', 'A'), utc('143000', 'B')), ['0 A', '1800000 B']],
    [
      'events in no zone',
      ics(at(':20260915T140000', 'A'), at(':20260915T143000', 'B')),
      ['0 A', '1800000 B'],
    ],
    ['events in two zones', ics(utc('120000', 'A'), berlin('143000', 'B')), ['0 A', '1800000 B']],
    [
      'events in two zones, the later hour first',
      ics(berlin('143000', 'B'), at(';TZID=America/New_York:20260915T081500', 'A', 'DURATION:PT5M\n')),
      ['0-300000 A', '900000 B'],
    ],
    [
      'the night when summer time ends',
      ics(at(':20261025T003000Z', 'A'), at(';TZID=Europe/Berlin:20261025T033000', 'B')),
      ['0 A', '7200000 B'],
    ],
    [
      'a zone that only Outlook knows',
      ics(utc('140000', 'A'), at(';TZID=W. Europe Standard Time:20260915T150000', 'B')),
      ['0 A', '3600000 B'],
      /several time zones; their times were taken as written/,
    ],
    [
      'a zone and none',
      ics(berlin('140000', 'A'), at(':20260915T150000', 'B')),
      ['0 A', '3600000 B'],
      /several time zones/,
    ],
    ['events past midnight', ics(utc('233000', 'A'), at(':20260916T001500Z', 'B')), ['0 A', '2700000 B']],
    ['events out of order', ics(utc('143000', 'B'), utc('140000', 'A')), ['0 A', '1800000 B']],
    ['two events at one time', ics(utc('140000', 'A'), utc('140000', 'B')), ['0 A'], /like "A"/],
    ['days in a duration', ics(utc('140000', 'A', 'DURATION:P1DT1M1S\n')), ['0-86461000 A']],
    ['a duration that is none', ics(utc('140000', 'A', 'DURATION:long\n')), ['0 A']],
    ['an end before its start', ics(utc('140000', 'A', 'DTEND:20260915T130000Z\n')), ['0 A']],
    ['escapes', ics(utc('140000', 'A\\; B\\, C \\\\ D\\nE')), ['0 A; B, C \\ D E']],
    ['lines folded by tabs', ics(utc('140000', 'A lo\n\tng title')), ['0 A long title']],
    [
      'small letters',
      ics(utc('140000', 'A')).replaceAll('DTSTART', 'dtstart').replaceAll('SUMMARY', 'summary'),
      ['0 A'],
    ],
    ['no title', ics('DTSTART:20260915T140000Z'), ['0 Chapter 1'], /has no title/],
    [
      'an alarm inside an event',
      ics(utc('140000', 'A', 'BEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\n')),
      ['0 A'],
    ],
    [
      'an event of a whole day',
      ics(at(';VALUE=DATE:20260915', 'x'), utc('140000', 'A')),
      ['0 A'],
      /3: The event has no time of day/,
    ],
    started(
      'a start by the clock',
      '14:20',
      ics(utc('140000', 'Before'), utc('143000', 'A')),
      ['600000 A'],
      /"Before" begins before the recording/,
    ),
    started('a start by the clock, with seconds', '14:20:30', ics(utc('143000', 'A')), ['570000 A']),
    started(
      'a start in another zone',
      '2026-09-15T12:20:00Z',
      ics(berlin('141000', 'Before'), berlin('143000', 'A')),
      ['600000 A'],
      /"Before" begins/,
    ),
    started('a start on the day of another meeting', '2026-09-22T14:20:00Z', ics(utc('143000', 'A')), [
      '600000 A',
    ]),
    started('a start that is none', 'soon', ics(utc('143000', 'A')), ['0 A']),
    [
      'an event that is never closed',
      ics(utc('140000', 'A')).replace('END:VCALENDAR', 'BEGIN:VEVENT\nDTSTART:x'),
      ['0 A'],
    ],
    ['no events', ics(), 'outline-bad-lines', /no event with a start/],
    ['only an event of a whole day', ics(at(';VALUE=DATE:20260915', 'x')), 'outline-bad-lines'],
    [
      'one event with an agenda',
      agenda('Agenda\\n14:00 Welcome\\n14:30 Scoping'),
      ['0 Welcome', '1800000 Scoping'],
    ],
    started('one event with an agenda and a start', '14:05', agenda('14:10 Welcome\\n14:30 Scoping'), [
      '300000 Welcome',
      '1500000 Scoping',
    ]),
  ],
);
