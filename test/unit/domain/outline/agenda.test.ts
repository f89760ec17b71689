import { testOutlines, type OutlineRow } from '../../../support/outline-table.ts';

const started = (
  name: string,
  startsAt: string,
  file: string,
  expected: string[],
  told?: RegExp,
): OutlineRow => [name, file, expected, told, { startsAt }];

testOutlines(
  'agenda',
  'Agenda\n- 9:00 AM Café\n- 9:15–10:00 AM: Scoping\n- 12:30 p.m. | Lunch\n'.replace('–', '-'),
  ['0 Café', '900000-3600000 Scoping', '12600000 Lunch'],
  [
    ['Uhr', '14:00 Uhr Begrüßung\n14:15 bis 15:00 Uhr Thema', ['0 Begrüßung', '900000-3600000 Thema']],
    ['points for colons', '14.00 Uhr A\n14.30 Uhr B', ['0 A', '1800000 B']],
    ['hours alone', '9 AM A\n10 am B', ['0 A', '3600000 B']],
    ['AM said once for both', '9:00–9:15 AM A\n9:15–9:30 AM B', ['0-900000 A', '900000-1800000 B']],
    [
      'noon and midnight in AM and PM',
      '12:00 AM A\n12:30 AM B\n1:00 AM C',
      ['0 A', '1800000 B', '3600000 C'],
    ],
    ['past noon', '11:30 AM A\n12:15 PM B\n1:00 PM C', ['0 A', '2700000 B', '5400000 C']],
    [
      'past noon without saying so',
      'Start: 12:00\n12:30 A\n1:15 B',
      ['1800000 A', '4500000 B'],
      /first entry is at 30:00/,
    ],
    ['past midnight', '11:30 PM A\n12:15 AM B', ['0 A', '2700000 B']],
    ['past midnight in 24 hours', 'Start: 23:30\n23:30 A\n00:15 B', ['0 A', '2700000 B']],
    [
      'a line that tells the start',
      'Recording started at 14:02\n14:02 Welcome\n14:30 Scoping',
      ['0 Welcome', '1680000 Scoping'],
    ],
    [
      'what comes before the recording',
      'Start: 14:02\n14:00 Before\n14:02 A',
      ['0 A'],
      /2: "Before" begins before the recording/,
    ],
    started('a known start', '2026-09-15T14:00:00+02:00', '14:05 Welcome\n14:30 Scoping', [
      '300000 Welcome',
      '1800000 Scoping',
    ]),
    started('a known start by the clock', '2:00 PM', '14:05 A\n14:30 B', ['300000 A', '1800000 B']),
    started('a known start that is none', 'soon', '14:05 A\n14:30 B', ['0 A', '1500000 B']),
    started(
      'a known start just after the first item',
      '14:10',
      '14:05 A\n14:30 B',
      ['1200000 B'],
      /"A" begins before/,
    ),
    started('one item and a known start', '14:00', '14:05 A', ['300000 A']),
    [
      'lines without a time',
      'Agenda\n9:00 AM A\n(coffee)\n9:30 AM B',
      ['0 A', '1800000 B'],
      /1: Line 1 was left out: no time of day[\s\S]*3: Line 3/,
    ],
    ['where times are counted from', '9:00 AM A\n9:30 AM B', ['0 A', '1800000 B'], /counted from 9:00:00/],
    ['tables with bars', '| 9:00 AM | A |\n| 9:30 AM | B |', ['0 A', '1800000 B']],
    ['no title', '9:00 AM\n9:30 AM B', ['0 Chapter 1', '1800000 B'], /has no title/],
    ['twice', '9:00 AM A\n9:00 AM B', ['0 A'], /like "A"/],
    ['an end before its start', '9:00-8:00 AM A\n9:30 AM B', ['0 A', '1800000 B']],
    ['overlaps', '9:00-10:00 AM A\n9:30 AM B', ['0 A', '1800000 B'], /overlaps/],
    [
      'hours that no clock shows',
      '9:00 AM A\n13:00 AM x\n9:30 AM B\n9:75 AM y',
      ['0 A', '1800000 B'],
      /2: Line 2 was left out/,
    ],
    ['everything before the recording', 'Start: 14:00\n13:30 A', 'outline-no-times'],
  ],
);
