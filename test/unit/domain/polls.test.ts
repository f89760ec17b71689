import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../domain/app-error.ts';
import { parsePolls, type Poll } from '../../../domain/polls.ts';
import { pollToQuizDraft } from '../../../domain/polls/quiz-draft.ts';
import { questionDraftSchema } from '../../../domain/quiz.ts';
import { makeXlsx, zipXml } from '../../support/documents.ts';

/** `Ready? Yes 2, No 1 (3)` */
function show({ question, type, choices, respondents }: Poll): string {
  const votes = choices.map(({ text, votes: count }) => `${text} ${String(count)}`).join(', ');
  const people = respondents === undefined ? '' : ` (${String(respondents)})`;
  const kind =
    type === 'multiple-choice' || type === 'true-false' || type === 'short-answer' ? ` [${type}]` : '';
  return `${question} ${votes}${people}${kind}`;
}

const layoutA = `\uFEFF#,User Name,User Email,Submitted Date/Time,\r
1,Ann Lee,ann@example.org,"Nov 23, 2020 10:41:25",Ready?,Yes,"Which fruit\ndo you like?",Apple;Pear\r
2,Bob,bob@example.org,"Nov 23, 2020 10:41:30",Ready?,No,"Which fruit\ndo you like?",Pear\r
3,Anonymous Attendee,,"Nov 23, 2020 10:41:31",Ready?,Yes\r
4,Anonymous Attendee,,"Nov 23, 2020 10:41:31",Ready?,Yes\r
5,Cy,cy@example.org,"Nov 23, 2020 11:02:00",How was it?,Good\r
`;

const layoutB = `Poll Report\r
Report Generated:,"Sep 21, 2021 12:00 PM"\r
Topic,Webinar ID,Actual Start Time\r
"Safety, basics",812 3456 7890,"Sep 21, 2021 10:00 AM"\r
\r
Poll Details\r
#,User Name,User Email,Submitted Date/Time,Ready?\r
1,Ann Lee,ann@example.org,"Sep 21, 2021 10:05:00",Yes\r
2,Bob,bob@example.org,"Sep 21, 2021 10:05:01",No\r
\r
#,User Name,User Email,Submitted Date/Time,"Which, of these?"\r
1,Anonymous Attendee,,"Sep 21, 2021 10:15:00","A;B"\r
2,Anonymous Attendee,,"Sep 21, 2021 10:15:00",B\r
`;

const layoutC = `Overview\r
Generate Time,Meeting Topic,Meeting/Webinar ID,Actual Start Time\r
"09/15/2026 12:00:00",Safety,812 3456 7890,"09/15/2026 10:00:00"\r
\r
Launched Polls\r
#,Poll Name,Questions,Responses\r
1,Warm-up,2,2\r
2,End,1,1\r
\r
Warm-up\r
#,User Name,Email Address,Submitted Date and Time,Ready?,Where from?\r
1,Ann Lee,ann@example.org,"09/15/2026 10:05:00",Yes,Home\r
2,Bob,bob@example.org,"09/15/2026 10:05:00",Yes,\r
End\r
#,User Name,Email Address,Submitted Date and Time,Ready?\r
1,Ann Lee,ann@example.org,"09/15/2026 11:05:00",No\r
`;

const layoutD = `Poll Report\r
Report generated time,"Jan 7, 2026 09:00"\r
Topic,Webinar ID,Actual Start Time,# Poll\r
Safety,812 3456 7890,"Jan 6, 2026 10:00",2\r
\r
#,User Name,User Email,Submitted Time (America/Los_Angeles),Question,Answer\r
1,Ann Lee,ann@example.org,"Jan 6, 2026 10:05:00",Ready?,Yes\r
2,Bob,bob@example.org,"Jan 6, 2026 10:05:09",Ready?,No\r
3,Ann Lee,ann@example.org,"Jan 6, 2026 10:15:00",Which?,A\r
4,Ann Lee,ann@example.org,"Jan 6, 2026 10:15:00",Which?,B\r
5,Anonymous Attendee,,"Jan 6, 2026 10:15:00",Which?,B\r
6,Anonymous Attendee,,"Jan 6, 2026 10:15:00",Which?,B\r
`;

