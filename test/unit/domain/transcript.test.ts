import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../domain/app-error.ts';
import {
  captionsFor,
  indexSpeakers,
  parseTranscript,
  shiftCues,
  writeWebvtt,
  type Cue,
} from '../../../domain/transcript.ts';

const said: Cue[] = [
  { startMs: 0, endMs: 5320, speaker: 'Ann Lee', text: 'Welcome: all of you.' },
  { startMs: 5320, endMs: 8000, speaker: 'Bob', text: 'Thanks.' },
];
const plain = said.map(({ startMs, endMs, text }) => ({ startMs, endMs, text }));

const zoom = `WEBVTT\r
\r
1\r
00:00:00.000 --> 00:00:05.320\r
Ann Lee: Welcome: all of you.\r
\r
2\r
00:00:05.320 --> 00:00:08.000\r
Bob: Thanks.\r
`;

describe('a transcript is read', () => {
  test.each<[string, string, string, Cue[]]>([
    ['as Zoom writes it', zoom, 'webvtt', said],
    ['with a byte-order mark', `\uFEFF${zoom}`, 'webvtt', said],
    [
      'as Teams writes it, times unpadded, ids with a slash',
      'WEBVTT\n\nab12-cd/7-0\n0:0:0.0 --> 0:0:5.320\n<v Ann Lee>Welcome: all of you.</v>\n\nab12-cd/8-0\n0:0:5.320 --> 0:0:8.0\n<v Bob>Thanks.</v>\n',
      'webvtt',
      said,
    ],
    [
      'with voices never closed',
      'WEBVTT\n\n00:00.000 --> 00:05.320\n<v Ann Lee>Welcome: all of you.\n\n00:05.320 --> 00:08.000\n<v Bob>Thanks.',
      'webvtt',
      said,
    ],
    [
      'as the JSON that Teams hides in WebVTT',
      'WEBVTT\n0:0:0.0 --> 0:0:5.320\n{"startDateTime":"2026-09-15T09:00:00Z","endDateTime":"x","speakerName":"Ann Lee","spokenText":"Welcome: all of you.","spokenLanguage":"en-us"}\n\n0:0:5.320 --> 0:0:8.0\n{"speakerName":"Bob","spokenText":"Thanks."}',
      'webvtt',
      said,
    ],
    [
      'without speakers',
      'WEBVTT\n\n00:00.000 --> 00:05.320\nWelcome: all of you.\n\n00:05.320 --> 00:08.000\nThanks.',
      'webvtt',
      plain,
    ],
    [
      'with settings, styles, notes and tags',
      'WEBVTT - talk\nKind: captions\nanything\n\nSTYLE\n::cue { color: red }\n\nNOTE\nby hand\n\n00:00.000 --> 00:05.320 align:start position:10%\n<v.loud Ann Lee><i>Welcome</i>: <00:00:02.000>all of you.\n\n00:05.320 --> 00:08.000\n<v Bob><c.a.b>Thanks.</c>',
      'webvtt',
      said,
    ],
    [
      'two voices in one cue',
      'WEBVTT\n\n00:00.000 --> 00:05.000\n<v Ann>Ready?</v>\n<v Bob>Yes.</v>',
      'webvtt',
      [
        { startMs: 0, endMs: 5000, speaker: 'Ann', text: 'Ready?' },
        { startMs: 0, endMs: 5000, speaker: 'Bob', text: 'Yes.' },
      ],
    ],
    [
      'entities',
      'WEBVTT\n\n00:00.000 --> 00:05.000\nQ&amp;A &lt;now&gt; &#233; &#x1F600; &unknown; &',
      'webvtt',
      [{ startMs: 0, endMs: 5000, text: 'Q&A <now> é 😀 &unknown; &' }],
    ],
    [
      'several lines in one cue',
      'WEBVTT\n\n00:00.000 --> 00:05.000\none\ntwo',
      'webvtt',
      [{ startMs: 0, endMs: 5000, text: 'one\ntwo' }],
    ],
    [
      'hours past a hundred',
      'WEBVTT\n\n100:00:00.000 --> 100:00:01.000\nlate',
      'webvtt',
      [{ startMs: 360_000_000, endMs: 360_001_000, text: 'late' }],
    ],
    [
      'SRT',
      '1\n00:00:00,000 --> 00:00:05,320\nWelcome: all of you.\n\n2\n00:00:05,320 --> 00:00:08,000\nThanks.\n',
      'srt',
      plain,
    ],
    [
      'SRT with speakers',
      '1\n00:00:00,000 --> 00:00:05,320\nAnn Lee: Welcome: all of you.\n\n2\n00:00:05,320 --> 00:00:08,000\nBob: Thanks.\n',
      'srt',
      said,
    ],
    [
      'SRT with tags',
      '1\n00:00:00,000 --> 00:00:05,320\n{\\an8}<b>Welcome</b>: all of you.\n\n2\n00:00:05,320 --> 00:00:08,000\n<font color="red">Thanks.</font>\n',
      'srt',
      plain,
    ],
    [
      'SRT without blank lines',
      '1\n00:00:00,000 --> 00:00:05,320\nWelcome: all of you.\n2\n00:00:05,320 --> 00:00:08,000\nThanks.\n',
      'srt',
      plain,
    ],
    [
      'SRT without numbers',
      '00:00:00,000 --> 00:00:05,320\nWelcome: all of you.\n\n00:00:05,320 --> 00:00:08,000\nThanks.\n',
      'srt',
      plain,
    ],
    [
      'WebVTT that lost its first line',
      '00:00:00.000 --> 00:00:05.320\nWelcome: all of you.\n\n00:00:05.320 --> 00:00:08.000\nThanks.\n',
      'srt',
      plain,
    ],
    [
      'SBV',
      '0:00:00.000,0:00:05.320\nWelcome: all of you.\n\n0:00:05.320,0:00:08.000\nThanks.\n',
      'sbv',
      plain,
    ],
    [
      'SBV with two lines',
      '0:00:00.000,0:00:05.320\none\ntwo\n\n',
      'sbv',
      [{ startMs: 0, endMs: 5320, text: 'one\ntwo' }],
    ],
  ])('%s', (_, text, format, cues) => {
    expect(parseTranscript(text)).toEqual({ format, cues, warnings: [] });
  });

  test.each([
    ['one', '\uFEFF', 'webvtt'],
    ['two, which no WebVTT has', '\uFEFF\uFEFF', 'srt'],
  ])('byte-order marks: %s', (_, marks, format) => {
    const text = `${marks}WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHi\n`;
    for (const file of [text, new TextEncoder().encode(text)]) {
      expect(parseTranscript(file)).toMatchObject({ format, cues: [{ text: 'Hi' }] });
    }
  });

  test('Zoom cues without a name keep their words', () => {
    const { cues } = parseTranscript(`${zoom}\r\n3\r\n00:00:09.000 --> 00:00:10.000\r\nYes. Okay.\r\n`);
    expect(cues[2]).toEqual({ startMs: 9000, endMs: 10_000, text: 'Yes. Okay.' });
  });
});

