import { testPolls } from '../../../support/poll-table.ts';

const both = ['Ready? Yes 3, No 4', 'Which? A 1, B 0, C 2'];
const left = /^The row is no question with two choices or more and was left out\.$/;

testPolls(
  'table',
  'Question,Option 1,Votes 1,Option 2,Votes 2,Option 3,Votes 3\nReády?,Yes,3,No,4\nWhich?,A,1,B,0,C,2\n',
  ['Reády? Yes 3, No 4', 'Which? A 1, B 0, C 2'],
  [
    ['no heading', 'Ready?,Yes,3,No,4\nWhich?,A,1,B,0,C,2', both],
    ['semicolons', 'Ready?;Yes;3;No;4\nWhich?;A;1;B;0;C;2', both],
    ['tabs', 'Ready?\tYes\t3\tNo\t4\nWhich?\tA\t1\tB\t0\tC\t2', both],
    ['empty columns behind', 'Ready?,Yes,3,No,4,,,\nWhich?,A,1,B,0,C,2,', both],
    ['empty rows between', 'Ready?,Yes,3,No,4\n,,,,\n\nWhich?,A,1,B,0,C,2', both],
    ['votes with their share', 'Ready?,Yes,3 (43 %),No,4 votes\nWhich?,A,1,B,0,C,2', both],
    ['choices alone', 'Ready?,Yes,No\nWhich?,A,B,C', ['Ready? Yes 0, No 0', 'Which? A 0, B 0, C 0']],
    ['choices that are two numbers, which are no votes', 'How many?,Three,4', ['How many? Three 0, 4 0']],
    ['choices that are numbers', 'How many?,1,2,3,4', ['How many? 1 2, 3 4']],
    ['an empty choice between', 'Ready?,Yes,,No', ['Ready? Yes 0, No 0']],
    ['one choice without its votes', 'Ready?,Yes,3,No,,Maybe,2', ['Ready? Yes 3, No 0, Maybe 2']],
    [
      'quotation marks, commas and line breaks',
      '"Ready,\nreally?","Yes, ""very""",3,No,4',
      ['Ready,\nreally? Yes, "very" 3, No 4'],
    ],
    ['a question mark of another script', '準備は？,はい,3,いいえ,4', ['準備は？ はい 3, いいえ 4']],
    ['words from right to left', 'מוכנים?,כן,3,לא,4', ['מוכנים? כן 3, לא 4']],
    [
      'the same question twice',
      'Ready?,Yes,3,No,4\nReady?,Yes,1,No,1',
      ['Ready? Yes 3, No 4', 'Ready? Yes 1, No 1'],
    ],
    [
      'a heading in German, and questions without a mark',
      'Frage,A,B\nBitte wählen,Rot,Blau',
      ['Bitte wählen Rot 0, Blau 0'],
    ],
    ['a question with one choice', 'Ready?,Yes,No\nWhy?,So', ['Ready? Yes 0, No 0'], left],
    ['a title above', 'Poll results\nReady?,Yes,No', ['Ready? Yes 0, No 0'], left],
    ['a row cut off', 'Ready?,Yes,No\nWhich?,A', ['Ready? Yes 0, No 0'], left],
    ['a row cut off in quotation marks', 'Ready?,Yes,No\n"Which?,A', 'polls-bad-lines'],
    ['rows of words that ask nothing', 'one,two,three\nfour,five,six', 'polls-unknown'],
    ['one choice alone', 'Ready?,Yes', 'polls-unknown'],
  ],
);
