import { testChats } from '../../../support/chat-table.ts';

const both = ['0 Ann Lee: Hello', '60000 Bob: Hi'];
const at = (first: string, second: string): string => `${first}\nHello\n\n${second}\nHi`;

testChats(
  'teams',
  '[14:30] René\nHello\n[14:31] Bob: Hi\n',
  ['0 René: Hello', '60000 Bob: Hi'],
  [
    [
      'dates and clocks of twelve hours',
      '[9/15/2026 2:30 PM] Ann Lee: Hello\n[9/15/2026 2:31 PM] Bob: Hi',
      both,
    ],
    ['short dates', at('[9/5 2:30 PM] Ann Lee', '[9/5 2:31 PM] Bob'), both],
    ['dates with dots', at('[15.09. 14:30] Ann Lee', '[15.09.2026 14:31] Bob'), both],
    ['dates as computers write them', at('[2026-09-15, 14:30] Ann Lee', '[2026-09-15 14:31:00] Bob'), both],
    ['days of the week', at('[Yesterday 2:30 PM] Ann Lee', '[Dienstag 14:31] Bob'), both],
    ['months by name', at('[Sep 15, 2026, 2:30 PM] Ann Lee', '[15 sept. 2026 14:31] Bob'), both],
    ['dots in the time', at('[14.30] Ann Lee', '[14.31] Bob'), both],
    ['a narrow space before the half of the day', at('[2:30\u202FPM] Ann Lee', '[2:31\u202Fpm] Bob'), both],
    ['the half of the day in Spanish', at('[2:30 p.\u00A0m.] Ann Lee', '[2:31 p. m.] Bob'), both],
    ['times behind the names', at('Ann Lee  2:30 PM', 'Bob [2:31 PM]'), both],
    ['tabs before the times', at('Ann Lee\t14:30', 'Bob\t14:31'), both],
    ['dates behind the names', at('Ann Lee  9/15/2026 2:30 PM', 'Bob  Yesterday 2:31 PM'), both],
    [
      'guests, and names in their order on paper',
      at('[14:30] Lee, Ann (Guest)', 'Ray, Bob (External)  14:31'),
      ['0 Lee, Ann (Guest): Hello', '60000 Ray, Bob (External): Hi'],
    ],
    [
      'names from right to left',
      '[14:30] דנה לוי\nשלום\nعلي  14:31\nمرحبا',
      ['0 דנה לוי: שלום', '60000 علي: مرحبا'],
    ],
    ['names in Chinese', '王芳  14:30\n大家好', ['0 王芳: 大家好']],
    ['names in small letters', 'ann lee  14:30\nHello', ['0 ann lee: Hello']],
    [
      'several lines and empty ones',
      '[14:30] Ann Lee\nHello\n\n  all\n[14:31] Bob\nHi',
      ['0 Ann Lee: Hello\n\nall', '60000 Bob: Hi'],
    ],
    [
      'addresses, quotation marks and emoji',
      '[14:30] Ann Lee\n"see" https://x.org/a_(b)?t=14:30 👍🏽\n<b>&amp;',
      ['0 Ann Lee: "see" https://x.org/a_(b)?t=14:30 👍🏽\n<b>&amp;'],
    ],
    [
      'a night between two messages',
      at('[9/15/2026 11:59 PM] Ann Lee', '[9/16/2026 12:01 AM] Bob'),
      ['0 Ann Lee: Hello', '120000 Bob: Hi'],
      /^$/,
      '23:59',
    ],
    ['a message from before the start', at('[14:20] Ann Lee', '[14:31] Bob'), both],
    [
      'a start that nobody knows',
      at('[14:30] Ann Lee', '[14:31] Bob'),
      ['- Ann Lee: Hello', '- Bob: Hi'],
      /^The chat tells times of day, and when the recording began is not known/,
      '',
    ],
    ['a name without words', '[14:30] Cy\n[14:31] Bob\nHi', ['60000 Bob: Hi']],
    [
      'a time that no clock shows',
      '[14:30] Ann Lee\nHello\n[25:61] Bob\nHi',
      ['0 Ann Lee: Hello\n[25:61] Bob\nHi'],
    ],
    ['a time without a name', '[14:30] Ann Lee\nHello\n[14:31]\nHi', ['0 Ann Lee: Hello\n[14:31]\nHi']],
    ['a file cut off in a time', '[14:30] Ann Lee\nHello\n[14:3', ['0 Ann Lee: Hello\n[14:3']],
    [
      'lines before the first message',
      `Chat\n\n${at('[14:30] Ann Lee', '[14:31] Bob')}`,
      both,
      /^Line 1 was left out: before the first message\.$/,
    ],
    ['an outline', '14:30 Welcome\n14:31 Scoping', 'chat-unknown'],
  ],
);
