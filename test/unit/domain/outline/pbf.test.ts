import { testOutlines } from '../../../support/outline-table.ts';

const pbf = (...lines: string[]): string => `[Bookmark]\n${lines.join('\n')}\n`;

testOutlines(
  'pbf',
  pbf('0=0*Café & more*2800000088', '1=330000*Scoping*2800', '2='),
  ['0 Café & more', '330000 Scoping'],
  [
    ['no pictures', pbf('0=0*A', '1=5000*B'), ['0 A', '5000 B']],
    ['empty pictures', pbf('0=0*A*', '1=5000*B*'), ['0 A', '5000 B']],
    ['stars in a title', pbf('0=0*Five * of * five*28', '1=5000****28'), ['0 Five * of * five', '5000 **']],
    ['an equals sign in a title', pbf('0=0*1+1=2*28'), ['0 1+1=2']],
    ['other sections before', `[PlayInfo]\nx=1\n${pbf('0=0*A*28')}`, ['0 A']],
    ['blank lines and spaces', pbf('', '  0=0*A*28  ', ''), ['0 A']],
    ['small letters', pbf('0=0*A*28').toLowerCase(), ['0 a']],
    ['a title alone', pbf('0=0*A*28', 'stray'), ['0 A']],
    ['no title', pbf('0=0**28'), ['0 Chapter 1'], /has no title/],
    ['nothing but a time', pbf('0=0'), ['0 Chapter 1'], /has no title/],
    [
      'out of order',
      pbf('0=5000*B*28', '1=0*A*28'),
      ['0 A', '5000 B'],
      /3: "A" \(0:00\) stood after a later entry/,
    ],
    ['twice', pbf('0=0*A*28', '1=0*B*28'), ['0 A'], /3: "B" begins at 0:00 like "A"/],
    ['a first bookmark that is late', pbf('0=9999*A*28'), ['9999 A'], /first entry is at 0:09/],
    ['a title too long', pbf(`0=0*${'x'.repeat(300)}*28`), [`0 ${'x'.repeat(199)}…`], /cut to 200/],
    [
      'a word for a time',
      pbf('0=soon*x*1'),
      'outline-bad-lines',
      /Line 2: soon is not a number of milliseconds/,
    ],
    ['a negative time', pbf('0=-5*x*1'), 'outline-bad-lines', /-5 is not/],
    ['points', pbf('0=1.5*x*1'), 'outline-bad-lines'],
    ['a number beyond all clocks', pbf(`0=${'9'.repeat(30)}*x*1`), 'outline-bad-lines'],
    ['no bookmarks', pbf(), 'outline-no-times'],
  ],
);
