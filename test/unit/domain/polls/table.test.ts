import { expect, test } from 'vitest';
import { parsePolls } from '../../../../domain/polls.ts';
import { showPoll } from '../../../support/poll-reports.ts';

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
