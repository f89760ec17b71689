import { testOutlines } from '../../../support/outline-table.ts';

const srt = (...cues: string[]): string => `${cues.join('\n\n')}\n`;
const a = '1\n00:00:00,000 --> 00:05:30,000\nA';
const b = '2\n00:05:30,000 --> 00:10:00,000\nB';
const both = ['0-330000 A', '330000-600000 B'];

testOutlines(
  'srt',
  srt(a.replace('A', 'Café & more'), b),
  ['0-330000 Café & more', '330000-600000 B'],
  [
    ['WebVTT that lost its first line', srt(a, b).replaceAll(',', '.'), both],
    ['no numbers', srt(a.slice(2), b.slice(2)), both],
    ['numbers that are wrong', srt(a.replace('1', '7'), b), both],
    ['unpadded times', srt('1\n0:0:0,0 --> 0:5:30,0\nA', b), both],
    [
      'one digit of the second',
      srt('1\n00:00:00,5 --> 00:05:30,0\nA', b),
      ['500-330000 A', '330000-600000 B'],
    ],
    ['no spaces around the arrow', srt(a, b.replace(' --> ', '-->')), ['0-330000 A', '330000-600000 B']],
    ['places on the screen', srt(a, b.replace('10:00,000', '10:00,000 X1:0 X2:9 Y1:0 Y2:9')), both],
    ['blank lines that hold spaces', `${a}\n \t\n${b}\n`, both],
    ['more blank lines than one', `\n\n${a}\n\n\n\n${b}\n\n\n`, both],
    ['tags', srt(a.replace('A', '<i>A</i>'), b), both],
    ['entities', srt(a.replace('A', 'Q&amp;A'), b), ['0-330000 Q&A', '330000-600000 B']],
    ['two lines in a title', srt(`${a}\nand more`, b), ['0-330000 A and more', '330000-600000 B']],
    ['more than a hundred hours', srt('1\n100:00:00,000 --> 100:00:09,000\nA'), ['360000000-360009000 A']],
    [
      'a cue without words',
      srt('1\n00:00:00,000 --> 00:05:30,000', b),
      ['0-330000 Chapter 1', '330000-600000 B'],
      /has no title/,
    ],
    [
      'times that cannot be read',
      srt(a, '2\n00:75:00,000 --> 00:80:00,000\nLost'),
      ['0-330000 A'],
      /6: The times of line 6/,
    ],
    ['half a timing', srt(a, '2\n00:06:00,000 -->\nLost'), ['0-330000 A'], /6: The times of line 6/],
    ['a stray line', srt(a, 'stray', b), both, /5: Line 5 belongs to no cue/],
    ['cues out of order', srt(b, a), both, /sorted/],
    ['cues twice', srt(a, a.replace('A', 'C'), b), both, /"C" begins at 0:00 like "A"/],
    ['overlaps', srt(a.replace('05:30', '06:00'), b), ['0 A', '330000-600000 B'], /overlaps/],
    [
      'an end before its start',
      srt(a, b.replace('10:00', '05:00')),
      ['0-330000 A', '330000 B'],
      /not after its start/,
    ],
  ],
);
