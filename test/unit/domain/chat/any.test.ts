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

const show = ({ atMs, sender, text }: ChatMessage): string =>
  `${atMs === undefined ? '-' : String(atMs)} ${sender}: ${text}`;

const cloud =
  '00:00:05\tAnn Lee:\tHello, all\r\n00:01:02\tBob: \tTabs\there\tand\r\na soft return\r\n01:00:00\tAnn Lee:\tBye\r\n';
const local = `14:30:12 From  Ann Lee  to  Everyone : Hello, all
14:31:00 From Bob to Everyone:
	Replying to "Hello, all"
	
	Hi: Ann
14:31:05 From Bob to Ann Lee(Direct Message):
	psst
14:31:09 From Cy to Everyone:
	Reacted to "Hello, all" with 👍
14:32:00\t From Ann to Bob : bye`;
const graph = JSON.stringify({
  value: [
    {
      createdDateTime: '2026-09-15T14:31:00Z',
      messageType: 'message',
      from: { user: { displayName: 'Bob' } },
      body: { contentType: 'html', content: '<p>See <a href="https://x.org/a">this</a></p><p>now</p>' },
    },
    {
      createdDateTime: '2026-09-15T14:30:30Z',
      messageType: 'message',
      from: { user: { displayName: 'Ann' } },
      body: { contentType: 'text', content: '1 < 2' },
    },
    {
      createdDateTime: '2026-09-15T14:30:20Z',
      messageType: 'systemEventMessage',
      from: null,
      body: { content: '<x/>' },
    },
    {
      createdDateTime: '2026-09-15T14:30:10Z',
      deletedDateTime: '2026-09-15T14:30:11Z',
      from: null,
      body: { content: 'gone' },
    },
    { what: 'else' },
  ],
});
const popcorn = `<?xml version="1.0"?><popcorn>
<chattimeline in="31.5" direction="down" name="Ann &amp; Bob" message="look: &lt;a href=&quot;https://x.org/&quot; rel=&quot;x&quot;&gt;&lt;u&gt;https://x.org/&lt;/u&gt;&lt;/a&gt;" target="chat"/>
<chattimeline in="bad" name="Cy" message="1 &amp;lt; 2&lt;br/&gt;so" target="chat"/>
</popcorn>`;

