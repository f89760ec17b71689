import { expect, test } from 'vitest';
import { parseChat } from '../../../../domain/chat.ts';

const read = (text: string): string[] =>
  parseChat(text).messages.map(({ atMs, sender, text: said }) => `${String(atMs ?? '-')} ${sender}: ${said}`);

test.each<[string, string, string[]]>([
  [
    'in German',
    '14:30:12 Von Ann Lee an Alle:\n\tHallo\n14:31:00 Von Bob an Alle:\n\tUnd wo?',
    ['- Ann Lee: Hallo', '- Bob: Und wo?'],
  ],
  [
    'in French',
    '14:30:12 De Ann à tout le monde:\n\tBonjour\n14:31:00 De Bob à tout le monde:\n\tMerci',
    ['- Ann: Bonjour', '- Bob: Merci'],
  ],
  [
    'in Spanish',
    '14:30:12 De Ann a Todos:\n\tHola\n14:31:00 De Bob para Todos:\n\tGracias',
    ['- Ann: Hola', '- Bob: Gracias'],
  ],
  ['in Dutch', '14:30:12 Van Ann aan Iedereen:\n\tHallo', ['- Ann: Hallo']],
  ['in Italian', '14:30:12 Da Ann a Tutti:\n\tCiao', ['- Ann: Ciao']],
  ['with the date before the time', '2026-03-05 14:30:12 From Ann to Everyone:\n\tHello', ['- Ann: Hello']],
  ['with to in a name', '14:30:12 From Ann to Bob to Everyone:\n\tHello', ['- Ann to Bob: Hello']],
  [
    'with a private message, which is left out',
    '14:30:12 Von Ann an Bob (Direktnachricht):\n\tpsst\n14:31:00 Von Bob an Alle:\n\tJa',
    ['- Bob: Ja'],
  ],
  [
    'with a line that only looks like the first of a message',
    '14:30:12 From Ann to Everyone:\n\tHello\n14:31:00 From here on no colon',
    ['- Ann: Hello\n14:31:00 From here on no colon'],
  ],
  [
    'with a sender who has no name',
    '00:00:05\tAnn:\tHello\n00:00:06\t :\tno name',
    ['5000 Ann: Hello\n00:00:06\t :\tno name'],
  ],
  ['with tabs in its words', '00:00:05\tAnn:\tone\ttwo', ['5000 Ann: one\ttwo']],
  [
    'with a time past a minute',
    '00:00:05\tAnn:\tHello\n00:75:99\tBob:\tHi',
    ['5000 Ann: Hello\n00:75:99\tBob:\tHi'],
  ],
  [
    'of BigBlueButton, without what it should have',
    '<popcorn><chattimeline/><chattimeline in="5" message="Hi"/><chattimeline in="x" name="Bob" message="Ho"/></popcorn>',
    ['5000 : Hi', '- Bob: Ho'],
  ],
  [
    'of BigBlueButton, with tags and addresses',
    '<popcorn><chattimeline in="5" name="Ann" message="&lt;a href=&quot;https://x.org&quot;&gt;x&lt;/a&gt; &lt;a&gt;y&lt;/a&gt;"/></popcorn>',
    ['5000 Ann: x (https://x.org) y'],
  ],
])('a chat %s is read', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});
