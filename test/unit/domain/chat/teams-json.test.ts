import { testChats } from '../../../support/chat-table.ts';

const message = (minute: number, name: string, content: string, more: object = {}): object => ({
  id: String(minute),
  createdDateTime: `2026-09-15T14:${String(minute)}:00.500Z`,
  messageType: 'message',
  from: { user: { displayName: name } },
  body: { contentType: 'html', content },
  ...more,
});
const hello = message(30, 'Ann', '<p>Hello</p>');
const hi = message(31, 'Bob', 'Hi');
const both = ['500 Ann: Hello', '60500 Bob: Hi'];
const write = (...messages: unknown[]): string => JSON.stringify({ value: messages }, null, 1);
const say = (content: string, more: object = {}): string => write(message(30, 'Ann', content, more));
const file = {
  id: 'f',
  contentType: 'reference',
  contentUrl: 'https://x.org/plan.docx',
  name: 'Our plan.docx',
};

testChats(
  'teams-json',
  write(message(31, 'Bob', 'Hi'), message(30, 'René', 'Hello')),
  ['500 René: Hello', '60500 Bob: Hi'],
  [
    ['a list alone', JSON.stringify([hello, hi]), both],
    ['messages by their name', JSON.stringify({ messages: [hello, hi] }), both],
    ['the oldest first', write(hello, hi), both],
    ['no order at all', write(hi, message(32, 'Cy', 'Ho'), hello), [...both, '120500 Cy: Ho']],
    [
      'a page that was fetched twice',
      write(hi, hello, hi, hello),
      both,
      /^2 messages stood there twice and were read once\.$/,
    ],
    [
      'no ids',
      write({ ...hello, id: undefined }, { ...hello, id: undefined }),
      ['500 Ann: Hello', '500 Ann: Hello'],
    ],
    ['answers below a message', write({ ...hello, replies: [hi] }), both],
    [
      'times of another zone',
      write({ ...hello, createdDateTime: '2026-09-15T16:30:00+02:00' }),
      ['0 Ann: Hello'],
    ],
    [
      'a message from before the start',
      write({ ...hello, createdDateTime: '2026-09-15T14:00:00Z' }),
      ['0 Ann: Hello'],
    ],
    [
      'messages of several days',
      write(hello, { ...hi, createdDateTime: '2026-09-17T14:30:00Z' }),
      ['500 Ann: Hello', '172800000 Bob: Hi'],
    ],
    [
      'a start that nobody knows',
      write(hi, hello),
      ['- Ann: Hello', '- Bob: Hi'],
      /^The messages tell date and time, and those of the recording's start .* are not known: the times were left out\.$/,
      '',
    ],
    [
      'a start that is a time of day, which says nothing of the day',
      write(hello),
      ['- Ann: Hello'],
      /recording's start/,
      '14:30',
    ],
    [
      'times that are none',
      write({ ...hello, createdDateTime: 'x' }, { ...hi, createdDateTime: 'y' }),
      ['- Ann: Hello', '- Bob: Hi'],
    ],
    [
      'a message that was deleted',
      write(hello, { ...hi, deletedDateTime: '2026-09-15T14:32:00Z' }),
      ['500 Ann: Hello'],
    ],
    [
      'a message that was edited',
      write({ ...hello, lastEditedDateTime: '2026-09-15T14:40:00Z' }),
      ['500 Ann: Hello'],
    ],
    [
      'what the system says',
      write(hello, { ...hi, messageType: 'systemEventMessage', from: null }),
      ['500 Ann: Hello'],
    ],
    [
      'a bot',
      write({ ...hello, from: { user: null, application: { displayName: 'Forms' } } }),
      ['500 Forms: Hello'],
    ],
    [
      'senders without names',
      write({ ...hello, from: { user: { displayName: null } } }, { ...hi, from: null }),
      ['500 : Hello', '60500 : Hi'],
    ],
    [
      'names from right to left',
      write({ ...hello, from: { user: { displayName: 'דנה לוי' } } }),
      ['500 דנה לוי: Hello'],
    ],
    [
      'reactions, which are no messages',
      say('Hello', { reactions: [{ reactionType: 'like' }] }),
      ['500 Ann: Hello'],
    ],
    [
      'text that is no HTML',
      write({ ...hello, body: { contentType: 'text', content: '1 < 2 &amp; <b>' } }),
      ['500 Ann: 1 < 2 &amp; <b>'],
    ],
    [
      'paragraphs, lists and breaks',
      say('<div><p>one</p><ul><li>two</li><li>three<br>four</li></ul></div>'),
      ['500 Ann: one\ntwo\nthree\nfour'],
    ],
    ['entities', say('1 &lt; 2&nbsp;&amp; &quot;3&quot; &#128077;'), ['500 Ann: 1 < 2\u00A0& "3" 👍']],
    [
      'a link with brackets in it',
      say('<a href="https://x.org/a_(b)?c=1&amp;d=2" title="x">this</a>'),
      ['500 Ann: this (https://x.org/a_(b)?c=1&d=2)'],
    ],
    ['somebody named in it', say('<at id="0">Bob</at>, see'), ['500 Ann: Bob, see']],
    [
      'emoji of both kinds',
      say('<p>ok <emoji id="smile" alt="😀" title="Smile"></emoji><img alt="👍" src="x"></p>'),
      ['500 Ann: ok 😀👍'],
    ],
    [
      'a picture and no word',
      say('<p><img src="https://x.org/hosted" alt="image" width="1"></p>'),
      ['500 Ann: image'],
    ],
    [
      'a file and no word',
      say('<attachment id="f"></attachment>', { attachments: [file] }),
      ['500 Ann: Our plan.docx (https://x.org/plan.docx)'],
    ],
    [
      'a file below words',
      say('<p>Here</p><attachment id="f"></attachment>', { attachments: [file] }),
      ['500 Ann: Here\nOur plan.docx (https://x.org/plan.docx)'],
    ],
    [
      'an answer, whose question is an attachment',
      say('<attachment id="1"></attachment><p>Yes</p>', {
        attachments: [{ id: '1', contentType: 'messageReference', content: '{}' }],
      }),
      ['500 Ann: Yes'],
    ],
    ['a message without words', write(hello, { ...hi, body: { content: null } }), ['500 Ann: Hello']],
    [
      'one entry that is no message',
      write(hello, { what: 'else' }),
      ['500 Ann: Hello'],
      /^1 entry is no message and was left out\.$/,
    ],
    [
      'several entries that are none',
      write(hello, 5, null),
      ['500 Ann: Hello'],
      /^2 entries are no messages and were left out\.$/,
    ],
    ['a file cut off', write(hello, hi).slice(0, -3), 'chat-bad-lines'],
    ['one message for each line', `${JSON.stringify(hello)}\n${JSON.stringify(hi)}`, 'chat-bad-lines'],
    ['no list', '{"createdDateTime":"x","body":"y"}', 'chat-bad-lines'],
    [
      'nothing but what the system says',
      write({ ...hi, messageType: 'systemEventMessage' }),
      'chat-no-messages',
    ],
  ],
);
