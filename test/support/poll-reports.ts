import type { Poll } from '../../domain/polls.ts';

/** A poll on one line: `Ready? Yes 2, No 1 (3)`. */
export function showPoll({ question, type, choices, respondents }: Poll): string {
  const votes = choices.map(({ text, votes: count }) => `${text} ${String(count)}`).join(', ');
  const people = respondents === undefined ? '' : ` (${String(respondents)})`;
  const kind =
    type === 'multiple-choice' || type === 'true-false' || type === 'short-answer' ? ` [${type}]` : '';
  return `${question} ${votes}${people}${kind}`;
}

/** Zoom's report to September 2021: questions and answers in pairs along the row. */
export const layoutA = `\uFEFF#,User Name,User Email,Submitted Date/Time,\r
1,Ann Lee,ann@example.org,"Nov 23, 2020 10:41:25",Ready?,Yes,"Which fruit\ndo you like?",Apple;Pear\r
2,Bob,bob@example.org,"Nov 23, 2020 10:41:30",Ready?,No,"Which fruit\ndo you like?",Pear\r
3,Anonymous Attendee,,"Nov 23, 2020 10:41:31",Ready?,Yes\r
4,Anonymous Attendee,,"Nov 23, 2020 10:41:31",Ready?,Yes\r
5,Cy,cy@example.org,"Nov 23, 2020 11:02:00",How was it?,Good\r
`;

/** Zoom's report from September 2021 on: a table for each question. */
export const layoutB = `Poll Report\r
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

/** Zoom's report with a table for each launched poll. */
export const layoutC = `Overview\r
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

/** Zoom's report of 2026: a row for each answer. */
export const layoutD = `Poll Report\r
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

/** What Forms puts before the questions. */
export const people = ['ID', 'Start time', 'Completion time', 'Email', 'Name'];
/** The answers of three people to a form. */
export const forms = [
  [...people, 'Ready?', 'Which do you use?', 'Points - Ready?'],
  [1, 45000.4, 45000.5, 'ann@example.org', 'Ann Lee', 'Yes', 'Paper;Pen;', 1],
  [2, 45000.4, 45000.5, 'anonymous', '', 'No', 'Pen;', 0],
  [3, 45000.4, 45000.5, 'anonymous', '', 'Yes', '', 1],
];
/** Writes rows as a table of quoted cells. */
export const toCsv = (rows: readonly (readonly (string | number)[])[], delimiter = ','): string =>
  rows
    .map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(delimiter))
    .join('\r\n');

/** BigBlueButton's `polls.json`: true or false, letters without a question, and typed answers. */
export const pollsJson = JSON.stringify([
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

/** An event of a poll in the raw `events.xml`. */
export const event = (name: string, inside: string): string =>
  `<event timestamp="1" module="POLL" eventname="${name}">${inside}</event>`;
/** A poll that began. */
export const started = event(
  'PollStartedRecordEvent',
  `<pollId>p1</pollId><question>Ready &amp; able?</question><type>YN</type><answers>[{"id":0,"key":"Yes"},{"id":1,"key":"No"}]</answers>`,
);
/** A vote of somebody in that poll. */
export const respond = (user: string, answer: number): string =>
  event(
    'UserRespondedToPollRecordEvent',
    `<pollId>p1</pollId><userId>${user}</userId><answerId>${String(answer)}</answerId>`,
  );
/** The same poll with its votes. */
export const published = event(
  'PollPublishedRecordEvent',
  `<pollId>p1</pollId><question></question><numRespondents>7</numRespondents><numResponders>5</numResponders><answers>[{"id":0,"key":"Yes","numVotes":4},{"id":1,"key":"No","numVotes":1}]</answers>`,
);
/** A raw `events.xml` of some events. */
export const recording = (...events: string[]): string =>
  `<?xml version="1.0"?>\n<recording meeting_id="m">${events.join('\n')}</recording>`;
