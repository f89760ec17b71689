import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../domain/app-error.ts';
import {
  chatLinks,
  chatQuestions,
  hideSenders,
  parseChat,
  type ChatMessage,
} from '../../../../domain/chat.ts';

describe('what is no chat is refused', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'chat-empty'],
    ['prose', 'Dear all,\nbye', 'chat-unknown'],
    ['an outline', '0:00 Welcome\n5:00 Scoping', 'chat-unknown'],
    ['too much', 'x'.repeat(20_000_001), 'chat-too-large'],
    ['too many messages', '0:00:01\tA:\tx\n'.repeat(100_001), 'chat-too-long'],
  ])('%s', (_, input, code) => {
    expect(() => parseChat(input)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ['spaces', `1:00:00 From ${' '.repeat(200_000)}`],
    ['colons', `00:00:05\t${':'.repeat(200_000)}`],
    ['brackets', '[14:30] '.repeat(50_000)],
    ['anchors', `<popcorn><chattimeline message="${'&lt;a href='.repeat(20_000)}"/></popcorn>`],
  ])(
    'and a hundred thousand %s end in time',
    (_, input) => {
      const begin = performance.now();
      try {
        parseChat(input);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
      expect(performance.now() - begin).toBeLessThan(20_000);
    },
    60_000,
  );

  test('and whatever comes in gives messages, or an error of ours', () => {
    const pieces = fc.constantFrom(
      '00:00:05',
      '\t',
      'Ann:',
      ' From ',
      ' to Everyone',
      ': ',
      '\n',
      '[14:30] ',
      '2:30 PM',
      '<a href="',
      '">',
      '\0',
      '\uD800',
      'https://x.org?',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { messages } = parseChat(text, { startsAt: '14:30' });
          for (const message of messages) {
            expect(message.text).not.toBe('');
            expect(message.text.isWellFormed()).toBe(true);
            expect(message.atMs ?? 0).toBeGreaterThanOrEqual(0);
          }
          chatLinks(messages);
          chatQuestions(messages);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('from a chat', () => {
  const say = (text: string, atMs = 0): ChatMessage => ({ atMs, sender: 'Ann', text });

  test.each<[string, string[]]>([
    ['see https://x.org/a, and http://y.org/b?c=d.', ['https://x.org/a', 'http://y.org/b?c=d']],
    ['(https://en.wikipedia.org/wiki/A_(b))', ['https://en.wikipedia.org/wiki/A_(b)']],
    ['(see https://x.org/a)', ['https://x.org/a']],
    ['www.x.org!', ['https://www.x.org']],
    ['twice https://x.org/a https://x.org/a', ['https://x.org/a']],
    ['https://user:secret@x.org/a', []],
    ['http://localhost/a', []],
    ['https://[bad', []],
    ['javascript:alert(1) ftp://x.org', []],
  ])('the links of %j are taken', (text, urls) => {
    expect(chatLinks([say(text)]).map(({ url }) => url)).toEqual(urls);
  });

  test('links carry their time and the words around them', () => {
    expect(
      chatLinks([say('the  form: https://x.org/a thanks', 5000), { sender: 'B', text: 'https://y.org' }]),
    ).toEqual([
      { url: 'https://x.org/a', atMs: 5000, text: 'the form: thanks' },
      { url: 'https://y.org', text: '' },
    ]);
  });

  test.each<[string, boolean]>([
    ['What is it?', true],
    ['Really ?! ok', true],
    ['なぜですか？', true],
    ['Q: how many', true],
    ['see https://x.org/?a=b', false],
    ['??', false],
    ['Fine.', false],
  ])('whether %j asks is %s', (text, asks) => {
    expect(chatQuestions([say(text)])).toHaveLength(asks ? 1 : 0);
  });

  test('names are hidden, one number for each person', () => {
    const messages = [say('a'), { sender: 'Bob', text: 'b' }, say('c')];
    expect(hideSenders(messages).map(({ sender }) => sender)).toEqual([
      'Participant 1',
      'Participant 2',
      'Participant 1',
    ]);
  });
});
