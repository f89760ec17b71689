import { testOutlines } from '../../../support/outline-table.ts';

const chapter = (number: string, time: string, name?: string): string =>
  `CHAPTER${number}=${time}\n${name === undefined ? '' : `CHAPTER${number}NAME=${name}\n`}`;
const intro = chapter('01', '00:00:00.000', 'Intro');

testOutlines(
  'ogm',
  chapter('01', '00:00:00.000', 'Café & more') + chapter('02', '00:05:30.250', 'Scoping'),
  ['0 Café & more', '330250 Scoping'],
  [
    ['an equals sign in a title', chapter('01', '00:00:00.000', '1+1=2'), ['0 1+1=2']],
    ['names before their times', `CHAPTER01NAME=A\nCHAPTER01=00:00:00.000`, ['0 A']],
    [
      'all times first',
      'CHAPTER01=0:00:00\nCHAPTER02=0:05:00\nCHAPTER01NAME=A\nCHAPTER02NAME=B',
      ['0 A', '300000 B'],
    ],
    ['no name', chapter('01', '00:00:00.000'), ['0 Chapter 1'], /has no title/],
    ['an empty name', chapter('01', '00:00:00.000', ''), ['0 Chapter 1'], /has no title/],
    ['a name without a time', `${intro}CHAPTER02NAME=lost\n`, ['0 Intro']],
    ['times without fractions', chapter('01', '00:00:00', 'A'), ['0 A']],
    ['nanoseconds', chapter('01', '00:00:01.500000000', 'A'), ['1500 A']],
    ['small letters', intro.toLowerCase(), ['0 intro']],
    ['three digits', chapter('001', '00:00:00.000', 'A'), ['0 A']],
    ['spaces around', `  ${intro.replace('\n', '\n  ')}  `, ['0 Intro']],
    ['a space before the title', chapter('01', '00:00:00.000', ' A '), ['0 A']],
    ['blank lines between', `${intro}\n\n${chapter('02', '00:05:00.000', 'B')}`, ['0 Intro', '300000 B']],
    ['stray lines', `${intro}made by hand\n`, ['0 Intro']],
    [
      'out of order',
      chapter('02', '00:05:00.000', 'B') + intro,
      ['0 Intro', '300000 B'],
      /3: "Intro" \(0:00\) stood after a later entry/,
    ],
    [
      'twice at one time',
      intro + chapter('02', '00:00:00.000', 'B'),
      ['0 Intro'],
      /begins at 0:00 like "Intro"/,
    ],
    ['one number twice', `${intro}${chapter('01', '00:05:00.000', 'Again')}`, ['0 Again', '300000 Again']],
    ['a late beginning', chapter('01', '00:00:30.000', 'A'), ['30000 A'], /first entry is at 0:30/],
    [
      'a time of words',
      `${intro}CHAPTER02=5 past two\n`,
      'outline-bad-lines',
      /Line 3: "5 past two" is not a time/,
    ],
    ['seconds past a minute', `${intro}CHAPTER02=00:00:75.000\n`, 'outline-bad-lines', /Line 3/],
    ['a title too long', chapter('01', '0:00:00', 'x'.repeat(300)), [`0 ${'x'.repeat(199)}…`], /cut to 200/],
  ],
);
