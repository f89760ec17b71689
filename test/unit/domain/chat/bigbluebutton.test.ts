import { testChats } from '../../../support/chat-table.ts';

const line = (attributes: string): string => `<chattimeline ${attributes}/>`;
const popcorn = (...lines: string[]): string =>
  `<?xml version="1.0"?><popcorn>\n${lines.join('\n')}\n</popcorn>`;
const say = (message: string): string => popcorn(line(`in="5" name="Ann" message="${message}"`));
const events = (...inside: string[]): string =>
  `<recording>${inside.map((one) => `<event timestamp="12" module="CHAT" eventname="PublicChatEvent">${one}</event>`).join('')}</recording>`;
const unknown = /^The file tells the server's times, which are not the recording's: they were left out\.$/;

testChats(
  'bigbluebutton',
  popcorn(line('in="1" name="René" message="Hello"'), line('in="2" name="Bob" message="Hi"')),
  ['1000 René: Hello', '2000 Bob: Hi'],
  [
    [
      'more attributes than are read',
      popcorn(
        line(
          'in="31.5" direction="down" name="Ann" message="Hello" target="chat" senderId="w_1" chatEmphasizedText="true"',
        ),
      ),
      ['31500 Ann: Hello'],
    ],
    [
      'an end of the message on the screen',
      popcorn(line('in="1" out="9" name="Ann" message="Hello"')),
      ['1000 Ann: Hello'],
    ],
    [
      'without what it should have',
      '<popcorn><chattimeline/><chattimeline in="5" message="Hi"/><chattimeline name="Bob" message="Ho"/></popcorn>',
      ['5000 : Hi', '- Bob: Ho'],
    ],
    [
      'times that are none',
      popcorn(
        ...['x', '', ' ', '-3', '1e400', '1e9'].map((time) => line(`in="${time}" name="Bob" message="Ho"`)),
      ),
      Array<string>(6).fill('- Bob: Ho'),
    ],
    [
      'times out of order, which stay in the order of the file',
      popcorn(line('in="9" name="Bob" message="Hi"'), line('in="5" name="Ann" message="Hello"')),
      ['9000 Bob: Hi', '5000 Ann: Hello'],
    ],
    [
      'tags and addresses',
      say('&lt;a href=&quot;https://x.org&quot;&gt;x&lt;/a&gt; &lt;a&gt;y&lt;/a&gt;'),
      ['5000 Ann: x (https://x.org) y'],
    ],
    [
      'an address that is its own words',
      say(
        'look: &lt;a href=&quot;https://x.org/&quot; rel=&quot;x&quot;&gt;&lt;u&gt;https://x.org/&lt;/u&gt;&lt;/a&gt;',
      ),
      ['5000 Ann: look: https://x.org/'],
    ],
    [
      'addresses as older versions write them',
      say('&lt;a href=&quot;event:https://x.org/&quot;&gt;&lt;u&gt;https://x.org/&lt;/u&gt;&lt;/a&gt;'),
      ['5000 Ann: https://x.org/'],
    ],
    [
      'an address that never ends',
      say('a &lt;a href=&quot;https://x.org/&quot;&gt;b'),
      ['5000 Ann: a b (https://x.org/)'],
    ],
    ['line breaks', say('a&lt;br/&gt;b&lt;br /&gt;c&#10;d'), ['5000 Ann: a\nb\nc\nd']],
    [
      'entities, some of them written twice',
      say('1 &amp;lt; 2 &amp;amp; &quot;3&quot; &amp;apos;4&amp;apos; &#x1F44D;'),
      [`5000 Ann: 1 < 2 & "3" '4' 👍`],
    ],
    [
      'emoji and words from right to left',
      popcorn(line('in="5" name="דנה לוי" message="שלום 👍🏽"')),
      ['5000 דנה לוי: שלום 👍🏽'],
    ],
    [
      'names with entities',
      popcorn(line('in="5" name="Ann &amp;amp; &lt;Bob&gt;" message="Hi"')),
      ['5000 Ann &amp; <Bob>: Hi'],
    ],
    [
      'apostrophes around the values',
      popcorn(line(`in='5' name='Ann "A" Lee' message='say "hi"'`)),
      ['5000 Ann "A" Lee: say "hi"'],
    ],
    [
      'a message without words',
      popcorn(line('in="5" name="Ann" message=""'), line('in="6" name="Bob" message="Hi"')),
      ['6000 Bob: Hi'],
    ],
    ['no message at all', popcorn(line('in="5" name="Ann" message=" "')), 'chat-no-messages'],
    [
      'the same message twice',
      popcorn(line('in="5" name="Ann" message="Hi"').repeat(2)),
      ['5000 Ann: Hi', '5000 Ann: Hi'],
    ],
    [
      'a prefix before the names',
      '<p:popcorn xmlns:p="x"><chattimeline in="5" name="Ann" message="Hi"/></p:popcorn>',
      ['5000 Ann: Hi'],
    ],
    [
      'a file cut off between two messages',
      popcorn(line('in="5" name="Ann" message="Hi"')).replace('</popcorn>', ''),
      ['5000 Ann: Hi'],
      /^The XML breaks its rules here; what could be read was read\.$/,
    ],
    [
      'a file cut off in a message',
      popcorn(line('in="5" name="Ann" message="Hi"')).slice(0, -20),
      'chat-bad-lines',
    ],
    [
      'entities of its own',
      say('Hi').replace('<popcorn>', '<!DOCTYPE x [<!ENTITY a "b">]><popcorn>'),
      'chat-bad-lines',
    ],
    [
      'elements inside one another without end',
      `<popcorn>${'<a>'.repeat(200)}<chattimeline in="1" message="Hi"/>`,
      'chat-bad-lines',
    ],
    [
      'the events of the server, private ones left alone',
      events(
        '<sender>Ann</sender><message><![CDATA[Hi <a href="https://x.org/a">all</a> & you]]></message>',
      ).replace(
        '</recording>',
        '<event eventname="PrivateChatEvent"><sender>Bob</sender><message>psst</message></event></recording>',
      ),
      ['- Ann: Hi all (https://x.org/a) & you'],
      unknown,
    ],
    [
      'events that lack their parts',
      events('<message>Hi</message>', '<sender>Bob</sender>', ''),
      ['- : Hi'],
      unknown,
    ],
  ],
);
