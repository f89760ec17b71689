import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../domain/app-error.ts';
import { OutlineError, parseOutline, type OutlineEntry } from '../../../domain/outline.ts';
import { writeFfmetadata, writeOutlineCsv, writePodlove } from '../../../domain/outline/write.ts';

type Row = [startMs: number, endMs: number | undefined, title: string];

function read(text: string): [string, ...Row[]] {
  const { format, entries } = parseOutline(text);
  return [format, ...entries.map(({ startMs, endMs, title }): Row => [startMs, endMs, title])];
}

function refusal(text: string): OutlineError {
  try {
    parseOutline(text);
  } catch (error) {
    if (error instanceof OutlineError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

const open: Row[] = [
  [0, undefined, 'Intro & more'],
  [330_000, undefined, 'Scoping'],
];
const closed: Row[] = [
  [0, 330_000, 'Intro & more'],
  [330_000, 600_000, 'Scoping'],
];

const podlove = (chapters: string): string =>
  `<?xml version="1.0"?>\n<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n${chapters}\n</psc:chapters>`;
const matroska = (atoms: string): string =>
  `<?xml version="1.0"?>\n<!-- <!DOCTYPE Chapters SYSTEM "matroskachapters.dtd"> -->\n<Chapters><EditionEntry><EditionUID>1</EditionUID>${atoms}</EditionEntry></Chapters>`;
const atom = (start: string, title: string, more = ''): string =>
  `<ChapterAtom><ChapterTimeStart>${start}</ChapterTimeStart>${more}<ChapterDisplay><ChapterString>${title}</ChapterString><ChapterLanguage>eng</ChapterLanguage></ChapterDisplay></ChapterAtom>`;

describe('an outline in another format is read', () => {
  test.each<[string, string, [string, ...Row[]]]>([
    [
      'Podlove',
      podlove(
        '<psc:chapter start="00:00:00.000" title="Intro &amp; more" href="https://x"/>\n<psc:chapter start="00:05:30.000" title="Scoping"/>',
      ),
      ['podlove', ...open],
    ],
    [
      'Podlove with short times',
      podlove(
        '<psc:chapter start="0:00" title="Intro &#38; more"/><psc:chapter start="05:30" title="Scoping"></psc:chapter>',
      ),
      ['podlove', ...open],
    ],
    [
      'Podlove in a feed',
      `<rss><channel><item><title>x</title>${podlove('<psc:chapter start="0:00" title="Intro &amp; more"/><psc:chapter start="5:30" title="Scoping"/>').replace(/<\?.*\?>\n/, '')}</item></channel></rss>`,
      ['podlove', ...open],
    ],
    [
      'Matroska',
      matroska(atom('00:00:00.000000000', 'Intro &amp; more') + atom('00:05:30.000000000', 'Scoping')),
      ['matroska-xml', ...open],
    ],
    [
      'Matroska with ends',
      matroska(
        atom('00:00:00.000', 'Intro &amp; more', '<ChapterTimeEnd>00:05:30.000</ChapterTimeEnd>') +
          atom('00:05:30.000', 'Scoping', '<ChapterTimeEnd>00:10:00.000</ChapterTimeEnd>'),
      ),
      ['matroska-xml', ...closed],
    ],
    [
      'SRT',
      '1\n00:00:00,000 --> 00:05:30,000\nIntro & more\n\n2\n00:05:30,000 --> 00:10:00,000\nScoping\n',
      ['srt', ...closed],
    ],
    [
      'ffmetadata',
      ';FFMETADATA1\ntitle=All\n\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=330000\ntitle=Intro & more\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=330000\nEND=600000\ntitle=Scoping\n',
      ['ffmetadata', ...closed],
    ],
    [
      'ffmetadata in nanoseconds, other sections, comments',
      ';FFMETADATA1\n# by hand\n[STREAM]\ntitle=x\n[CHAPTER]\nSTART=0\ntitle=Intro & more\n[CHAPTER]\nSTART=330000000000\ntitle=Scoping',
      ['ffmetadata', ...open],
    ],
    [
      'ffmetadata with escapes',
      ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\ntitle=a\\=b \\; \\#c \\\\ d\\\ne',
      ['ffmetadata', [0, undefined, 'a=b ; #c \\ d e']],
    ],
    [
      'CUE',
      'FILE "a.wav" WAVE\nTITLE "All"\n  TRACK 01 AUDIO\n    TITLE "Intro & more"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE "Scoping"\n    INDEX 00 05:29:00\n    INDEX 01 05:30:00\n',
      ['cue', ...open],
    ],
    [
      'CUE with frames',
      'TRACK 01 AUDIO\nTITLE Intro\nINDEX 01 00:01:37',
      ['cue', [1493, undefined, 'Intro']],
    ],
    ['PBF', '[Bookmark]\n0=0*Intro & more*28\n1=330000*Scoping*28\n2=', ['pbf', ...open]],
    [
      'EDL',
      'TITLE: x\nFCM: NON-DROP FRAME\n\n001  AX  V  C  00:00:00:00 00:05:30:00 00:00:00:00 00:05:30:00\n* FROM CLIP NAME: Intro & more\n002  AX  V  C  00:00:00:00 00:04:30:00 00:05:30:00 00:10:00:00\n* FROM CLIP NAME: Scoping',
      ['edl', ...closed],
    ],
    [
      'EDL of markers from the first hour',
      '001  001  V  C  01:00:00:00 01:00:00:01 01:00:00:00 01:00:00:01\n |C:ResolveColorBlue |M:Intro & more |D:1\n\n002  001  V  C  01:05:30:00 01:05:30:01 01:05:30:00 01:05:30:01\n |C:ResolveColorBlue |M:Scoping |D:1',
      ['edl', ...open],
    ],
    [
      'Markdown headings',
      '# Webinar\n\n## 0:00 Intro & more\n\nWe begin.\n\n## Scoping (5:30)\n',
      ['text', ...open],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    [
      'a Podlove chapter without a start',
      podlove('<psc:chapter title="x"/><psc:chapter start="0:00" title="y"/>'),
      'Chapter 1 has no start time that can be read and was left out.',
    ],
    [
      'a Podlove chapter with a bad start',
      podlove('<psc:chapter start="soon" title="x"/><psc:chapter start="0:00" title="y"/>'),
      'Chapter 1 has no start time that can be read and was left out.',
    ],
    [
      'a hidden Matroska chapter',
      matroska(atom('0:00:00', 'y') + atom('0:01:00', 'x', '<ChapterFlagHidden>1</ChapterFlagHidden>')),
      'Chapter 2 is marked as hidden and was left out.',
    ],
    [
      'Matroska chapters inside one',
      matroska(atom('0:00:00', 'y', atom('0:00:10', 'x'))),
      'Chapter 1 has chapters inside it, which were left out.',
    ],
  ])('%s is named', (_, text, message) => {
    const { entries, warnings } = parseOutline(text);
    expect(entries.map(({ title }) => title)).toEqual(['y']);
    expect(warnings).toEqual([{ message }]);
  });
});

describe('what cannot be used is refused', () => {
  test.each([
    [
      'entities that expand',
      `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${podlove('<psc:chapter start="0:00" title="&b;"/>').slice(22)}`,
    ],
    [
      'a file from elsewhere',
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${podlove('<psc:chapter start="0:00" title="&a;"/>').slice(22)}`,
    ],
    ['deep nesting', podlove(`${'<a>'.repeat(5000)}<psc:chapter start="0:00" title="x"/>`)],
    ['ffmetadata without a start', ';FFMETADATA1\n[CHAPTER]\ntitle=x'],
    ['ffmetadata with a timebase of nothing', ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/0\nSTART=0\ntitle=x'],
    ['CUE without an index', 'TRACK 01 AUDIO\nTITLE "x"\nTRACK 02 AUDIO\nINDEX 01 00:00:00'],
    ['CUE with a wrong time', 'TRACK 01 AUDIO\nINDEX 01 00:61:00'],
    ['PBF with a word for a time', '[Bookmark]\n0=soon*x*1'],
  ])('%s', (_, text) => {
    expect(refusal(text).code).toBe('outline-bad-lines');
  });
});

describe('what is written is read back', () => {
  const titles = fc
    .array(fc.constantFrom('Scope', '&', '<b>', '"so"', '=', ';', '#', '\\', '範囲', ',', "it's", ']]>'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => `T ${parts.join(' ')}`);
  const outlines = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 900_000 }), titles), { minLength: 1, maxLength: 12 })
    .map((items) => {
      let next = 0;
      return items.map(([lengthMs, title]) => {
        const entry = { startMs: next, endMs: next + lengthMs, title };
        next += lengthMs;
        return entry;
      });
    });
  const bare = (entries: readonly OutlineEntry[]): Row[] =>
    entries.map(({ startMs, endMs, title }) => [startMs, endMs, title]);
  const withoutEnds = (entries: readonly OutlineEntry[]): Row[] =>
    entries.map(({ startMs, title }) => [startMs, undefined, title]);

  test('ffmetadata', () => {
    fc.assert(
      fc.property(outlines, (entries) => {
        expect(read(writeFfmetadata(entries, 0))).toEqual(['ffmetadata', ...bare(entries)]);
      }),
    );
  });

  test('Podlove', () => {
    fc.assert(
      fc.property(outlines, (entries) => {
        expect(read(writePodlove(entries))).toEqual(['podlove', ...withoutEnds(entries)]);
      }),
    );
  });

  test('a table', () => {
    fc.assert(
      fc.property(outlines, (entries) => {
        expect(read(writeOutlineCsv(entries))).toEqual(['csv', ...bare(entries)]);
      }),
    );
  });
});

describe('any text at all', () => {
  const fragments = fc.constantFrom(
    ';FFMETADATA1\n',
    '[CHAPTER]\n',
    'START=1\n',
    'title=',
    '\\',
    'TRACK 01 AUDIO\n',
    'INDEX 01 00:00:00\n',
    '[Bookmark]\n',
    '0=1*x\n',
    '<psc:chapters>',
    '<psc:chapter start="0:00" title="x"/>',
    '</psc:chapters>',
    '<EditionEntry>',
    '<ChapterAtom>',
    '<!--',
    '-->',
    '<![CDATA[',
    '&amp;',
    '001 AX V C 00:00:00:00 00:00:00:00 00:00:00:00 00:00:01:00\n',
    '\n',
    '<',
    '>',
  );
  const refuse = (text: string): void => {
    try {
      parseOutline(text);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
  };

  test('is read or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 30 }), (parts) => {
        refuse(parts.join(''));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ';FFMETADATA1\n\\',
    '<psc:chapters><psc:chapter ',
    '<a',
    '<!--',
    '&',
    'TRACK 1 A\n',
    '0=',
    '[',
    '001 AX V C ',
  ])(
    '200 kB of %j end in good time',
    (unit) => {
      const started = performance.now();
      refuse(`<psc:chapters><psc:chapter ${unit.repeat(190_000 / unit.length)}`);
      refuse(unit.repeat(190_000 / unit.length));
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
