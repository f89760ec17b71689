import { testOutlines } from '../../../support/outline-table.ts';

const meta = (...chapters: string[]): string =>
  `;FFMETADATA1\ntitle=All\n\n${chapters.map((lines) => `[CHAPTER]\n${lines}\n`).join('')}`;

testOutlines(
  'ffmetadata',
  meta(
    'TIMEBASE=1/1000\nSTART=0\nEND=330000\ntitle=Café & more',
    'TIMEBASE=1/1000\nSTART=330000\nEND=600000\ntitle=Scoping',
  ),
  ['0-330000 Café & more', '330000-600000 Scoping'],
  [
    [
      'nanoseconds where no timebase is told',
      meta('START=0\ntitle=A', 'START=330000000000\ntitle=B'),
      ['0 A', '330000 B'],
    ],
    ['whole seconds', meta('TIMEBASE=1/1\nSTART=90\ntitle=A'), ['90000 A']],
    ['ninety thousandths', meta('TIMEBASE=1/90000\nSTART=45000\nEND=90000\ntitle=A'), ['500-1000 A']],
    ['frames of 29.97', meta('TIMEBASE=1001/30000\nSTART=1800\ntitle=A'), ['60060 A']],
    ['frames of 23.976', meta('TIMEBASE=1001/24000\nSTART=1440\ntitle=A'), ['60060 A']],
    [
      'a timebase in each',
      meta('TIMEBASE=1/10\nSTART=10\ntitle=A', 'TIMEBASE=1/1000\nSTART=2000\ntitle=B'),
      ['1000 A', '2000 B'],
    ],
    [
      'other sections and remarks',
      `;FFMETADATA1\n# by hand\n[STREAM]\ntitle=x\n;x\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\ntitle=A\n[STREAM]\ntitle=y`,
      ['0 A'],
    ],
    ['escapes', meta('TIMEBASE=1/1\nSTART=0\ntitle=a\\=b \\; \\#c \\\\ d\\\ne'), ['0 a=b ; #c \\ d e']],
    [
      'a backslash at the end of a title',
      meta('START=0\ntitle=a\\\\', 'START=5000000000\ntitle=b'),
      ['0 a\\', '5000 b'],
    ],
    ['a backslash at the end of the file', ';FFMETADATA1\n[CHAPTER]\nSTART=0\ntitle=a\\', ['0 a\\']],
    ['an equals sign that nobody escaped', meta('START=0\ntitle=1+1=2'), ['0 1+1=2']],
    ['escapes in a name', meta('START=0\nx\\=y=z\ntitle=A'), ['0 A']],
    ['keys in other letters', meta('START=0\nTITLE=A'), ['0 A']],
    ['spaces around', meta('TIMEBASE=1/1\nSTART= 5 \ntitle=A'), ['5000 A']],
    ['a title before the times', meta('title=A\nEND=9000000000\nSTART=0'), ['0-9000 A']],
    ['lines that are none', meta('START=0\nstray\ntitle=A'), ['0 A']],
    ['no title', meta('START=0'), ['0 Chapter 1'], /has no title/],
    ['a start before the first frame', meta('TIMEBASE=1/1000\nSTART=-23\nEND=5000\ntitle=A'), ['0-5000 A']],
    ['no end', meta('START=0\nEND=soon\ntitle=A'), ['0 A']],
    [
      'an end before its start',
      meta('TIMEBASE=1/1\nSTART=5\nEND=1\ntitle=A'),
      ['5000 A'],
      /is not after its start/,
    ],
    [
      'overlaps',
      meta('TIMEBASE=1/1\nSTART=0\nEND=9\ntitle=A', 'TIMEBASE=1/1\nSTART=5\ntitle=B'),
      ['0 A', '5000 B'],
      /overlaps/,
    ],
    ['out of order', meta('TIMEBASE=1/1\nSTART=5\ntitle=B', 'START=0\ntitle=A'), ['0 A', '5000 B'], /sorted/],
    ['twice', meta('START=0\ntitle=A', 'START=0\ntitle=B'), ['0 A'], /like "A"/],
    [
      'a number beyond all clocks',
      meta('START=0\ntitle=A', 'TIMEBASE=1/1\nSTART=999999999999\ntitle=B'),
      ['0 A'],
      /1000 hours/,
    ],
    ['no start', meta('title=x'), 'outline-bad-lines', /Line 4: .*no START/],
    ['more digits than a number holds', meta(`START=${'9'.repeat(40)}\ntitle=x`), 'outline-bad-lines'],
    ['a timebase of nothing', meta('TIMEBASE=1/0\nSTART=0\ntitle=x'), 'outline-bad-lines'],
    ['a timebase that is none', meta('TIMEBASE=soon\nSTART=0\ntitle=x'), 'outline-bad-lines'],
    ['no chapters', ';FFMETADATA1\ntitle=x\n', 'outline-no-times'],
  ],
);
