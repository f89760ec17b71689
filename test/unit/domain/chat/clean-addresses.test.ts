import { expect, test } from 'vitest';
import { cleanAddresses } from '../../../../domain/chat.ts';

test.each([
  [
    'an address without anything to hide',
    'See https://example.org/a?page=2 there',
    'See https://example.org/a?page=2 there',
  ],
  ['what follows people', 'https://example.org/a?utm_source=x&page=2', 'https://example.org/a?page=2'],
  [
    'a name and a password',
    'Log in: https://ann:secret@example.org/files',
    'Log in: https://example.org/files',
  ],
  [
    'a name and a password without a dot in the host',
    'http://ann:secret@intranet/a?b=c',
    'http://intranet/a',
  ],
  ['an address without a scheme', 'www.example.org/a?utm_source=x.', 'https://www.example.org/a.'],
  ['text alone', 'Is 3:2 right? ann@example.org knows', 'Is 3:2 right? ann@example.org knows'],
])('of %s nothing else is taken', (_what, text, clean) => {
  expect(cleanAddresses([{ sender: 'Ann', text }]).map((message) => message.text)).toEqual([clean]);
});
