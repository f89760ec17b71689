import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../domain/app-error.ts';
import { parseTranscript, type Cue } from '../../../../domain/transcript.ts';
import { makeDocx, zipXml } from '../../../support/documents.ts';

const show = ({ startMs, endMs, speaker, text }: Cue): string =>
  `${String(startMs)}-${String(endMs)} ${speaker === undefined ? '' : `${speaker}: `}${text}`;

const ttml = (body: string, head = '', attributes = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ${attributes}><head>${head}</head><body><div>${body}</div></body></tt>`;
const agents =
  '<metadata><ttm:agent xml:id="a1" type="person"><ttm:name type="full">Ann Lee</ttm:name></ttm:agent><ttm:agent xml:id="a2"/></metadata>';

const meet = [
  'Safety basics (2026-09-15 at 14:30 GMT+2) - Transcript',
  'Attendees',
  'Ann Lee, Bob',
  'Transcript',
  '00:00:00',
  '',
  'Ann Lee: Hello everybody, welcome.',
  'Bob: Hello everybody, thank you.',
  '00:01:00',
  'Ann Lee: So, let us begin.',
  'Transcription ended after 00:01:30',
  '',
  'This editable transcript was computer generated and might contain errors. People can also change the text after it was created.',
];
const metCues = [
  '0-28846 Ann Lee: Hello everybody, welcome.',
  '28846-60000 Bob: Hello everybody, thank you.',
  '60000-90000 Ann Lee: So, let us begin.',
];

describe('documents and texts are read', () => {
  test.each<[string, string | Uint8Array, string, string[]]>([
    [
      "Teams' document, a paragraph for each turn",
      makeDocx([
        '0:0:3.270 --> 0:0:4.250\nJames Bond\nUmm.',
        '0:0:4.250 --> 0:0:9.0\nAnn Lee\nSo: we begin.',
      ]),
      'docx',
      ['3270-4250 James Bond: Umm.', '4250-9000 Ann Lee: So: we begin.'],
    ],
    [
      "Teams' document, a paragraph for each line",
      makeDocx([
        '0:0:3.270 --> 0:0:4.250',
        'James Bond',
        'Umm.',
        '',
        '0:0:4.250 --> 0:0:9.0',
        'Ann Lee',
        'So,',
        'we begin.',
      ]),
      'docx',
      ['3270-4250 James Bond: Umm.', '4250-9000 Ann Lee: So,\nwe begin.'],
    ],
    [
      "Teams' newer document, times behind names",
      makeDocx([
        'Safety-20260915_143000-Meeting Recording',
        'September 15, 2026, 12:30PM',
        '45m 10s',
        'Ann Lee   0:03\nHello all.',
        'Bob   1:10:05\nBye.',
      ]),
      'docx',
      ['3000-4205000 Ann Lee: Hello all.', '4205000-4206000 Bob: Bye.'],
    ],
    ["Meet's document", makeDocx(meet), 'docx', metCues],
    ["Meet's text", meet.join('\n'), 'text', metCues],
    [
      'turns with numbers and ids left in',
      '1\n0:0:1.0 --> 0:0:2.0\nAnn\nHi.\n\n2\n0:0:2.0 --> 0:0:3.0\nBob\nHo.',
      'text',
      ['1000-2000 Ann: Hi.', '2000-3000 Bob: Ho.'],
    ],
    [
      'times in brackets',
      '[00:00:05] Ann Lee: Hello\n[00:00:09] Bob: Hi\nagain',
      'text',
      ['5000-9000 Ann Lee: Hello', '9000-10000 Bob: Hi\nagain'],
    ],
    [
      'times in front',
      '0:05 Ann Lee: Hello\n0:09 Bob: Hi',
      'text',
      ['5000-9000 Ann Lee: Hello', '9000-10000 Bob: Hi'],
    ],
    [
      'names and times in front of lines',
      'Ann Lee (00:05):\nHello\nBob (00:09):\nHi',
      'text',
      ['5000-9000 Ann Lee: Hello', '9000-10000 Bob: Hi'],
    ],
    [
      'turns without names',
      '0:0:1.0 --> 0:0:2.0\nthis is a whole sentence.\n\n0:0:2.0 --> 0:0:3.0\nso is this.',
      'text',
      ['1000-2000 this is a whole sentence.', '2000-3000 so is this.'],
    ],
    [
      'captions in a document',
      makeDocx(['WEBVTT', '', '00:01.000 --> 00:02.000', '<v Ann>Hi</v>']),
      'docx',
      ['1000-2000 Ann: Hi'],
    ],
    [
      'SRT in a document',
      makeDocx(['1', '00:00:01,000 --> 00:00:02,000', 'Hi there', '']),
      'docx',
      ['1000-2000 Hi there'],
    ],
    [
      'a document with tables, deletions and fields',
      zipXml({
        'word/document.xml':
          '<w:document xmlns:w="x"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>0:0:1.0</w:t><w:t xml:space="preserve"> --&gt; 0:0:2.0</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>Ann</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r><w:t>Hi</w:t><w:cr/><w:t>you</w:t><w:tab/><w:t>too.</w:t></w:r></w:ins></w:p></w:body></w:document>',
      }),
      'docx',
      ['1000-2000 Ann: Hi\nyou\ttoo.'],
    ],
    [
      'TTML',
      ttml('<p begin="00:00:01.000" end="00:00:02.500">Hi <br/> you</p><p begin="3s" dur="500ms">so</p>'),
      'ttml',
      ['1000-2500 Hi\nyou', '3000-3500 so'],
    ],
    [
      'TTML with a prefix and styles',
      ttml('<p begin="1s" end="2s">a <span style="b">b</span> c</p>').replaceAll(
        /<(\/?)(tt|head|body|div|p|span)\b/g,
        '<$1tt:$2',
      ),
      'ttml',
      ['1000-2000 a b c'],
    ],
    [
      'TTML with speakers',
      ttml(
        '<p begin="1s" end="2s" ttm:agent="a1">Hi</p><p begin="2s" end="3s" ttm:agent="a2">Ho</p>',
        agents,
      ),
      'ttml',
      ['1000-2000 Ann Lee: Hi', '2000-3000 Ho'],
    ],
    [
      'TTML in frames',
      ttml('<p begin="00:00:01:12" end="50f">Hi</p>', '', 'ttp:frameRate="25"'),
      'ttml',
      ['1480-2000 Hi'],
    ],
    [
      'TTML in broken frames',
      ttml('<p begin="0f" end="30f">Hi</p>', '', 'ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"'),
      'ttml',
      ['0-1001 Hi'],
    ],
    [
      'TTML in ticks',
      ttml('<p begin="10000000t" end="20000000t">Hi</p>', '', 'ttp:tickRate="10000000"'),
      'ttml',
      ['1000-2000 Hi'],
    ],
    [
      'TTML with timed spans',
      ttml(
        '<p begin="10s" end="20s"><span begin="1s" end="2s">a</span> <span begin="3s" end="4s">b</span></p>',
      ),
      'ttml',
      ['11000-12000 a', '13000-14000 b'],
    ],
    [
      'TTML with times of its parents',
      ttml('<p begin="1m" end="2m">a</p>').replace('<div>', '<div begin="1h" end="3700s">'),
      'ttml',
      ['3660000-3700000 a'],
    ],
    [
      'WebVTT as bytes with a NUL',
      new TextEncoder().encode('\uFEFFWEBVTT\n\n00:01.000 --> 00:02.000\na\0b'),
      'webvtt',
      ['1000-2000 a\uFFFDb'],
    ],
    [
      'SRT in UTF-16',
      Uint8Array.from(
        Array.from('\uFEFF1\n00:00:01,000 --> 00:00:02,000\nHi').flatMap((one) => [
          one.charCodeAt(0) & 0xff,
          one.charCodeAt(0) >> 8,
        ]),
      ),
      'srt',
      ['1000-2000 Hi'],
    ],
  ])('%s', (_, input, format, expected) => {
    const parsed = parseTranscript(input);
    expect(parsed.cues.map(show)).toEqual(expected);
    expect(parsed.format).toBe(format);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['lines without a time above them', makeDocx(meet), /Lines 1–4 were left out: no time stands above/],
    ['one estimated time', makeDocx(meet), /1 turn has no time of their own/],
    ['several estimated times', `00:00:00\n${'Ann Lee: Hello.\n'.repeat(4)}`, /3 turns have no time/],
    [
      'TTML without times',
      ttml('<p begin="1s" end="2s">a</p><p>b</p><p begin="soon" end="00:99:00">c</p><p/>'),
      /without a time that can be read were left out: 2/,
    ],
  ])('and %s are told', (_, input, message) => {
    expect(
      parseTranscript(input)
        .warnings.map(({ message: one }) => one)
        .join('\n'),
    ).toMatch(message);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['a document without words', makeDocx(['']), 'transcript-unknown'],
    ['a letter', makeDocx(['Dear all,', 'see you at 14:30.']), 'transcript-unknown'],
    ['a zip of something else', zipXml({ 'a.txt': 'x' }), 'transcript-bad-document'],
    ['a document without a body', zipXml({ 'word/document.xml': '<a/>' }), 'transcript-bad-document'],
    [
      'a document with entities',
      zipXml({ 'word/document.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }),
      'transcript-bad-document',
    ],
    ['a zip bomb', zipXml({ 'word/document.xml': ' '.repeat(31_000_000) }), 'transcript-bad-document'],
    ['TTML without a body', '<tt xmlns="x"><head/></tt>', 'transcript-bad-lines'],
    ['TTML with entities', `<!DOCTYPE tt [<!ENTITY b "c">]>${ttml('').slice(39)}`, 'transcript-bad-lines'],
    ['TTML without cues', ttml(''), 'transcript-no-cues'],
    ['an outline', '0:00 Welcome\n5:00 Scoping: what and why\n10:00 End', 'transcript-unknown'],
  ])('%s is refused', (_, input, code) => {
    expect(() => parseTranscript(input)).toThrow(expect.objectContaining({ code }));
  });
});

describe('whatever comes in', () => {
  test('is read or refused with a sentence', () => {
    const pieces = fc.constantFrom(
      '0:0:1.0 --> 0:0:2.0',
      '\n',
      'Ann Lee',
      ': ',
      '[00:05]',
      '00:00:10',
      'words',
      '<tt>',
      '<p begin="1s" end="2s">',
      '</p>',
      '</tt>',
      '<body>',
      '\0',
      '\uD800',
      '   0:03',
    );
    const inputs = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          inputs,
          inputs.map((text) => makeDocx(text.replaceAll(/\0|\uD800/g, '').split('\n'))),
        ),
        (input) => {
          try {
            for (const { startMs, endMs, text } of parseTranscript(input).cues) {
              expect(endMs).toBeGreaterThan(startMs);
              expect(Number.isSafeInteger(startMs) && Number.isSafeInteger(endMs)).toBe(true);
              expect(text).not.toBe('');
            }
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  test.each([
    ['turns', '0:0:1.0 --> 0:0:2.0\nAnn\nHi.\n'.repeat(20_000)],
    ['names', `00:00:00\n${'Ann Lee: Hi.\n'.repeat(20_000)}`],
    ['letters', `0:00 ${'A'.repeat(300_000)}`],
    ['spaces', `A${' '.repeat(300_000)}0:05`],
    ['paragraphs', ttml('<p begin="1s" end="2s">a</p>'.repeat(10_000))],
    ['elements', `<tt><body>${'<div>'.repeat(90)}`],
  ])(
    'many %s end in time',
    (_, input) => {
      const begin = performance.now();
      try {
        parseTranscript(input);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
      expect(performance.now() - begin).toBeLessThan(20_000);
    },
    60_000,
  );
});
