import { describe, expect, test } from 'vitest';
import { parseChat } from '../../../../domain/chat.ts';
import { arrivals } from '../../../support/arrivals.ts';

const samples: readonly [format: string, text: string, messages: readonly string[]][] = [
  [
    'zoom',
    '00:00:05\tRené:\tHello, all\n00:01:02\tBob:\tand\nmore\n',
    ['5000 René: Hello, all', '62000 Bob: and\nmore'],
  ],
  [
    'zoom-local',
    '14:30:12 From René to Everyone:\n\tHello\n14:31:00 From Bob to Everyone: Hi\n',
    ['12000 René: Hello', '60000 Bob: Hi'],
  ],
  ['teams', '[14:30] René\nHello\n[14:31] Bob: Hi\n', ['0 René: Hello', '60000 Bob: Hi']],
  [
    'meet',
    '00:00:01.000,00:00:04.000\nRené: Hello\n\n00:00:05.000,00:00:09.000\nBob: Hi\n',
    ['1000 René: Hello', '5000 Bob: Hi'],
  ],
  [
    'bigbluebutton',
    '<?xml version="1.0"?><popcorn>\n<chattimeline in="1" name="René" message="Hello"/>\n<chattimeline in="2" name="Bob" message="Hi"/>\n</popcorn>',
    ['1000 René: Hello', '2000 Bob: Hi'],
  ],
];

describe.each(samples)('a chat of %s', (format, text, messages) => {
  test.each(arrivals(text))('%s', (_, file) => {
    const parsed = parseChat(file, { startsAt: '14:30:00' });
    expect(
      parsed.messages.map(({ atMs, sender, text: said }) => `${String(atMs)} ${sender}: ${said}`),
    ).toEqual(messages);
    expect(parsed.format).toBe(format);
  });
});

test.each([
  [
    'no name among names',
    '0:00:01.000,0:00:02.000\nBob: a\n\n0:00:03.000,0:00:04.000\nmm\n',
    ['Bob: a', ': mm'],
  ],
  [
    'an address that is no name',
    '0:00:01.000,0:00:02.000\nhttps://example.org/a\n',
    [': https://example.org/a'],
  ],
  ['small letters', '0:00:01.000,0:00:02.000\nbob x: a\n', ['bob x: a']],
  ['two lines', '0:00:01.000,0:00:02.000\nBob: a\nb\n', ['Bob: a\nb']],
])('a chat of Meet with %s', (_, text, expected) => {
  expect(parseChat(text).messages.map(({ sender, text: said }) => `${sender}: ${said}`)).toEqual(expected);
});
