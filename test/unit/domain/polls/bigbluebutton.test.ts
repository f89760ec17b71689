import { expect, test } from 'vitest';
import { parsePolls } from '../../../../domain/polls.ts';
import {
  event,
  pollsJson,
  published,
  recording,
  respond,
  showPoll,
  started,
} from '../../../support/poll-reports.ts';
import { testPolls } from '../../../support/poll-table.ts';

test.each<[string, string | Uint8Array, string, string[]]>([
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
])('polls are read %s', (_, input, format, expected) => {
  const parsed = parsePolls(input);
  expect(parsed.polls.map(showPoll)).toEqual(expected);
  expect(parsed.format).toBe(format);
});

const two = [
  { id: 0, key: 'A', numVotes: 2 },
  { id: 1, key: 'B', numVotes: 1 },
];
const poll = (fields: object): string =>
  JSON.stringify([{ type: 'A-2', question: 'Réady?', answers: two, ...fields }]);

testPolls(
  'bigbluebutton',
  poll({ responders: 3, timestamp: 12 }),
  ['Réady? A 2, B 1 (3)'],
  [
    [
      'votes in the older spelling',
      poll({
        answers: [
          { key: 'A', num_votes: 4 },
          { key: 'B', num_votes: '1' },
        ],
      }),
      ['Réady? A 4, B 1'],
    ],
    [
      'votes that are missing or less than none',
      poll({ answers: [{ key: 'A' }, { key: 'B', numVotes: -2 }] }),
      ['Réady? A 0, B 0'],
    ],
    ['more votes than people', poll({ responders: 2 }), ['Réady? A 2, B 1 (2) [multiple-choice]']],
    [
      'numbers as keys',
      poll({
        answers: [
          { key: 1, numVotes: 1 },
          { key: 2, numVotes: 0 },
        ],
      }),
      ['Réady? 1 1, 2 0'],
    ],
    ['a type that is not known', poll({ type: 'Z' }), ['Réady? A 2, B 1']],
    ['yes, no and abstention', poll({ type: 'YNA' }), ['Réady? A 2, B 1']],
    ['no question', poll({ question: '  ' }), ['Poll 1 A 2, B 1'], /no written question/],
    ['people that are no number', poll({ responders: 'x', respondents: 3 }), ['Réady? A 2, B 1 (3)']],
    ['one entry that is none', `[5,${poll({}).slice(1)}`, 'polls-unknown'],
    ['no polls', '[]', 'polls-unknown'],
    ['cut off', poll({}).slice(0, -2), 'polls-bad-lines'],
    ['a time that is none', poll({ timestamp: 'soon' }), ['Réady? A 2, B 1']],
  ],
);

const offered = '<answers>[{"id":0,"key":"Yes"},{"id":1,"key":"No"}]</answers>';
const begin = event(
  'PollStartedRecordEvent',
  `<pollId>p1</pollId><question>Réady?</question><type>YN</type>${offered}`,
);

testPolls(
  'bigbluebutton-events',
  recording(begin, respond('u1', 0), respond('u2', 1)),
  ['Réady? Yes 1, No 1 (2)'],
  [
    ['nobody answered', recording(begin), ['Réady? Yes 0, No 0 (0)']],
    [
      'a voter who said it twice',
      recording(begin, respond('u1', 0), respond('u1', 0)),
      ['Réady? Yes 1, No 0 (1)'],
    ],
    [
      'a voter of several',
      recording(begin, respond('u1', 0), respond('u1', 1)),
      ['Réady? Yes 1, No 1 (1) [multiple-choice]'],
    ],
    ['an answer that was not offered', recording(begin, respond('u1', 7)), ['Réady? Yes 0, No 0 (0)']],
    ['an answer before its poll', recording(respond('u1', 0), begin), ['Réady? Yes 0, No 0 (0)']],
    ['answers that cannot be read', recording(begin.replace('[{', '[[{'), respond('u1', 0)), 'polls-none'],
    [
      'answers without ids',
      recording(begin.replaceAll(/"id":\d,/g, ''), respond('u1', 1)),
      ['Réady? Yes 0, No 1 (1)'],
    ],
    [
      'two polls',
      recording(begin, begin.replace('p1', 'p2').replace('Réady?', 'Sure?'), respond('u1', 0)),
      ['Réady? Yes 1, No 0 (1)', 'Sure? Yes 0, No 0 (0)'],
    ],
    ['the same poll begun twice', recording(begin, respond('u1', 0), begin), ['Réady? Yes 0, No 0 (0)']],
    [
      'other events between',
      recording(begin, '<event eventname="ChatEvent"><message>x</message></event>', respond('u1', 0)),
      ['Réady? Yes 1, No 0 (1)'],
    ],
    ['no poll at all', recording('<event eventname="ChatEvent"/>'), 'polls-unknown'],
    [
      'an answer in a poll that is not known',
      recording(begin, respond('u1', 0).replace('p1', 'p9')),
      ['Réady? Yes 0, No 0 (0)'],
    ],
  ],
);
