import { testChats } from '../../../support/chat-table.ts';

const hello = '00:00:05\tAnn Lee:\tHello, all';

testChats(
  'zoom',
  '00:00:05\tRené:\tHello, all\n00:01:02\tBob:\tand\nmore\n',
  ['5000 René: Hello, all', '62000 Bob: and\nmore'],
  [
    [
      'soft returns inside a message, which have no carriage return',
      `${hello}\r\n00:01:02\tBob: \tTabs\there\tand\r\na soft return\r\n01:00:00\tAnn Lee:\tBye\r\n`,
      ['5000 Ann Lee: Hello, all', '62000 Bob: Tabs\there\tand\na soft return', '3600000 Ann Lee: Bye'],
    ],
    ['a mark of UTF-8, as bytes', new TextEncoder().encode(`\uFEFF${hello}`), ['5000 Ann Lee: Hello, all']],
    ['a colon inside a name', '00:00:05\tDr: Lee:\tHello', ['5000 Dr: Lee: Hello']],
    [
      'a tab inside a name',
      `${hello}\n00:00:06\tBob\tRay:\tHi`,
      ['5000 Ann Lee: Hello, all', '6000 Bob Ray: Hi'],
    ],
    ['a name in brackets', '00:00:05\tAnn (she/her) [ACME]:\tHello', ['5000 Ann (she/her) [ACME]: Hello']],
    [
      'names and words from right to left',
      '00:00:05\tדנה לוי:\tשלום לכולם\n00:00:09\tعلي:\tمرحبا: كيف؟',
      ['5000 דנה לוי: שלום לכולם', '9000 علي: مرحبا: كيف؟'],
    ],
    ['emoji', '00:00:05\tAnn 👩🏽‍🏫:\t👍🏽🎉', ['5000 Ann 👩🏽‍🏫: 👍🏽🎉']],
    [
      'a stamp inside a message',
      '00:00:05\tAnn:\tsee\n0:10 of the film',
      ['5000 Ann: see\n0:10 of the film'],
    ],
    [
      'an empty line inside a message, and between messages',
      `${hello}\n\nand more\n\n\n00:00:09\tBob:\tHi`,
      ['5000 Ann Lee: Hello, all\n\nand more', '9000 Bob: Hi'],
    ],
    [
      'more tabs than a table has',
      `00:00:05\tAnn:\t${'a\t'.repeat(99)}a`,
      [`5000 Ann: ${'a\t'.repeat(99)}a`],
    ],
    ['words below the name', '00:00:05\tAnn:\nHello', ['5000 Ann: Hello']],
    ['a message without words', `00:00:04\tCy:\t \n${hello}`, ['5000 Ann Lee: Hello, all']],
    [
      'the same message twice',
      `${hello}\n${hello}`,
      ['5000 Ann Lee: Hello, all', '5000 Ann Lee: Hello, all'],
    ],
    [
      'times out of order, which stay in the order of the file',
      `00:00:09\tBob:\tHi\n${hello}`,
      ['9000 Bob: Hi', '5000 Ann Lee: Hello, all'],
    ],
    ['a recording longer than a day', '25:00:01\tAnn:\tStill here', ['90001000 Ann: Still here']],
    [
      'a time that no clock shows',
      '00:00:05\tAnn:\tHello\n00:75:99\tBob:\tHi',
      ['5000 Ann: Hello\n00:75:99\tBob:\tHi'],
    ],
    [
      'a sender who has no name',
      '00:00:05\tAnn:\tHello\n00:00:06\t :\tno name',
      ['5000 Ann: Hello\n00:00:06\t :\tno name'],
    ],
    [
      'reactions, one of them to a message of two lines',
      `${hello}\n00:00:08\tBob:\tReacted to "Hello, all" with 👍\n00:00:09\tCy:\tReacted to "one\ntwo" with ❤️`,
      ['5000 Ann Lee: Hello, all'],
      /^2 reactions were left out\.$/,
    ],
    [
      'a reaction taken back',
      `${hello}\n00:00:08\tBob:\tRemoved a 👍 reaction from "Hello, all"`,
      ['5000 Ann Lee: Hello, all'],
      /^1 reaction was left out\.$/,
    ],
    [
      'an answer that quotes',
      `${hello}\n00:00:08\tBob:\tReplying to "Hello, all"\n\nHi: Ann`,
      ['5000 Ann Lee: Hello, all', '8000 Bob: Hi: Ann'],
    ],
    [
      'quotation marks, entities and brackets as somebody typed them',
      '00:00:05\tAnn:\t"R&amp;D" <b>is</b> [here](https://x.org/a_(b))',
      ['5000 Ann: "R&amp;D" <b>is</b> [here](https://x.org/a_(b))'],
    ],
    [
      'lines before the first message',
      `Chat of today\n\n${hello}`,
      ['5000 Ann Lee: Hello, all'],
      /^Line 1 was left out: before the first message\.$/,
    ],
    ['a file cut off in a time', `${hello}\n00:00:0`, ['5000 Ann Lee: Hello, all\n00:00:0']],
    [
      'a file cut off in a character',
      new TextEncoder().encode(`${hello} é`).slice(0, -1),
      ['5000 Ann Lee: Hello, all \uFFFD'],
    ],
    ['NULs and lone surrogates', '00:00:05\tAnn:\ta\0b\uD800', ['5000 Ann: ab\uFFFD']],
    ['a table whose third column ends with a colon', '00:00:05\tAnn\tHello:', 'chat-unknown'],
    ['spaces where tabs were', hello.replaceAll('\t', '    '), 'chat-unknown'],
  ],
);
