import { testOutlines } from '../../../support/outline-table.ts';

const matroska = (atoms: string, more = ''): string =>
  `<?xml version="1.0"?>\n<!-- <!DOCTYPE Chapters SYSTEM "matroskachapters.dtd"> -->\n<Chapters>\n<EditionEntry><EditionUID>1</EditionUID>${atoms}</EditionEntry>${more}</Chapters>`;
const atom = (start: string, title: string, more = ''): string =>
  `<ChapterAtom>\n<ChapterTimeStart>${start}</ChapterTimeStart>${more}<ChapterDisplay><ChapterString>${title}</ChapterString><ChapterLanguage>eng</ChapterLanguage></ChapterDisplay></ChapterAtom>`;
const end = (time: string): string => `<ChapterTimeEnd>${time}</ChapterTimeEnd>`;

testOutlines(
  'matroska-xml',
  matroska(atom('00:00:00.000000000', 'Café &amp; more') + atom('00:05:30.000000000', 'Scoping')),
  ['0 Café & more', '330000 Scoping'],
  [
    [
      'ends',
      matroska(
        atom('00:00:00.000', 'A', end('00:05:30.000')) + atom('00:05:30.000', 'B', end('00:10:00.000')),
      ),
      ['0-330000 A', '330000-600000 B'],
    ],
    ['nanoseconds', matroska(atom('00:00:01.234567891', 'A')), ['1235 A']],
    ['CDATA', matroska(atom('0:00:00', '<![CDATA[A & <b>]]>')), ['0 A & <b>']],
    [
      'several languages',
      matroska(
        '<ChapterAtom><ChapterTimeStart>0:00:00</ChapterTimeStart><ChapterDisplay><ChapterString>One</ChapterString></ChapterDisplay><ChapterDisplay><ChapterString>Eins</ChapterString></ChapterDisplay></ChapterAtom>',
      ),
      ['0 One'],
    ],
    [
      'a hidden chapter',
      matroska(atom('0:00:00', 'A') + atom('0:01:00', 'x', '<ChapterFlagHidden>1</ChapterFlagHidden>')),
      ['0 A'],
      /Chapter 2 is marked as hidden/,
    ],
    [
      'a chapter that is not hidden',
      matroska(
        atom(
          '0:00:00',
          'A',
          '<ChapterFlagHidden>0</ChapterFlagHidden><ChapterFlagEnabled>1</ChapterFlagEnabled>',
        ),
      ),
      ['0 A'],
    ],
    [
      'a chapter switched off',
      matroska(atom('0:00:00', 'A') + atom('0:01:00', 'x', '<ChapterFlagEnabled>0</ChapterFlagEnabled>')),
      ['0 A'],
      /Chapter 2 is marked as not enabled/,
    ],
    [
      'chapters inside one',
      matroska(atom('0:00:00', 'A', atom('0:00:10', 'x'))),
      ['0 A'],
      /Chapter 1 has chapters inside it/,
    ],
    [
      'several editions',
      matroska(atom('0:00:00', 'A'), `<EditionEntry>${atom('0:00:00', 'B')}</EditionEntry>`),
      ['0 A'],
      /several editions/,
    ],
    [
      'no display',
      matroska('<ChapterAtom><ChapterTimeStart>0:00:00</ChapterTimeStart></ChapterAtom>'),
      ['0 Chapter 1'],
      /has no title/,
    ],
    ['an empty title', matroska(atom('0:00:00', ' ')), ['0 Chapter 1'], /has no title/],
    ['no start', matroska(`<ChapterAtom/>${atom('0:00:00', 'A')}`), ['0 A'], /Chapter 1 has no start time/],
    [
      'a wrong start',
      matroska(atom('00:75:00', 'x') + atom('0:00:00', 'A')),
      ['0 A'],
      /Chapter 1 has no start time/,
    ],
    [
      'a negative start',
      matroska(atom('-00:00:01', 'x') + atom('0:00:00', 'A')),
      ['0 A'],
      /Chapter 1 has no start time/,
    ],
    ['a wrong end', matroska(atom('0:00:00', 'A', end('soon'))), ['0 A']],
    [
      'an end before its start',
      matroska(atom('0:00:09', 'A', end('0:00:01'))),
      ['9000 A'],
      /not after its start/,
    ],
    [
      'overlaps',
      matroska(atom('0:00:00', 'A', end('0:00:20')) + atom('0:00:10', 'B')),
      ['0 A', '10000 B'],
      /overlaps/,
    ],
    ['out of order', matroska(atom('0:05:00', 'B') + atom('0:00:00', 'A')), ['0 A', '300000 B'], /sorted/],
    ['twice', matroska(atom('0:00:00', 'A') + atom('0:00:00', 'B')), ['0 A'], /like "A"/],
    ['no chapters', matroska('<!-- <ChapterAtom> -->'), 'outline-no-times'],
    ['cut off', matroska(atom('0:00:00', 'A')).slice(0, -30), 'outline-bad-lines', /broken/],
    [
      'entities of its own',
      matroska(atom('0:00:00', '&b;')).replace('<!--', '<!DOCTYPE x [<!ENTITY b "x">]><!--'),
      'outline-bad-lines',
      /entities/,
    ],
  ],
);
