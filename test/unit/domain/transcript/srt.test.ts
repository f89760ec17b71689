import { testTranscripts } from '../../../support/transcript-table.ts';

const hello = '1\n00:00:00,000 --> 00:00:05,320\nHello';
const hi = '2\n00:00:05,320 --> 00:00:08,000\nHi';
const both = ['0-5320 Hello', '5320-8000 Hi'];

testTranscripts(
  'srt',
  `${hello} Café\n\n${hi}\n`,
  ['0-5320 Hello Café', '5320-8000 Hi'],
  [
    [
      'italics, fonts and places',
      `${hello.replace('Hello', '{\\an8}<i>Hello</i>')}\n\n${hi.replace('Hi', '<font color="red">Hi</font>')}`,
      both,
    ],
    ['places behind the times', `${hello.replace('5,320', '5,320 X1:0 X2:9')}\n\n${hi}`, both],
    ['no spaces around the arrow', `${hello}\n\n${hi.replace(' --> ', '-->')}`, both],
    ['no milliseconds', `${hello.replace('0,000', '0')}\n\n${hi}`, both],
    ['no blank line and no number before the times', `${hello}\n00:00:05,320 --> 00:00:08,000\nHi`, both],
    ['blank lines that hold spaces', `${hello}\n  \n${hi}`, both],
    ['numbers without a blank line before', `${hello}\n${hi}`, both],
    ['a number that was said', `${hello}\n1984\n\n${hi}`, ['0-5320 Hello\n1984', '5320-8000 Hi']],
    ['entities', `${hello} &amp; more\n\n${hi}`, ['0-5320 Hello & more', '5320-8000 Hi']],
    [
      'names',
      `${hello.replace('Hello', 'Ann: Hello')}\n\n${hi.replace('Hi', 'Bob: Hi')}`,
      ['0-5320 Ann: Hello', '5320-8000 Bob: Hi'],
    ],
    ['cues out of order', `${hi}\n\n${hello}`, both, /sorted by time/],
    ['a cue without words', `${hello}\n\n3\n00:00:06,000 --> 00:00:07,000\n\n${hi}`, both, /without words/],
    [
      'an end before its start',
      `${hello}\n\n${hi}\n\n3\n00:00:09,000 --> 00:00:07,000\nx`,
      both,
      /not after the start/,
    ],
    [
      'times that cannot be read',
      `${hello}\n\n${hi}\n\n3\n00:75:00,000 --> 00:76:00,000\nx`,
      both,
      /times of line 10 cannot be read/,
    ],
    ['a stray line', `${hello}\n\nstray\n\n${hi}`, both, /Line 5 belongs to no cue/],
    ['cut off in a tag', `${hello}\n\n${hi}<i`, both],
    ['only times', '1\n00:00:00,000 --> 00:00:05,320\n', 'transcript-no-cues'],
  ],
);
