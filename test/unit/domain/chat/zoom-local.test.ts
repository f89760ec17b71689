import { testChats } from '../../../support/chat-table.ts';

const hello = '14:30:12 From Ann to Everyone:\n\tHello';
const both = ['12000 Ann: Hello', '60000 Bob: Hi'];
const bob = '14:31:00 From Bob to Everyone:\n\tHi';
const psst = (head: string): string => `${hello}\n14:30:40 ${head}\n\tpsst\n${bob}`;
const left = /^1 private message was left out\.$/;

testChats(
  'zoom-local',
  '14:30:12 From René to Everyone:\n\tHello\n14:31:00 From Bob to Everyone: Hi\n',
  ['12000 René: Hello', '60000 Bob: Hi'],
  [
    [
      'the older form on one line',
      '14:30:12 From  Ann  to  Everyone : Hello\n14:31:00\t From Bob : Hi',
      both,
    ],
    ['nobody to whom it was said', '14:30:12 From Ann Lee: hi', ['12000 Ann Lee: hi']],
    ['a date before the time', '2026-03-05 14:30:12 From Ann to Everyone:\n\tHello', ['12000 Ann: Hello']],
    ['clocks of twelve hours', '2:30:12 PM From Ann to Everyone:\n\tHello', ['12000 Ann: Hello']],
    [
      'in German',
      '14:30:12 Von Ann Lee an Alle:\n\tHallo\n14:31:00 Von Bob an Alle:\n\tUnd wo?',
      ['12000 Ann Lee: Hallo', '60000 Bob: Und wo?'],
    ],
    ['in French', '14:30:12 De Ann à tout le monde:\n\tBonjour', ['12000 Ann: Bonjour']],
    [
      'in Spanish and Portuguese',
      '14:30:12 De Ann a Todos:\n\tHola\n14:31:00 De Bob para Todos:\n\tObrigado',
      ['12000 Ann: Hola', '60000 Bob: Obrigado'],
    ],
    ['in Dutch', '14:30:12 Van Ann aan Iedereen:\n\tHallo', ['12000 Ann: Hallo']],
    ['in Italian', '14:30:12 Da Ann a Tutti:\n\tCiao', ['12000 Ann: Ciao']],
    [
      'in Ukrainian, an answer among it',
      '14:30:12 Від Олена до Всі:\n\tВітаю\n14:31:00 Від Bob до Всі:\n\tВідповідь на "Вітаю"\n\n\tДякую',
      ['12000 Олена: Вітаю', '60000 Bob: Дякую'],
    ],
    [
      'in Russian, an answer among it',
      '14:30:12 От Анна кому Все:\n\tПривет\n14:31:00 От Bob кому Все:\n\tОтвет на "Привет"\n\n\tСпасибо',
      ['12000 Анна: Привет', '60000 Bob: Спасибо'],
    ],
    ['a to inside a name', '14:30:12 From Ann to Bob to Everyone:\n\tHello', ['12000 Ann to Bob: Hello']],
    ['a colon inside a name', '14:30:12 From Dr: Lee to Everyone:\n\tHello', ['12000 Dr: Lee: Hello']],
    [
      'a name in brackets',
      '14:30:12 From Ann (Art Director) to Everyone:\n\tHello',
      ['12000 Ann (Art Director): Hello'],
    ],
    ['names from right to left', '14:30:12 From דנה לוי to Everyone:\n\tשלום', ['12000 דנה לוי: שלום']],
    ['a direct message', psst('From Bob to Ann(Direct Message):'), both, left],
    ['a private one, as it was called before', psst('From Bob to Ann (Privately) :'), both, left],
    [
      'a private one that says so before its words',
      `${hello}\n14:30:40 From Bob to Ann : (Privately) psst\n${bob}`,
      both,
      left,
    ],
    ['a private one in German', psst('Von Bob an Ann (Direktnachricht):'), both, left],
    ['a private one in Portuguese', psst('De Bob para Ann (Mensagem direta):'), both, left],
    ['nothing but private messages', '14:30:40 From Bob to Ann(Direct Message):\n\tpsst', 'chat-no-messages'],
    [
      'an answer that quotes, cut short',
      `${hello}\n14:31:00 From Bob to Everyone:\n\tReplying to "Hello, my dear frie…"\n\t\n\tHi`,
      both,
    ],
    [
      'an answer with curved quotation marks',
      `${hello}\n14:31:00 From Bob to Everyone:\n\tReplying to “Hello”\n\t\n\tHi`,
      both,
    ],
    [
      'a reaction',
      `${hello}\n14:30:50 From Cy to Everyone:\n\tReacted to "Hello" with 👍🏽\n${bob}`,
      both,
      /^1 reaction was left out\.$/,
    ],
    [
      'a message of several lines, with an address',
      '14:30:12 From Ann to Everyone:\n\tSee\n\thttps://x.org/a_(b)?c=d:e\n\n\t“now”: 5:30',
      ['12000 Ann: See\nhttps://x.org/a_(b)?c=d:e\n\n“now”: 5:30'],
    ],
    [
      'a line that only looks like the first of a message',
      `${hello}\n14:31:00 From here on no colon`,
      ['12000 Ann: Hello\n14:31:00 From here on no colon'],
    ],
    [
      'a message from before the start',
      `14:29:00 From Cy to Everyone:\n\tEarly\n${bob}`,
      ['0 Cy: Early', '60000 Bob: Hi'],
    ],
    [
      'a night between two messages',
      '23:59:50 From Ann to Everyone: x\n00:00:10 From Bob to Everyone: y',
      ['10000 Ann: x', '30000 Bob: y'],
      /^$/,
      '23:59:40',
    ],
    [
      'a time that no clock shows',
      `${hello}\n24:31:00 From Bob to Everyone:`,
      ['12000 Ann: Hello\n24:31:00 From Bob to Everyone:'],
    ],
    [
      'a start that nobody knows',
      `${hello}\n${bob}`,
      ['- Ann: Hello', '- Bob: Hi'],
      /^The chat tells times of day, and when the recording began is not known: its times were left out\.$/,
      '',
    ],
    ['a file cut off in a name', `${hello}\n14:31:00 From B`, ['12000 Ann: Hello\n14:31:00 From B']],
    [
      'lines before the first message',
      `Meeting Group Chat\nsaved\n${hello}\n${bob}`,
      both,
      /^Lines 1–2 were left out: before the first message\.$/,
    ],
  ],
);
