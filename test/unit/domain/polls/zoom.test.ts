import { expect, test } from 'vitest';
import { parsePolls } from '../../../../domain/polls.ts';
import { layoutA, layoutB, layoutC, layoutD, showPoll } from '../../../support/poll-reports.ts';
import { testPolls } from '../../../support/poll-table.ts';

test.each<[string, string | Uint8Array, string, string[]]>([
  [
    "from Zoom's pairs of question and answer, polls mixed",
    layoutA,
    'zoom',
    [
      'Ready? Yes 3, No 1 (4)',
      'Which fruit\ndo you like? Apple 1, Pear 2 (2) [multiple-choice]',
      'How was it? Good 1 (1)',
    ],
  ],
  [
    "from Zoom's table for each question",
    layoutB,
    'zoom',
    ['Ready? Yes 1, No 1 (2)', 'Which, of these? A 1, B 2 (2) [multiple-choice]'],
  ],
  [
    "from Zoom's launched polls, the same question twice",
    layoutC,
    'zoom',
    ['Ready? Yes 2 (2)', 'Where from? Home 1 (1)', 'Ready? No 1 (1)'],
  ],
  [
    "from Zoom's row for each answer",
    layoutD,
    'zoom',
    ['Ready? Yes 1, No 1 (2)', 'Which? A 1, B 3 (3) [multiple-choice]'],
  ],
  [
    "from Zoom's report saved again with semicolons",
    layoutB.replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';'),
    'zoom',
    ['Ready? Yes 1, No 1 (2)', 'Which, of these? A 1, B 2 (2) [multiple-choice]'],
  ],
  [
    "from Zoom's report in UTF-16",
    utf16(layoutA),
    'zoom',
    [
      'Ready? Yes 3, No 1 (4)',
      'Which fruit\ndo you like? Apple 1, Pear 2 (2) [multiple-choice]',
      'How was it? Good 1 (1)',
    ],
  ],
  [
    'a semicolon that belongs to a sentence',
    '#,User Name,User Email,Submitted Date/Time,Why?\n1,A,a@x.org,now,Yes; it works\n2,B,b@x.org,now,No',
    'zoom',
    ['Why? Yes; it works 1, No 1 (2)'],
  ],
  [
    'semicolons with spaces between answers that others gave too',
    '#,User Name,User Email,Submitted Date/Time,Which?\n1,A,a@x.org,now,Red; Blue\n2,B,b@x.org,now,Blue',
    'zoom',
    ['Which? Red 1, Blue 2 (2) [multiple-choice]'],
  ],
  [
    'the same person answering twice, counted once',
    '#,User Name,User Email,Submitted Date/Time,Which?\n1,A,a@x.org,9:00,Red\n2,A,A@x.org,9:05,Red',
    'zoom',
    ['Which? Red 1 (1)'],
  ],
  [
    'answers that people wrote themselves',
    `#,User Name,User Email,Submitted Date/Time,Why?\n${Array.from({ length: 12 }, (_, index) => `${String(index)},A,,now,reason ${String(index)}`).join('\n')}`,
    'zoom',
    [
      `Why? ${Array.from({ length: 12 }, (_, index) => `reason ${String(index)} 1`).join(', ')} (12) [short-answer]`,
    ],
  ],
])('polls are read %s', (_, input, format, expected) => {
  const parsed = parsePolls(input);
  expect(parsed.polls.map(showPoll)).toEqual(expected);
  expect(parsed.format).toBe(format);
});

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  Array.from(text).forEach((character, index) => {
    bytes.set([character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8], index * 2);
  });
  return bytes;
}

const head = '#,User Name,User Email,Submitted Date/Time';
const said = (number: number, ...answers: string[]): string =>
  `${String(number)},A,a${String(number)}@x.org,"Sep 20, 2026 10:0${String(number)}:00",${answers.join(',')}\n`;

testPolls(
  'zoom',
  `Poll Report\n\n${head},Réady?\n${said(1, 'Yes')}${said(2, 'No')}`,
  ['Réady? Yes 1, No 1 (2)'],
  [
    [
      "the question's number and kind, which are no part of it",
      `${head},1. Ready? (Single Choice),2. Which? (Multiple Choice)\n${said(1, 'Yes', '"A;B"')}${said(2, 'Yes', 'A')}`,
      ['Ready? Yes 2 (2)', 'Which? A 2, B 1 (2) [multiple-choice]'],
    ],
    [
      'a number that belongs to the question',
      `${head},3. March or 4. March?\n${said(1, 'Yes')}`,
      ['3. March or 4. March? Yes 1 (1)'],
    ],
    [
      'a longer name for the names',
      `#,Name (Original Name),Email Address,Submitted Date and Time,Ready?\n${said(1, 'Yes')}`,
      ['Ready? Yes 1 (1)'],
    ],
    [
      'a time with its zone',
      `#,User Name,User Email,Submitted Time (America/Los_Angeles),Question,Answer\n${said(1, 'Ready?', 'Yes')}`,
      ['Ready? Yes 1 (1)'],
    ],
    ['nobody answered', `${head},Ready?\n`, 'polls-none'],
    ['rows of another table below', `${head},Ready?\n${said(1, 'Yes')}\nTotal,1,2\n`, ['Ready? Yes 1 (1)']],
    [
      'a row cut off',
      `${head},Ready?,Why?\n${said(1, 'Yes', 'so')}2,B,b@x.org`,
      ['Ready? Yes 1 (1)', 'Why? so 1 (1)'],
    ],
    [
      'an answer without its question',
      `${head},\n${said(1, '', 'Yes')}${said(2, 'Ready?', 'Yes')}`,
      ['Ready? Yes 1 (1)'],
      /Line 2 was left out/,
    ],
    [
      'quotation marks in an answer',
      `${head},Ready?\n${said(1, '"say ""yes"", then"')}`,
      ['Ready? say "yes", then 1 (1)'],
    ],
  ],
);
