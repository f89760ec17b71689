import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../domain/app-error.ts';
import { parsePolls } from '../../../../domain/polls.ts';
import { makeXlsx, zipXml } from '../../../support/documents.ts';
import {
  event,
  forms,
  layoutA,
  layoutB,
  layoutC,
  layoutD,
  people,
  pollsJson,
  published,
  recording,
  respond,
  showPoll,
  started,
  toCsv,
} from '../../../support/poll-reports.ts';

describe('polls of any format', () => {
  test.each([layoutA, layoutB, layoutC, layoutD, toCsv(forms), recording(started, respond('Ann Lee', 0))])(
    'and no voter is named (%#)',
    (input) => {
      expect(JSON.stringify(parsePolls(input))).not.toMatch(/Ann Lee|Bob|@example|Anonymous/i);
    },
  );
});

describe('polls are read with less than they should have', () => {
  test.each<[string, string, string[]]>([
    ['no addresses', '#,User Name,Submitted Time,Q?\n1,Ann,9:00,Yes\n2,Ann,9:00,Yes', ['Q? Yes 2 (2)']],
    [
      'no times',
      '#,Name,Email,Question,Answers\n1,Ann,,Q?,A\n2,Ann,,Q?,B',
      ['Q? A 1, B 1 (1) [multiple-choice]'],
    ],
    [
      'rows cut short',
      '#,User Name,User Email,Submitted Time,Q?,R?\n1,Ann,,now,Yes\n2,Bob,',
      ['Q? Yes 1 (1)'],
    ],
    [
      'answers to what was never asked',
      recording(
        started,
        respond('u1', 0),
        respond('u1', 9),
        respond('u2', 1).replace('p1', 'p2'),
        event('PollStoppedRecordEvent', '<pollId>p1</pollId>'),
      ),
      ['Ready & able? Yes 1, No 0 (1)'],
    ],
    [
      'only those who were asked',
      '[{"question":"Q?","type":"X","answers":[{"key":"A","numVotes":"2"},{"key":"B","numVotes":-1},{"key":" "}],"respondents":2}]',
      ['Q? A 2, B 0 (2)'],
    ],
    [
      'no answers in the event',
      recording(
        event(
          'PollPublishedRecordEvent',
          '<pollId>a</pollId><question>Q?</question><answers>[{"key":"A","numVotes":1}]</answers>',
        ),
      ),
      ['Q? A 1'],
    ],
    [
      'a question missing',
      '[{"question":null,"type":3,"answers":[{"key":"A","numVotes":1}]}]',
      ['Poll 1 A 1'],
    ],
    ['a form without addresses', 'ID,Name,Language,Ready?\n1,Ann,de,Yes\n2,,de', ['Ready? Yes 1 (1)']],
    [
      'a form with long questions',
      'Timestamp,Please write your email address and your name into this long line?\n1,x',
      ['Please write your email address and your name into this long line? x 1 (1)'],
    ],
    [
      'wide rows without all votes',
      'Ready?,Yes,3,No,\nWhich?,A,1,B,2',
      ['Ready? Yes 0, 3 0, No 0', 'Which? A 1, B 2'],
    ],
  ])('%s', (_, input, expected) => {
    expect(parsePolls(input).polls.map(showPoll)).toEqual(expected);
  });
});

describe('what is doubtful is told', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    [
      'a question without an answer',
      layoutA.replace('Ready?,Yes\r\n5', 'Ready?\r\n5'),
      /Line 7 was left out/,
    ],
    [
      'an answer given again',
      '#,User Name,User Email,Submitted Date/Time,Q?\n1,A,a@x.org,9:00,Red\n2,A,a@x.org,9:05,Red',
      /1 answer was given again/,
    ],
    [
      'several answers given again',
      '#,User Name,User Email,Submitted Date/Time,Q?\n1,A,a@x.org,9:00,R\n2,A,a@x.org,9:05,R\n3,A,a@x.org,9:05,R',
      /2 answers were given again/,
    ],
    ['an unwritten question', pollsJson, /Poll 2 has no written question/],
    [
      'a broken poll in a list',
      `[${pollsJson.slice(1, -1)},{"question":"x","numVotes":1}]`,
      /Poll 4 has no answers/,
    ],
    [
      'broken answers in an event',
      recording(started, respond('u1', 0), published.replace('[{', '[{{')),
      /answers of a poll cannot be read/,
    ],
    [
      'events cut off',
      recording(started, respond('u1', 0)).replace('</recording>', ''),
      /XML breaks its rules here/,
    ],
    ['a poll that nobody answered', layoutC.replace('Yes,Home', 'Yes,'), /^$/],
    ['marks in a form', toCsv(forms), /points and feedback/],
    ['a column of a form nobody filled', 'Ready?,Why?\nYes,\nNo,', /1 question was answered by nobody/],
    ['several columns nobody filled', 'Ready?,Why?,How?\nYes,,\nNo,,', /2 questions were answered by nobody/],
    ['a row without an answer', 'Question,Answer\nReady?,Yes\nReady?,', /1 row was left out/],
    ['rows without an answer', 'Question,Answer\nReady?,Yes\nReady?,\nReady?,', /2 rows were left out/],
    ['votes that are none', 'Question,Answer,Votes\nReady?,Yes,many', /no whole number/],
    ['votes that are only a share', 'Question,Answer,Votes\nReady?,Yes,40 %', /no whole number/],
    ['a choice without a question', 'Question,Answer,Votes\n,Yes,1\nReady?,No,2', /no question or no choice/],
    ['a row that is no question', 'Ready?,Yes,No\nbye', /no question with two choices/],
    [
      'an empty poll beside others',
      JSON.stringify([
        { question: 'a', answers: [] },
        { question: 'b', answers: [{ key: 'x', numVotes: 1 }] },
      ]),
      /1 poll was left out/,
    ],
  ])('%s', (_, input, message) => {
    const text = parsePolls(input)
      .warnings.map(({ message: one }) => one)
      .join('\n');
    expect(text).toMatch(message);
  });
});