const people = ['ID', 'Start time', 'Completion time', 'Email', 'Name'];
const forms = [
  [...people, 'Ready?', 'Which do you use?', 'Points - Ready?'],
  [1, 45000.4, 45000.5, 'ann@example.org', 'Ann Lee', 'Yes', 'Paper;Pen;', 1],
  [2, 45000.4, 45000.5, 'anonymous', '', 'No', 'Pen;', 0],
  [3, 45000.4, 45000.5, 'anonymous', '', 'Yes', '', 1],
];
const toCsv = (rows: readonly (readonly (string | number)[])[], delimiter = ','): string =>
  rows
    .map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(delimiter))
    .join('\r\n');

const pollsJson = JSON.stringify([
  {
    timestamp: 1000,
    type: 'TF',
    question: 'Is it so?',
    answers: [
      { id: 0, key: 'True', numVotes: 3 },
      { id: 1, key: 'False', numVotes: 0 },
    ],
    respondents: 9,
    responders: 3,
  },
  {
    timestamp: 2000,
    type: 'A-3',
    question: '',
    answers: [
      { key: 'A', numVotes: 2 },
      { key: 'B', numVotes: 1 },
    ],
    responders: 2,
  },
  { timestamp: 3000, type: 'R-', question: 'Why?', answers: [{ key: 'because', numVotes: 1 }] },
]);

const event = (name: string, inside: string): string =>
  `<event timestamp="1" module="POLL" eventname="${name}">${inside}</event>`;
const started = event(
  'PollStartedRecordEvent',
  `<pollId>p1</pollId><question>Ready &amp; able?</question><type>YN</type><answers>[{"id":0,"key":"Yes"},{"id":1,"key":"No"}]</answers>`,
);
const respond = (user: string, answer: number): string =>
  event(
    'UserRespondedToPollRecordEvent',
    `<pollId>p1</pollId><userId>${user}</userId><answerId>${String(answer)}</answerId>`,
  );
const published = event(
  'PollPublishedRecordEvent',
  `<pollId>p1</pollId><question></question><numRespondents>7</numRespondents><numResponders>5</numResponders><answers>[{"id":0,"key":"Yes","numVotes":4},{"id":1,"key":"No","numVotes":1}]</answers>`,
);
const recording = (...events: string[]): string =>
  `<?xml version="1.0"?>\n<recording meeting_id="m">${events.join('\n')}</recording>`;