describe('a chat is read', () => {
  test.each<[string, string | Uint8Array, string | undefined, string, string[]]>([
    [
      "from Zoom's cloud",
      cloud,
      undefined,
      'zoom',
      ['5000 Ann Lee: Hello, all', '62000 Bob: Tabs\there\tand\na soft return', '3600000 Ann Lee: Bye'],
    ],
    [
      'with a byte-order mark, from bytes',
      new TextEncoder().encode(`\uFEFF${cloud}`),
      undefined,
      'zoom',
      ['5000 Ann Lee: Hello, all', '62000 Bob: Tabs\there\tand\na soft return', '3600000 Ann Lee: Bye'],
    ],
    ['a name with a colon inside', '00:00:05\tDr: Lee:\tHello', undefined, 'zoom', ['5000 Dr: Lee: Hello']],
    [
      'a message with a stamp in it',
      '00:00:05\tAnn:\tsee\n0:10 of the film',
      undefined,
      'zoom',
      ['5000 Ann: see\n0:10 of the film'],
    ],
    [
      "from Zoom's computer, times unknown",
      local,
      undefined,
      'zoom-local',
      ['- Ann Lee: Hello, all', '- Bob: Hi: Ann', '- Ann: bye'],
    ],
    [
      "from Zoom's computer, start known",
      local,
      '14:30:00',
      'zoom-local',
      ['12000 Ann Lee: Hello, all', '60000 Bob: Hi: Ann', '120000 Ann: bye'],
    ],
    [
      'before the start',
      local,
      '14:31:00',
      'zoom-local',
      ['0 Ann Lee: Hello, all', '0 Bob: Hi: Ann', '60000 Ann: bye'],
    ],
    [
      'over midnight',
      '23:59:50 From A to Everyone: x\n00:00:10 From B to Everyone: y',
      '23:59:40',
      'zoom-local',
      ['10000 A: x', '30000 B: y'],
    ],
    [
      'with the moment of its start',
      local,
      '2026-09-15T14:30:00Z',
      'zoom-local',
      ['12000 Ann Lee: Hello, all', '60000 Bob: Hi: Ann', '120000 Ann: bye'],
    ],
    ['without a recipient', '14:30:12 From Ann Lee: hi', undefined, 'zoom-local', ['- Ann Lee: hi']],
    [
      'from Teams, copied',
      '[14:30] Ann Lee\nHello\nall\n[14:31] Bob\nHi',
      '14:30',
      'teams',
      ['0 Ann Lee: Hello\nall', '60000 Bob: Hi'],
    ],
    [
      'from Teams with dates',
      '[9/15/2026 2:30 PM] Ann Lee: Hello\n[9/15/2026 2:31 PM] Bob: Hi',
      '14:30',
      'teams',
      ['0 Ann Lee: Hello', '60000 Bob: Hi'],
    ],
    [
      'from Teams with times behind',
      'Ann Lee  2:30 PM\nHello\n\nBob [2:31 PM]\nHi',
      '14:30',
      'teams',
      ['0 Ann Lee: Hello', '60000 Bob: Hi'],
    ],
    [
      "from Teams' interface, newest first",
      graph,
      '2026-09-15T14:30:00Z',
      'teams-json',
      ['30000 Ann: 1 < 2', '60000 Bob: See this (https://x.org/a)\nnow'],
    ],
    [
      "from Teams' interface, start unknown",
      graph,
      undefined,
      'teams-json',
      ['- Ann: 1 < 2', '- Bob: See this (https://x.org/a)\nnow'],
    ],
    [
      'from an array of messages',
      '[{"createdDateTime":"x","body":{"content":null}},{"createdDateTime":"y","body":{"content":"a"}}]',
      '14:30',
      'teams-json',
      ['- : a'],
    ],
    [
      'from BigBlueButton',
      popcorn,
      undefined,
      'bigbluebutton',
      ['31500 Ann & Bob: look: https://x.org/', '- Cy: 1 < 2\nso'],
    ],
    [
      "from BigBlueButton's events",
      '<recording><event eventname="PublicChatEvent"><sender>Ann</sender><message>Hi <a href="https://x.org/a">a</a></message></event><event eventname="Other"/></recording>',
      undefined,
      'bigbluebutton',
      ['- Ann: Hi'],
    ],
    [
      'from Meet',
      '00:00:01.000,00:00:04.000\nAnn Lee: Hello\n\n00:00:05.000,00:00:09.000\nbob: hi',
      undefined,
      'meet',
      ['1000 Ann Lee: Hello', '5000 bob: hi'],
    ],
    ['from Meet, without a name', '00:00:01.000,00:00:04.000\nHello', undefined, 'meet', ['1000 : Hello']],
    ['NULs and lone surrogates', '00:00:05\tAnn:\ta\0b\uD800', undefined, 'zoom', ['5000 Ann: ab\uFFFD']],
  ])('%s', (_, input, startsAt, format, expected) => {
    const parsed = parseChat(input, startsAt === undefined ? {} : { startsAt });
    expect(parsed.messages.map(show)).toEqual(expected);
    expect(parsed.format).toBe(format);
  });

  test.each<[string, string, RegExp]>([
    ['private messages', local, /1 private message was left out/],
    [
      'several of them',
      '1:00:00 From A to B(Direct Message): x\n1:00:01 From A to B (Privately) : y\n1:00:02 From A to Everyone : z',
      /2 private messages were/,
    ],
    ['reactions', local, /1 reaction was left out/],
    [
      'a reaction taken back',
      '1:00:00 From A to Everyone: Removed a 👍 reaction from "x"\n1:00:02 From A to Everyone : z',
      /1 reaction was/,
    ],
    ['unknown times', local, /times of day/],
    ['lines before the first message', `Chat of today\n\n${cloud}`, /Line 1 was left out/],
    ['a file cut off', popcorn.replace('</popcorn>', ''), /XML breaks its rules here/],
    ['strange entries', graph, /1 entries are no messages/],
  ])('and %s are told', (_, input, message) => {
    expect(
      parseChat(input)
        .warnings.map(({ message: one }) => one)
        .join('\n'),
    ).toMatch(message);
  });
});

describe('what is no chat is refused', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'chat-empty'],
    ['prose', 'Dear all,\nbye', 'chat-unknown'],
    ['an outline', '0:00 Welcome\n5:00 Scoping', 'chat-unknown'],
    ['only private messages', '1:00:00 From A to B(Direct Message): x', 'chat-no-messages'],
    ['JSON cut off', graph.slice(0, -3), 'chat-bad-lines'],
    ['JSON that is no list', '{"createdDateTime":"x","body":"y"}', 'chat-bad-lines'],
    [
      'XML with entities of its own',
      popcorn.replace('<popcorn>', '<!DOCTYPE x [<!ENTITY a "b">]><popcorn>'),
      'chat-bad-lines',
    ],
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
