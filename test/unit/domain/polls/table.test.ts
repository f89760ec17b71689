import { expect, test } from 'vitest';
import { parsePolls } from '../../../../domain/polls.ts';
import { showPoll } from '../../../support/poll-reports.ts';
import { testPolls } from '../../../support/poll-table.ts';

test.each<[string, string | Uint8Array, string, string[]]>([
  [
    'from a table of answers',
    'Question,Answer\nReady?,Yes\nReady?,No\nReady?,Yes',
    'table',
    ['Ready? Yes 2, No 1 (3)'],
  ],
  [
    'from a table of answers with names',
    'Name,Question,Answer\nAnn,Ready?,Yes\nBob,Ready?,No',
    'table',
    ['Ready? Yes 1, No 1 (2)'],
  ],
  [
    'from a table of choices and votes, the question once',
    'Question;Option;Votes\nReady?;Yes;12 (60%)\n;No;8 votes',
    'table',
    ['Ready? Yes 12, No 8'],
  ],
  [
    'from questions with their choices beside them',
    'Ready?,Yes,No\nWhich?,A,B,C',
    'table',
    ['Ready? Yes 0, No 0', 'Which? A 0, B 0, C 0'],
  ],
  [
    'from questions with choices and votes in turn',
    'Question,Option 1,Votes 1,Option 2,Votes 2\nReady?,Yes,3,No,4',
    'table',
    ['Ready? Yes 3, No 4'],
  ],
  [
    'in Windows-1252',
    Uint8Array.from('Question,Answer\nCaf\xe9?,Oui', (character) => character.charCodeAt(0)),
    'table',
    ['Café? Oui 1 (1)'],
  ],
])('polls are read %s', (_, input, format, expected) => {
  const parsed = parsePolls(input);
  expect(parsed.polls.map(showPoll)).toEqual(expected);
  expect(parsed.format).toBe(format);
});

testPolls(
  'table',
  'Question,Option,Votes\nRéady?,Yes,5\nRéady?,No,2\n',
  ['Réady? Yes 5, No 2'],
  [
    [
      'votes with their share',
      'Question,Answer,Count\nReady?,Yes,5 (71 %)\nReady?,No,2 (29 %)',
      ['Ready? Yes 5, No 2'],
    ],
    [
      'votes that are no number',
      'Question,Option,Votes\nReady?,Yes,many\nReady?,No,2',
      ['Ready? Yes 0, No 2'],
    ],
    [
      'a choice that stands twice',
      'Question,Option,Votes\nReady?,Yes,5\nReady?,Yes,1\nReady?,No,2',
      ['Ready? Yes 6, No 2'],
    ],
    ['German heads', 'Frage;Antwort;Stimmen\nBereit?;Ja;5\nBereit?;Nein;2', ['Bereit? Ja 5, Nein 2']],
    ['tabs', 'Question\tOption\tVotes\nReady?\tYes\t5\nReady?\tNo\t2', ['Ready? Yes 5, No 2']],
    [
      'commas in quotation marks',
      'Question,Option,Votes\n"Ready, really?","Yes, very",5\n"Ready, really?",No,2',
      ['Ready, really? Yes, very 5, No 2'],
    ],
    [
      'line breaks in a question',
      'Question,Answer\n"Ready,\nreally?",Yes\n"Ready,\nreally?",No',
      ['Ready,\nreally? Yes 1, No 1 (2)'],
    ],
    [
      'several answers of one',
      'Question,Answer\nWhich?,A;B\nWhich?,B\nWhich?,A',
      ['Which? A 2, B 2 (3) [multiple-choice]'],
    ],
    ['an answer without a question above it', 'Question,Answer\n,Yes\nReady?,No', ['Ready? No 1 (1)']],
    [
      'wide rows of different lengths',
      'Question,Option A,Option B,Option C\nReady?,Yes,No,\nWhich?,A,B,C',
      ['Ready? Yes 0, No 0', 'Which? A 0, B 0, C 0'],
    ],
    ['heads alone', 'Question,Answer\n', 'polls-unknown'],
  ],
);
