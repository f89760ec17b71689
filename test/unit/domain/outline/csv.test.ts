import { testOutlines, type OutlineRow } from '../../../support/outline-table.ts';

const open = ['0 Intro', '330000 Scoping'];
const closed = ['0-330000 Intro', '330000-600000 Scoping'];
const named = (name: string, file: string, expected: OutlineRow[2], told?: RegExp): OutlineRow => [
  name,
  file,
  expected,
  told,
  { fileName: 'outline.csv' },
];

testOutlines(
  'csv',
  'start,title\n0:00,Café\n5:30,Scoping\n',
  ['0 Café', '330000 Scoping'],
  [
    ['header in another order', 'Title,Start\nIntro,0:00\nScoping,5:30', open],
    ['header with start and end', 'Start,End,Name\n0,330,Intro\n330,600,Scoping', closed],
    ['LosslessCut', '0,330,Intro\n330,600,Scoping', closed],
    ['LosslessCut with open ends', '0,,Intro\n330,,Scoping', open],
    [
      'LosslessCut with tags',
      '0,330,Intro,x\n330,600,Scoping,',
      closed,
      /Column 4 is neither a time nor a title/,
    ],
    ['LosslessCut with times', '00:00:00.000,00:05:30.000,Intro\n00:05:30.000,00:10:00.000,Scoping', closed],
    ['seconds with fractions', '0.0,330.0,Intro\n330.0,600.0,Scoping', closed],
    ['line breaks in titles', 'start,title\n0:00,"In\ntro"\n5:30,Scoping', ['0 In tro', '330000 Scoping']],
    ['stray quotes', 'start,title\n0:00,12" screens\n5:30,Scoping', ['0 12" screens', '330000 Scoping']],
    ['blank lines', 'start,title\n\n0:00,Intro\n\n5:30,Scoping\n\n', open],
    ['rows of nothing', 'start,title\n0:00,Intro\n,\n5:30,Scoping', open],
    ['milliseconds by heading', 'start_ms,title\n0,Intro\n330000,Scoping', open],
    ['camel-case heading', 'title,startMs,endMs\nIntro,0,330000\nScoping,330000,600000', closed],
    ['times under a heading of milliseconds', 'startMs,title\n0:00,Intro\n5:30,Scoping', open],
    ['a number column', 'No,Start,Title\n1,0:00,Intro\n2,5:30,Scoping', open],
    ['short rows', 'start,title,tags\n0:00,Intro\n5:30,Scoping,x', open],
    [
      'a row without a title',
      'start,title\n0:00,Intro\n5:30,',
      ['0 Intro', '330000 Chapter 2'],
      /3: .*has no title/,
    ],
    [
      'a column that is not used',
      'start,title,tags\n0:00,A,x\n5:00,B,',
      ['0 A', '300000 B'],
      /Column 3 is neither a time nor a title/,
    ],
    ['rows out of order', 'start,title\n5:30,Scoping\n0:00,Intro', open, /3: "Intro" .*sorted/],
    ['rows twice', 'start,title\n0:00,Intro\n0:00,Again\n5:30,Scoping', open, /"Again" begins at 0:00 like/],
    ['overlaps', '0,400,Intro\n330,600,Scoping', ['0 Intro', '330000-600000 Scoping'], /overlaps/],
    [
      'an end before its start',
      '0,330,Intro\n330,30,Scoping',
      ['0-330000 Intro', '330000 Scoping'],
      /not after its start/,
    ],
    named('a table of one row by its name', '0:00,Intro', ['0 Intro']),
    named(
      'a wrong time',
      'start,title\n0:00,A\n1:75:00,B',
      'outline-bad-lines',
      /Line 3: 1:75:00 is not a time. Did you mean 1:15:00/,
    ),
    named(
      'a time that no clock shows',
      'start,title\n0:00,A\n9999:999:99,B',
      'outline-bad-lines',
      /Line 3: 9999:999:99 is not a time/,
    ),
    named('a negative time', 'start,title\n0:00,A\n-5,B', 'outline-bad-lines', /Line 3: "-5" is not a time/),
    named('a number of too many digits', 'start,title\n0:00,A\n99999999999,B', 'outline-bad-lines', /Line 3/),
    named('no time', 'start,title\n0:00,A\n,B', 'outline-bad-lines', /Line 3: The start time is missing/),
    named(
      'words for a time',
      'start,title\n0:00,A\nsoon,B',
      'outline-bad-lines',
      /Line 3: "soon" is not a time/,
    ),
    named(
      'a wrong end',
      'start,end,title\n0:00,0:61,A',
      'outline-bad-lines',
      /Line 2: 0:61 is not a time. Did you mean 0:01/,
    ),
    named(
      'lines counted through quoted breaks',
      'start,title\n0:00,"A\nA"\nsoon,B',
      'outline-bad-lines',
      /Line 4/,
    ),
    named(
      'an open quote',
      'start,title\n0:00,A\n5:00,"B\n6:00,C',
      'outline-bad-lines',
      /Line 3: A quotation mark opens here/,
    ),
  ],
);

testOutlines(
  'tsv',
  'Time\tTopic\n0:00\tCafé\n5:30\tScoping\n',
  ['0 Café', '330000 Scoping'],
  [
    ['Audacity labels', '0.000000\t330.000000\tIntro\n330.000000\t600.000000\tScoping', closed],
    ['commas in titles', '0:00\tIntro, and more\n5:30\tScoping', ['0 Intro, and more', '330000 Scoping']],
  ],
);

testOutlines(
  'text',
  '0:00, Café\n5:30, Scoping, part 1, and 2\n',
  ['0 Café', '330000 Scoping, part 1, and 2'],
  [
    [
      'commas before the milliseconds',
      '00:00:05,250 Intro\n00:05:30,000 Scoping',
      ['5250 Intro', '330000 Scoping'],
    ],
    ['lines of other lengths', '0:00 Intro\n\n5:30 Scoping', open],
  ],
);
