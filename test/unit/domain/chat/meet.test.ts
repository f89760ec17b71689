import { testChats } from '../../../support/chat-table.ts';

const cue = (second: number, words: string): string =>
  `00:00:0${String(second)}.000,00:00:0${String(second + 1)}.000\n${words}\n\n`;

testChats(
  'meet',
  '00:00:01.000,00:00:04.000\nRené: Hello\n\n00:00:05.000,00:00:09.000\nBob: Hi\n',
  ['1000 René: Hello', '5000 Bob: Hi'],
  [
    ['names in small letters', cue(1, 'bob x: Hello'), ['1000 bob x: Hello']],
    ['a message without a name', cue(1, 'Hello'), ['1000 : Hello']],
    ['no name among names', cue(1, 'Bob: a') + cue(3, 'mm'), ['1000 Bob: a', '3000 : mm']],
    ['an address that is no name', cue(1, 'https://example.org/a'), ['1000 : https://example.org/a']],
    [
      'an address behind a name',
      cue(1, 'Bob: https://example.org/a:b'),
      ['1000 Bob: https://example.org/a:b'],
    ],
    ['two lines', cue(1, 'Bob: a\nb'), ['1000 Bob: a\nb']],
    ['an empty line inside a message', cue(1, 'Bob: a\n\nb'), ['1000 Bob: a\nb']],
    ['line breaks as captions write them', cue(1, 'Bob: a[br]b'), ['1000 Bob: a\nb']],
    ['a colon in what was said', cue(1, 'Bob: two things: a and b'), ['1000 Bob: two things: a and b']],
    [
      'names from right to left',
      cue(1, 'דנה לוי: שלום') + cue(3, 'علي: مرحبا'),
      ['1000 דנה לוי: שלום', '3000 علي: مرحبا'],
    ],
    [
      'emoji and brackets',
      cue(1, 'Ann 👩🏽‍🏫 (she/her): 👍🏽 [ok](https://x.org)'),
      ['1000 Ann 👩🏽‍🏫 (she/her): 👍🏽 [ok](https://x.org)'],
    ],
    ['tabs', cue(1, 'Ann\tLee:\tone\ttwo'), ['1000 Ann\tLee: one\ttwo']],
    ['entities and tags as somebody typed them', cue(1, 'Ann: 1 &lt; 2 <b>'), ['1000 Ann: 1 &lt; 2 <b>']],
    ['a name without words', cue(1, 'Ann:') + cue(3, 'Bob: Hi'), ['1000 : Ann:', '3000 Bob: Hi']],
    ['a cue without words', cue(1, '') + cue(3, 'Bob: Hi'), ['3000 Bob: Hi']],
    ['only cues without words', cue(1, '') + cue(3, ''), 'chat-no-messages'],
    ['the same message twice', cue(1, 'Bob: Hi').repeat(2), ['1000 Bob: Hi', '1000 Bob: Hi']],
    [
      'times out of order, which stay in the order of the file',
      cue(5, 'Bob: Hi') + cue(1, 'Ann: Hello'),
      ['5000 Bob: Hi', '1000 Ann: Hello'],
    ],
    ['hours in one digit and unpadded numbers', '1:0:5.5,1:0:9.0\nBob: Hi', ['3605500 Bob: Hi']],
    [
      'a time that no clock shows',
      `${cue(1, 'Bob: Hi')}00:75:00.000,00:76:00.000\nx`,
      ['1000 Bob: Hi\nx'],
      /^Line 4 was left out/,
    ],
    [
      'lines before the first message',
      `Chat\n\n${cue(1, 'Bob: Hi')}`,
      ['1000 Bob: Hi'],
      /^Line 1 was left out/,
    ],
    ['a file cut off in a time', `${cue(1, 'Bob: Hi')}00:00:0`, ['1000 Bob: Hi\n00:00:0']],
  ],
);