describe('what is no poll report is refused', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'polls-empty'],
    ['blanks', ' \n\uFEFF', 'polls-empty'],
    ['prose', 'Dear all,\nsee you tomorrow.', 'polls-unknown'],
    ['an outline', '0:00 Welcome\n5:00 Scoping', 'polls-unknown'],
    [
      'a list of participants',
      'Name (Original Name),User Email,Total Duration (Minutes),Guest\nAnn,a@x.org,3,No',
      'polls-unknown',
    ],
    ['a report without answers', '#,User Name,User Email,Submitted Date/Time,Ready?\n', 'polls-none'],
    ['JSON cut off', pollsJson.slice(0, -5), 'polls-bad-lines'],
    ['JSON that is no list', '{"numVotes":1}', 'polls-bad-lines'],
    ['a quotation mark never closed', 'Question,Answer\nReady?,Yes\nReady?,"No', 'polls-bad-lines'],
    [
      'XML with entities of its own',
      `<!DOCTYPE x [<!ENTITY a "b">]>${recording(started)}`,
      'polls-bad-lines',
    ],
    [
      'XML nested without end',
      `${'<a>'.repeat(5000)}<event eventname="PollStartedRecordEvent">`,
      'polls-bad-lines',
    ],
    ['a zip that is no workbook', zipXml({ 'a.txt': 'x' }), 'polls-bad-workbook'],
    ['a workbook without polls', makeXlsx([['Summary']]), 'polls-unknown'],
    ['a workbook cut off', makeXlsx(forms).subarray(0, 400), 'polls-bad-workbook'],
    ['a zip bomb', zipXml({ 'xl/workbook.xml': ' '.repeat(30_000_000) }), 'polls-bad-workbook'],
    ['too much', 'x'.repeat(10_000_001), 'polls-too-large'],
    [
      'too many questions',
      Array.from({ length: 2001 }, (_, index) => `Q${String(index)} what?,a,b`).join('\n'),
      'polls-too-many',
    ],
  ])('%s', (_, input, code) => {
    expect(() => parsePolls(input, { fileName: 'polls.csv' })).toThrow(expect.objectContaining({ code }));
  });

  test('and more answers than anybody reads are cut', () => {
    const rows = Array.from({ length: 5100 }, (_, index) => `Why?,r${String(index)}`);
    const { polls, warnings } = parsePolls(`Question,Answer\n${rows.join('\n')}`);
    expect(polls[0]?.choices).toHaveLength(5000);
    expect(warnings.at(-1)?.message).toMatch(/more than 5000/);
  });

  test.each([
    ['rows', `Question,Answer\n${'Ready?,Yes\n'.repeat(250_000)}`],
    ['commas', ','.repeat(200_000)],
    ['quotes', '"'.repeat(200_000)],
    ['number signs', '#,'.repeat(100_000)],
    ['semicolons', `Question,Answer\nQ,${'a;'.repeat(100_000)}`],
    ['elements', `<recording>${'<event eventname="PollStartedRecordEvent"/>'.repeat(20_000)}</recording>`],
  ])(
    'and a hundred thousand %s and more end in time',
    (_, input) => {
      const begin = performance.now();
      try {
        parsePolls(input);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
      expect(performance.now() - begin).toBeLessThan(30_000);
    },
    60_000,
  );
});

describe('whatever comes in', () => {
  test('gives polls with votes and choices, or an error of ours', () => {
    const pieces = fc.constantFrom(
      '#',
      'User Name',
      'User Email',
      'Submitted Time',
      'Question',
      'Answer',
      'Votes',
      ',',
      ';',
      '\n',
      '"',
      '1',
      'Ready?',
      'a@x.org',
      '\0',
      '\uD800',
      '[{"',
      'numVotes',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.oneof(texts, fc.uint8Array({ maxLength: 300 })), (input) => {
        try {
          for (const { question, choices } of parsePolls(input).polls) {
            expect(question).not.toBe('');
            expect(choices.length).toBeGreaterThan(0);
            for (const { text, votes } of choices) {
              expect(text).not.toBe('');
              expect(Number.isInteger(votes) && votes >= 0).toBe(true);
            }
          }
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test('every vote of a form is counted, however the answers are mixed', () => {
    const answers = fc.array(fc.constantFrom('Yes', 'No', 'Maybe, later', 'a "quoted" one'), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(answers, (given) => {
        const rows = given.map((answer, index) => [index, 'x', 'y', 'anonymous', '', answer]);
        const [poll] = parsePolls(toCsv([[...people, 'Ready?'], ...rows])).polls;
        expect(poll?.respondents).toBe(given.length);
        for (const { text, votes } of poll?.choices ?? [])
          expect(votes).toBe(given.filter((one) => one === text).length);
      }),
    );
  });
});