describe('polls are read', () => {
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
    [
      "from BigBlueButton's polls.json",
      pollsJson,
      'bigbluebutton',
      [
        'Is it so? True 3, False 0 (3) [true-false]',
        'Poll 2 A 2, B 1 (2) [multiple-choice]',
        'Why? because 1 [short-answer]',
      ],
    ],
    [
      "from BigBlueButton's polls.json in an object",
      `{"polls":${pollsJson}}`,
      'bigbluebutton',
      [
        'Is it so? True 3, False 0 (3) [true-false]',
        'Poll 2 A 2, B 1 (2) [multiple-choice]',
        'Why? because 1 [short-answer]',
      ],
    ],
    [
      "from BigBlueButton's events, published",
      recording(started, respond('u1', 0), published),
      'bigbluebutton-events',
      ['Ready & able? Yes 4, No 1 (5)'],
    ],
    [
      "from BigBlueButton's events, never published, a user twice",
      recording(started, respond('u1', 0), respond('u2', 1), respond('u1', 0)),
      'bigbluebutton-events',
      ['Ready & able? Yes 1, No 1 (2)'],
    ],
    [
      "from BigBlueButton's events, published alone",
      recording(published.replace('<question></question>', '<question>So?</question>')),
      'bigbluebutton-events',
      ['So? Yes 4, No 1 (5)'],
    ],
    [
      "from BigBlueButton's events, typed answers",
      recording(
        event(
          'PollStartedRecordEvent',
          '<pollId>p1</pollId><question>Why?</question><type>R-</type><answers>[]</answers>',
        ),
        event(
          'UserRespondedToTypedPollRecordEvent',
          '<pollId>p1</pollId><userId>u1</userId><answer>because</answer>',
        ),
      ),
      'bigbluebutton-events',
      ['Why? because 1 (1) [short-answer]'],
    ],
    [
      'from Forms as CSV',
      toCsv(forms),
      'forms',
      ['Ready? Yes 2, No 1 (3)', 'Which do you use? Paper 1, Pen 2 (2) [multiple-choice]'],
    ],
    [
      'from Forms as a German sheet',
      toCsv(
        [
          ['ID', 'Startzeit', 'Fertigstellungszeit', 'E-Mail', 'Name', 'Bereit?'],
          [1, 'x', 'y', 'anonymous', '', 'Ja'],
        ],
        ';',
      ),
      'forms',
      ['Bereit? Ja 1 (1)'],
    ],
    [
      'from Google Forms',
      'Timestamp,Email Address,Ready?\n1/2/2026,a@x.org,Yes\n1/2/2026,b@x.org,Yes',
      'forms',
      ['Ready? Yes 2 (2)'],
    ],
    [
      'from a sheet whose headings are questions',
      'Ready?,Why?\nYes,"so, yes"\nNo,',
      'forms',
      ['Ready? Yes 1, No 1 (2)', 'Why? so, yes 1 (1)'],
    ],
    [
      'from Forms as a workbook',
      makeXlsx(forms),
      'forms-xlsx',
      ['Ready? Yes 2, No 1 (3)', 'Which do you use? Paper 1, Pen 2 (2) [multiple-choice]'],
    ],
    [
      'from the second sheet of a workbook',
      makeXlsx([['Summary']], forms),
      'forms-xlsx',
      ['Ready? Yes 2, No 1 (3)', 'Which do you use? Paper 1, Pen 2 (2) [multiple-choice]'],
    ],
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
  ])('%s', (_, input, format, expected) => {
    const parsed = parsePolls(input);
    expect(parsed.polls.map(show)).toEqual(expected);
    expect(parsed.format).toBe(format);
  });

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
    expect(parsePolls(input).polls.map(show)).toEqual(expected);
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

describe('polls become quiz drafts', () => {
  const { polls } = parsePolls(layoutA);

  test('with the votes beside each choice, and nothing right', () => {
    const { drafts, warnings } = pollToQuizDraft(polls.slice(0, 2));
    expect(warnings).toEqual([]);
    expect(drafts[1]).toEqual({
      type: 'multiple-choice',
      prompt: 'Which fruit\ndo you like?',
      mark: 1,
      choices: [
        { text: 'Apple', weight: 0, votes: 1 },
        { text: 'Pear', weight: 0, votes: 2 },
      ],
      respondents: 2,
    });
    for (const draft of drafts)
      expect(questionDraftSchema.parse(draft)).not.toHaveProperty('choices.0.votes');
  });

  test('as a short answer where everybody said the same', () => {
    const { drafts, warnings } = pollToQuizDraft(polls.slice(2));
    expect(drafts[0]?.type).toBe('short-answer');
    expect(warnings[0]?.message).toMatch(/only one choice/);
  });

  test('with the fifty most given answers of many', () => {
    const choices = Array.from({ length: 60 }, (_, index) => ({ text: `c${String(index)}`, votes: index }));
    const { drafts, warnings } = pollToQuizDraft([{ question: 'Why?', type: 'short-answer', choices }]);
    expect(drafts[0]?.choices).toHaveLength(50);
    expect(drafts[0]?.choices[0]).toEqual({ text: 'c59', weight: 0, votes: 59 });
    expect(warnings[0]?.message).toMatch(/the 10 least given were left out/);
  });

  test('true or false only with two choices', () => {
    const choice = (text: string): { text: string; votes: number } => ({ text, votes: 1 });
    const three = [choice('True'), choice('False'), choice('Abstain')];
    const { drafts } = pollToQuizDraft([
      { question: 'a', type: 'true-false', choices: three },
      { question: 'b', type: 'true-false', choices: three.slice(0, 2) },
      { question: 'c', choices: three },
    ]);
    expect(drafts.map(({ type }) => type)).toEqual(['single-choice', 'true-false', 'single-choice']);
  });
});

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  Array.from(text).forEach((character, index) => {
    bytes.set([character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8], index * 2);
  });
  return bytes;
}
