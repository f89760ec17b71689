import { testOutlines } from '../../../support/outline-table.ts';

testOutlines(
  'mplayer-edl',
  '0 10.5 2\n10.5 00:00:30 2\n',
  ['0-10500 Chapter 1', '10500-30000 Chapter 2'],
  [
    [
      'cuts: what stays is read',
      '5.3 7.1 0\n15 16.7 0',
      ['0-5300 Chapter 1', '7100-15000 Chapter 2', '16700 Chapter 3'],
    ],
    [
      'a cut from the start, and a break',
      '0 60 0\n# ad\n120 150 3',
      ['60000 Chapter 1', '120000-150000 Commercial break'],
    ],
    ['cuts out of order', '15 16 0\n5 7 0', ['0-5000 Chapter 1', '7000-15000 Chapter 2', '16000 Chapter 3']],
    ['cuts that overlap', '5 10 0\n7 8 0\n9 12 0', ['0-5000 Chapter 1', '12000 Chapter 2']],
    ['cuts that touch', '5 10 0\n10 12 0', ['0-5000 Chapter 1', '12000 Chapter 2']],
    ['the same cut twice', '5 10 0\n5 10 0', ['0-5000 Chapter 1', '10000 Chapter 2']],
    ['tabs, spaces and comments', '# made by hand\n\n  0\t10   2  \n#end\n', ['0-10000 Chapter 1']],
    ['muted places', '0 1 2\n5 6 1', ['0-1000 Chapter 1'], /mutes the sound/],
    [
      'scenes out of order',
      '10 20 2\n0 10 2',
      ['0-10000 Chapter 1', '10000-20000 Chapter 2'],
      /2?: .*sorted/,
    ],
    [
      'scenes that overlap',
      '0 12 2\n10 20 2',
      ['0 Chapter 1', '10000-20000 Chapter 2'],
      /overlaps the next entry/,
    ],
    ['a scene that ends before it begins', '10 5 2', ['10000 Chapter 1'], /is not after its start/],
    [
      'a scene without an end',
      '5 7 0\n12:00.1 2',
      ['0-5000 Chapter 1', '7000 Chapter 2', '720100 Chapter 3'],
    ],
    ['times for seconds', '7:00 13:42 3', ['420000-822000 Commercial break']],
    ['hours', '1:02:03.5 1:10:00 2', ['3723500-4200000 Chapter 1']],
    ['a first scene that begins late', '30 60 2', ['30000-60000 Chapter 1'], /first entry is at 0:30/],
    ['a wrong time', '0 1:75:00 2', 'outline-bad-lines', /Line 1: 1:75:00 is not a time/],
    ['a wrong start', '0 1 2\n1:75:00 9 2', 'outline-bad-lines', /Line 2: 1:75:00 is not a time/],
    [
      'a number of too many digits',
      '0 1 2\n99999999999 999999999999 2',
      'outline-bad-lines',
      /is not a time/,
    ],
    ['only muted places', '5 6 1', 'outline-no-times'],
  ],
);