describe('what was repaired is said', () => {
  test.each([
    [
      'an unreadable time',
      'WEBVTT\n\n00:00.000 --> 00:05.000\na\n\nsoon --> later\nb',
      { line: 6, message: 'The times of line 6 cannot be read; its cue was left out.' },
    ],
    [
      'stray text',
      'WEBVTT\n\n00:00.000 --> 00:05.000\na\n\nstray',
      { line: 6, message: 'Line 6 belongs to no cue and was left out.' },
    ],
    [
      'an empty cue',
      'WEBVTT\n\n00:00.000 --> 00:05.000\na\n\n00:05.000 --> 00:06.000\n',
      { message: '1 cue was left out: without words.' },
    ],
    [
      'cues that end before they begin',
      'WEBVTT\n\n00:00.000 --> 00:05.000\na\n\n00:05.000 --> 00:04.000\nb\n\n00:05.000 --> 00:05.000\nc',
      { message: '2 cues were left out: the end is not after the start.' },
    ],
    [
      'cues out of order',
      'WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:00.000 --> 00:05.000\na',
      { message: 'Some cues stood after later ones; the cues were sorted by time.' },
    ],
    [
      'JSON cut off',
      'WEBVTT\n\n00:00.000 --> 00:05.000\n{"spokenText":"a"',
      { line: 3, message: 'The JSON of the cue at line 3 cannot be read; it was kept as text.' },
    ],
  ])('%s', (_, text, warning) => {
    const { cues, warnings } = parseTranscript(text);
    expect(cues[0]?.text).toMatch(/a/);
    expect(warnings).toEqual([warning]);
  });

  test.each([
    ['nothing', '', 'transcript-empty'],
    ['a header alone', 'WEBVTT\n', 'transcript-no-cues'],
    ['prose', 'Hello there.\nGeneral.', 'transcript-unknown'],
    ['an outline', '0:00 Intro\n5:30 Scoping', 'transcript-unknown'],
  ])('%s is refused', (_, text, code) => {
    expect(() => parseTranscript(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('cues for one chapter', () => {
  const cues: Cue[] = [
    { startMs: 0, endMs: 10_000, text: 'a' },
    { startMs: 10_000, endMs: 20_000, speaker: 'Bob', text: 'b' },
    { startMs: 20_000, endMs: 30_000, text: 'c' },
  ];

  test.each<[string, number, number, Cue[]]>([
    ['whole cues', 10_000, 20_000, [{ startMs: 0, endMs: 10_000, speaker: 'Bob', text: 'b' }]],
    [
      'clipped at both ends',
      12_000,
      25_000,
      [
        { startMs: 0, endMs: 8000, speaker: 'Bob', text: 'b' },
        { startMs: 8000, endMs: 13_000, text: 'c' },
      ],
    ],
    ['inside one cue', 2000, 3000, [{ startMs: 0, endMs: 1000, text: 'a' }]],
    ['none', 30_000, 40_000, []],
  ])('%s', (_, startMs, endMs, expected) => {
    expect(captionsFor(cues, startMs, endMs)).toEqual(expected);
  });

  test('every cue stays inside its chapter', () => {
    fc.assert(
      fc.property(fc.nat(40_000), fc.integer({ min: 1, max: 40_000 }), (startMs, lengthMs) => {
        for (const cue of captionsFor(cues, startMs, startMs + lengthMs)) {
          expect(cue.startMs).toBeGreaterThanOrEqual(0);
          expect(cue.endMs).toBeGreaterThan(cue.startMs);
          expect(cue.endMs).toBeLessThanOrEqual(lengthMs);
        }
      }),
    );
  });

  test('a transcript that began late is shifted', () => {
    expect(shiftCues(cues, -15_000)).toEqual([
      { startMs: 0, endMs: 5000, speaker: 'Bob', text: 'b' },
      { startMs: 5000, endMs: 15_000, text: 'c' },
    ]);
  });

  test('speakers are counted', () => {
    expect(indexSpeakers([...cues, { startMs: 1, endMs: 20_001, speaker: 'Ann', text: 'x' }])).toEqual([
      { speaker: 'Ann', cues: 1, spokenMs: 20_000 },
      { speaker: 'Bob', cues: 1, spokenMs: 10_000 },
    ]);
  });
});

describe('WebVTT written', () => {
  test('escapes what would break out of a cue', () => {
    const text = writeWebvtt([{ startMs: 0, endMs: 1000, speaker: 'A>B', text: 'x --> y\n\n<b>&' }]);
    expect(text).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v A&gt;B>x --&gt; y\n&lt;b&gt;&amp;\n');
  });

  const words = fc.array(
    fc.constantFrom('a', '<b>', '&amp;', '&', '-->', 'é', '😀', '\n', '"', '</v>', 'WEBVTT', 'NOTE'),
    { minLength: 1, maxLength: 6 },
  );
  const cues = fc
    .array(
      fc.record({
        lengthMs: fc.integer({ min: 1, max: 9999 }),
        text: words,
        speaker: fc.constantFrom('Ann', 'Bob & Co', '<x>'),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((items) => {
      let startMs = 0;
      return items.map(({ lengthMs, text, speaker }) => {
        const cue = {
          startMs,
          endMs: startMs + lengthMs,
          speaker,
          text: `x${text
            .join(' ')
            .replace(/\s*\n\s*/g, '\n')
            .trimEnd()}`,
        };
        startMs = cue.endMs;
        return cue;
      });
    });

  test('is read back', () => {
    fc.assert(
      fc.property(cues, (written) => {
        expect(parseTranscript(writeWebvtt(written)).cues).toEqual(written);
      }),
    );
  });
});

describe('any text at all', () => {
  function readOrRefuse(text: string): void {
    try {
      expect(parseTranscript(text).cues.length).toBeGreaterThan(0);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
  }

  const fragments = fc.constantFrom(
    ...[
      'WEBVTT',
      '\n',
      '\n\n',
      '00:00.000 --> 00:01.000',
      '0:0:0.0',
      ' --> ',
      '<v Bob>',
      '<',
      '&',
      '1',
      '\0',
    ],
    ...['{"spokenText":1}', '0:00:00.000,0:00:01.000', 'Ann: hi', '\uD800'],
  );

  test('is read or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 40 }), (parts) => {
        readOrRefuse(parts.join(''));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['<', '&', ' ', '\n', '-->', 'a: ', '<v ', '{', '0:0:0.0 --> 0:0:1.0\n', '\n \n', '&#'])(
    '2 MB of %j end in good time',
    (unit) => {
      const started = performance.now();
      readOrRefuse(`WEBVTT\n\n00:00.000 --> 00:01.000\nx${unit.repeat(2_000_000 / unit.length)}`);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );

  test('voices in SubRip that never end end in good time', () => {
    const started = performance.now();
    readOrRefuse(`1\n00:00:00,000 --> 00:00:01,000\n${'<v '.repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
