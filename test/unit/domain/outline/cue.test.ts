import { testOutlines } from '../../../support/outline-table.ts';

const track = (index: string, title = 'TITLE "A"'): string => `TRACK 01 AUDIO\n${title}\nINDEX ${index}\n`;

testOutlines(
  'cue',
  'FILE "a.wav" WAVE\nTITLE "All"\n  TRACK 01 AUDIO\n    TITLE "Café & more"\n    PERFORMER "Ann"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE "Scoping"\n    INDEX 00 05:29:00\n    INDEX 01 05:30:00\n',
  ['0 Café & more', '330000 Scoping'],
  [
    ['the last of 75 frames', track('01 00:01:74'), ['1987 A']],
    ['half of 75 frames', track('01 00:01:37'), ['1493 A']],
    ['minutes past an hour', track('01 75:00:00'), ['4500000 A']],
    ['minutes past a hundred', track('01 120:00:00'), ['7200000 A']],
    ['an index of one digit', track('1 00:05:00'), ['5000 A']],
    ['titles without quotation marks', track('01 00:00:00', 'TITLE Intro'), ['0 Intro']],
    ['quotation marks in a title', track('01 00:00:00', 'TITLE "The "real" thing"'), ['0 The "real" thing']],
    ['small letters', track('01 00:00:00').toLowerCase(), ['0 a']],
    ['tabs', track('01 00:00:00').replaceAll(' ', '\t'), ['0 A']],
    ['remarks', `REM DATE 2026\n${track('01 00:00:00')}REM end\n`, ['0 A']],
    ['further indexes', `${track('01 00:00:00')}INDEX 02 00:09:00\n`, ['0 A']],
    ['a track without a title', track('01 00:00:00', 'FLAGS DCP'), ['0 Chapter 1'], /has no title/],
    ['an empty title', track('01 00:00:00', 'TITLE ""'), ['0 Chapter 1'], /has no title/],
    [
      'two tracks at one time',
      track('01 00:00:00') + track('01 00:00:00', 'TITLE "B"'),
      ['0 A'],
      /4: "B" begins at 0:00 like "A"/,
    ],
    [
      'tracks out of order',
      track('01 05:00:00', 'TITLE "B"') + track('01 00:00:00'),
      ['0 A', '300000 B'],
      /sorted/,
    ],
    [
      'a track without an index',
      'TRACK 01 AUDIO\nTITLE "x"\nTRACK 02 AUDIO\nINDEX 01 00:00:00',
      'outline-bad-lines',
      /Line 1: .*no INDEX 01/,
    ],
    [
      'a sheet of several files',
      `FILE "a.wav" WAVE\n${track('01 00:00:00')}FILE "b.wav" WAVE\n${track('01 00:00:00')}`,
      'outline-bad-lines',
      /times of each count from its own start/,
    ],
    ['only the pause before', track('00 00:00:00'), 'outline-bad-lines', /no INDEX 01/],
    ['seconds past a minute', track('01 00:61:00'), 'outline-bad-lines'],
    ['frames past a second', track('01 00:00:75'), 'outline-bad-lines'],
    ['a negative time', track('01 -1:00:00'), 'outline-bad-lines'],
    ['cut off', track('01 00:00:00').slice(0, -4), 'outline-bad-lines'],
  ],
);
