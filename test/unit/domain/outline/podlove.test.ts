import { testOutlines } from '../../../support/outline-table.ts';

const podlove = (chapters: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n${chapters}\n</psc:chapters>`;
const chapter = (start: string, title: string, more = ''): string =>
  `<psc:chapter start="${start}" title="${title}" ${more}/>`;
const intro = chapter('0:00', 'A');

testOutlines(
  'podlove',
  podlove(
    `${chapter('00:00:00.000', 'Café &amp; more', 'href="https://x"')}\n${chapter('00:05:30.000', 'Scoping', 'image="https://x/a.png"')}`,
  ),
  ['0 Café & more', '330000 Scoping'],
  [
    ['short times', podlove(intro + chapter('05:30', 'B')), ['0 A', '330000 B']],
    ['seconds alone', podlove(chapter('0', 'A') + chapter('330.5', 'B')), ['0 A', '330500 B']],
    [
      'elements with an end of their own',
      podlove('<psc:chapter start="0:00" title="A"></psc:chapter>'),
      ['0 A'],
    ],
    ['no prefix', podlove(intro).replaceAll('psc:', ''), ['0 A']],
    ['another quotation mark', podlove(intro.replaceAll('"', "'")), ['0 A']],
    ['character references', podlove(chapter('0:00', 'A &#38; &#x42; &quot;C&quot;')), ['0 A & B "C"']],
    [
      'a feed',
      `<rss><channel><item><title>x</title>${podlove(intro).replace(/<\?.*\?>\n/, '')}</item></channel></rss>`,
      ['0 A'],
    ],
    [
      'several lists',
      `<rss>${[intro, chapter('0:00', 'B')].map((list) => podlove(list).replace(/<\?.*\?>\n/, '')).join('')}</rss>`,
      ['0 A'],
      /several lists/,
    ],
    [
      'the order of nobody',
      podlove(chapter('5:00', 'C') + intro + chapter('2:00', 'B')),
      ['0 A', '120000 B', '300000 C'],
      /sorted/,
    ],
    ['duplicates', podlove(intro + chapter('0:00', 'B')), ['0 A'], /"B" begins at 0:00 like "A"/],
    ['no start', podlove(`<psc:chapter title="x"/>${intro}`), ['0 A'], /Chapter 1 has no start time/],
    ['a bad start', podlove(chapter('soon', 'x') + intro), ['0 A'], /Chapter 1 has no start time/],
    [
      'a start that no clock shows',
      podlove(chapter('00:75:00', 'x') + intro),
      ['0 A'],
      /Chapter 1 has no start time/,
    ],
    ['a negative start', podlove(chapter('-0:05', 'x') + intro), ['0 A'], /Chapter 1 has no start time/],
    ['no title', podlove('<psc:chapter start="0:00"/>'), ['0 Chapter 1'], /has no title/],
    ['an empty title', podlove(chapter('0:00', ' ')), ['0 Chapter 1'], /has no title/],
    ['a title too long', podlove(chapter('0:00', 'x'.repeat(300))), [`0 ${'x'.repeat(199)}…`], /cut to 200/],
    ['other elements between', podlove(`<note/>${intro}`), ['0 A']],
    ['a huge number', podlove(intro + chapter('9999999', 'x')), ['0 A'], /1000 hours/],
    [
      'a mark that says UTF-8 on Windows-1252',
      new Uint8Array(Buffer.from(podlove(chapter('0:00', 'Café')), 'latin1')),
      ['0 Café'],
    ],
    [
      'another encoding that it names',
      new Uint8Array(
        Buffer.from(
          podlove(chapter('0:00', 'Ж')).replace('UTF-8', 'windows-1251').replace('Ж', '\u00c6'),
          'latin1',
        ),
      ),
      ['0 Ж'],
    ],
    [
      'an encoding that nobody knows',
      new Uint8Array(Buffer.from(podlove(chapter('0:00', 'é')).replace('UTF-8', 'klingon'), 'latin1')),
      ['0 é'],
    ],
    ['an empty list', podlove('').replace('\n\n', '<psc:chapter title="x"/>'), 'outline-no-times'],
    [
      'a file from elsewhere',
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${podlove(chapter('0:00', '&a;')).replace(/<\?.*\?>/, '')}`,
      'outline-bad-lines',
      /entities/,
    ],
    [
      'entities that expand',
      `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${podlove(chapter('0:00', '&b;')).replace(/<\?.*\?>/, '')}`,
      'outline-bad-lines',
      /entities/,
    ],
    ['deep nesting', podlove('<a>'.repeat(5000) + intro), 'outline-bad-lines', /nested too deeply/],
  ],
);
