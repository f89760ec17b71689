import { testTranscripts } from '../../../support/transcript-table.ts';

const cue = (text: string, times = '00:00:00.000 --> 00:00:05.320'): string => `${times}\n${text}\n\n`;
const vtt = (...cues: string[]): string => `WEBVTT\n\n${cues.join('')}`;
const zoom = vtt(
  `1\n${cue('Ann Lee: Hello: all.')}`,
  `2\n${cue('And that', '00:00:06.000 --> 00:00:07.000')}`,
  `3\n${cue('Bob: Hi', '00:00:08.000 --> 00:00:09.000')}`,
);
const rolling = vtt(
  cue(' \nso<00:00:00.500><c> we</c><00:00:00.900><c> begin</c>', '00:00:00.000 --> 00:00:02.000'),
  cue('so we begin\n ', '00:00:02.000 --> 00:00:02.010'),
  cue('so we begin\nwith<00:00:02.500><c> this</c>', '00:00:02.010 --> 00:00:04.000'),
);

testTranscripts(
  'webvtt',
  zoom,
  ['0-5320 Ann Lee: Hello: all.', '6000-7000 And that', '8000-9000 Bob: Hi'],
  [
    [
      'CRLF, as Zoom writes',
      zoom.replaceAll('\n', '\r\n'),
      ['0-5320 Ann Lee: Hello: all.', '6000-7000 And that', '8000-9000 Bob: Hi'],
    ],
    [
      'an entity of no name, and a character that is none',
      vtt(cue('Salt &salt; &#0; &#xD800; &#x41;')),
      ['0-5320 Salt &salt; &#0; &#xD800; A'],
    ],
    ["Teams' unpadded times", vtt('0:0:0.0 --> 0:0:5.32\n<v Ann Lee>Hello</v>'), ['0-5320 Ann Lee: Hello']],
    ['a voice that is not closed', vtt(cue('<v Ann Lee>Hello')), ['0-5320 Ann Lee: Hello']],
    ['a voice with a class', vtt(cue('<v.loud Ann Lee>Hello</v>')), ['0-5320 Ann Lee: Hello']],
    ['a voice with entities', vtt(cue('<v Ann &amp; Co>5 &lt; 6</v>')), ['0-5320 Ann & Co: 5 < 6']],
    [
      'two voices in a cue',
      vtt(cue('<v Ann>Hello</v>\n<v Bob>Hi</v>')),
      ['0-5320 Ann: Hello', '0-5320 Bob: Hi'],
    ],
    [
      "Teams' ids and lines",
      vtt(`0f-1a/14-0\n${cue('<v Ann>Good\nmorning</v>')}`),
      ['0-5320 Ann: Good\nmorning'],
    ],
    [
      "Teams' JSON, and no blank line after the head",
      `WEBVTT\n${cue('{"spokenText":"Hello \\"all\\"","speakerName":"Ann"}')}`.replace(
        'WEBVTT\n',
        'WEBVTT\n\n',
      ),
      ['0-5320 Ann: Hello "all"'],
    ],
    ['JSON without a speaker', vtt(cue('{"spokenText":"Hello"}')), ['0-5320 Hello']],
    ['JSON with an empty speaker', vtt(cue('{"spokenText":"Hello","speakerName":""}')), ['0-5320 Hello']],
    [
      'times of words that say nothing twice',
      vtt(cue('so<00:00:00.500><c> we</c>'), cue('begin', '00:00:06.000 --> 00:00:07.000')),
      ['0-5320 so we', '6000-7000 begin'],
    ],
    [
      'JSON that is broken',
      vtt(cue('{"spokenText":')),
      ['0-5320 {"spokenText":'],
      /JSON of the cue at line 3/,
    ],
    ['braces that are no JSON', vtt(cue('{\\an8}Top')), ['0-5320 {\\an8}Top']],
    [
      'rolling captions, each line once',
      rolling,
      ['0-2000 so we begin', '2010-4000 with this'],
      /again and again; 1 such cues? w/,
    ],
    [
      'a line said twice, without the times of its words',
      vtt(cue('Yes.'), cue('Yes.', '00:00:06.000 --> 00:00:07.000')),
      ['0-5320 Yes.', '6000-7000 Yes.'],
    ],
    ['times of words alone', vtt(cue('so <00:00:01.000>we <00:00:02.000>begin')), ['0-5320 so we begin']],
    [
      'tags and classes',
      vtt(cue('<i>Hello</i> <c.yellow>all</c> <ruby>a<rt>b</rt></ruby>')),
      ['0-5320 Hello all ab'],
    ],
    [
      'notes, styles and regions',
      `WEBVTT - a title\n\nSTYLE\n::cue {}\n\nREGION\nid:r\n\nNOTE x\n\n${cue('Hello')}`,
      ['0-5320 Hello'],
    ],
    ['headers of YouTube', `WEBVTT\nKind: captions\nLanguage: en\n\n${cue('Hello')}`, ['0-5320 Hello']],
    [
      'settings behind the times',
      vtt(cue('Hello', '00:00.000 --> 00:05.320 align:start position:0%')),
      ['0-5320 Hello'],
    ],
    [
      'no blank line between cues',
      vtt('00:00.000 --> 00:01.000\na\n00:01.000 --> 00:02.000\nb'),
      ['0-1000 a', '1000-2000 b'],
    ],
    [
      'cues out of order',
      vtt(cue('b', '00:01.000 --> 00:02.000'), cue('a', '00:00.000 --> 00:01.000')),
      ['0-1000 a', '1000-2000 b'],
      /sorted by time/,
    ],
    [
      'a time that cannot be read',
      vtt(cue('lost', '00:00:61.000 --> 00:01:05.000'), cue('a')),
      ['0-5320 a'],
      /times of line 3 cannot be read/,
    ],
    [
      'words that belong to no cue',
      vtt('stray words\n\n', cue('a')),
      ['0-5320 a'],
      /Line 3 belongs to no cue/,
    ],
    ['a cue without words', vtt(cue(''), cue('a')), ['0-5320 a'], /without words/],
    [
      'a cue that ends before it begins',
      vtt(cue('x', '00:05.000 --> 00:04.000'), cue('a')),
      ['0-5320 a'],
      /not after the start/,
    ],
    ['a byte-order mark and NULs', `\uFEFF${vtt(cue('a\0b'))}`, ['0-5320 a\uFFFDb']],
    ['nothing but its head', 'WEBVTT\n', 'transcript-no-cues'],
  ],
);
