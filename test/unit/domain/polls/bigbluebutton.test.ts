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
