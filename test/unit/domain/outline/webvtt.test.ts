import { testOutlines } from '../../../support/outline-table.ts';

const vtt = (...cues: string[]): string => `WEBVTT\n\n${cues.join('\n\n')}\n`;
const a = '00:00.000 --> 05:30.000\nA';
const b = '05:30.000 --> 10:00.000\nB';
const both = ['0-330000 A', '330000-600000 B'];

testOutlines(
  'webvtt',
  vtt('00:00.000 --> 05:30.000\nCafé', b),
  ['0-330000 Café', '330000-600000 B'],
  [
    [
      'ids and hours',
      vtt('1\n00:00:00.000 --> 00:05:30.000\nA', 'chapter-2\n00:05:30.000 --> 00:10:00.000\nB'),
      both,
    ],
    [
      'a header with words and a setting',
      `WEBVTT - chapters\nKind: chapters\n\n00:00.000 --> 05:30.000 line:0\nA\n\n${b}`,
      both,
    ],
    ['notes and styles', vtt('NOTE made by hand', 'STYLE\n::cue {}', a, b), both],
    ['tags', vtt('00:00.000 --> 05:30.000\n<b>A</b>', '05:30.000 --> 10:00.000\n<v Bob>B'), both],
    ['a tag that never ends', vtt('00:00.000 --> 05:30.000\nA<b', b), both],
    ['no blank lines between', `WEBVTT\n${a}\n${b}`, both],
    ['unpadded times', vtt('0:0:0.0 --> 0:5:30.0\nA', b), both],
    ['commas before the milliseconds', vtt(a.replaceAll('.', ','), b), both],
    ['tabs for spaces', vtt(a.replaceAll(' ', '\t'), b), both],
    ['no spaces around the arrow', vtt(a.replaceAll(' ', ''), b), both],
    [
      'entities',
      vtt('00:00.000 --> 00:05.000\nQ&amp;A &lt;1&gt; &#233; &#0; &x;'),
      ['0-5000 Q&A <1> é &#0; &x;'],
    ],
    ['two lines in a title', vtt(`${a}\nand more`, b), ['0-330000 A and more', '330000-600000 B']],
    ['more than a day', vtt('100:00:00.000 --> 100:00:09.000\nA'), ['360000000-360009000 A']],
    [
      'times that cannot be read',
      vtt('00:00.000 --> 00:05.000\nA', 'x --> y\nLost'),
      ['0-5000 A'],
      /6: The times of line 6 cannot be read/,
    ],
    [
      'sixty minutes',
      vtt(a, '00:60:00.000 --> 01:01:00.000\nLost'),
      ['0-330000 A'],
      /6: The times of line 6/,
    ],
    ['sixty seconds', vtt(a, '00:60.000 --> 01:01.000\nLost'), ['0-330000 A'], /6: The times of line 6/],
    [
      'an end without milliseconds',
      vtt(a, '06:00.000 --> 07:00\nLost'),
      ['0-330000 A'],
      /6: The times of line 6/,
    ],
    ['a stray line', vtt(a, 'stray', b), both, /6: Line 6 belongs to no cue/],
    [
      'an empty cue',
      vtt('00:00.000 --> 05:30.000', b),
      ['0-330000 Chapter 1', '330000-600000 B'],
      /has no title/,
    ],
    ['cues out of order', vtt(b, a), both, /sorted/],
    ['cues twice', vtt(a, a.replace('A', 'C'), b), both, /"C" begins at 0:00 like "A"/],
    ['overlaps', vtt('00:00.000 --> 06:00.000\nA', b), ['0 A', '330000-600000 B'], /overlaps/],
    [
      'an end before its start',
      vtt(a, '05:30.000 --> 05:00.000\nB'),
      ['0-330000 A', '330000 B'],
      /not after its start/,
    ],
    ['a header alone', 'WEBVTT\n', 'outline-no-times'],
  ],
);
