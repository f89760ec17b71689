import { testTranscripts } from '../../../support/transcript-table.ts';

const ttml = (body: string, attributes = '', head = ''): string =>
  `<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ${attributes}><head>${head}</head>\n<body><div>${body}</div></body></tt>`;
const p = (begin: string, end: string, text = 'a'): string => `<p begin="${begin}" end="${end}">${text}</p>`;

testTranscripts(
  'ttml',
  ttml(`${p('00:00:00.000', '00:00:05.320', 'Café<br/>all')}\n${p('5.32s', '8s', 'Thanks.')}`),
  ['0-5320 Café\nall', '5320-8000 Thanks.'],
  [
    [
      'hours, minutes and milliseconds',
      ttml(p('1h', '61m') + p('3660000ms', '3661s')),
      ['3600000-3660000 a', '3660000-3661000 a'],
    ],
    ['frames of 25', ttml(p('00:00:01:12', '50f'), 'ttp:frameRate="25"'), ['1480-2000 a']],
    [
      'frames of 29.97',
      ttml(p('0f', '30f'), 'ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"'),
      ['0-1001 a'],
    ],
    [
      'a multiplier of nothing',
      ttml(p('0f', '30f'), 'ttp:frameRate="30" ttp:frameRateMultiplier="1000 0"'),
      ['0-1000 a'],
    ],
    ['no frames told', ttml(p('0f', '30f')), ['0-1000 a']],
    ['ticks', ttml(p('0t', '10000000t'), 'ttp:tickRate="10000000"'), ['0-1000 a']],
    ['ticks of the frame', ttml(p('0t', '30t'), 'ttp:frameRate="30"'), ['0-1000 a']],
    [
      'a file cut off, which is told',
      ttml(p('1s', '2s')).replace('</div></body></tt>', ''),
      ['1000-2000 a'],
      /XML breaks its rules here/,
    ],
    [
      'what follows one after the other',
      ttml('<p dur="2s">a</p><p begin="1s" dur="3s">b</p><p>untimed</p>').replace(
        '<div>',
        '<div timeContainer="seq">',
      ),
      ['0-2000 a', '3000-6000 b'],
      /without a time that can be read were left out: 1/,
    ],
    ['hours of one digit', ttml(p('0:00:02.07', '0:00:05.07')), ['2070-5070 a']],
    ['a rate of no frames', ttml(p('0f', '30f'), 'ttp:frameRate="0"'), ['0-1000 a']],
    [
      'a rate that is multiplied by nothing',
      ttml(p('0f', '30f'), 'ttp:frameRate="30" ttp:frameRateMultiplier="0 1"'),
      ['0-1000 a'],
    ],
    ['durations', ttml('<p begin="1s" dur="2s">a</p>'), ['1000-3000 a']],
    ['an end and a duration', ttml('<p begin="1s" end="9s" dur="2s">a</p>'), ['1000-3000 a']],
    ['times of the division', ttml(p('1s', '2s')).replace('<div>', '<div begin="10s">'), ['11000-12000 a']],
    [
      'an end past the division',
      ttml(p('1s', '99s')).replace('<div>', '<div begin="0s" end="5s">'),
      ['1000-5000 a'],
    ],
    [
      'timed words',
      ttml('<p begin="1s" end="9s"><span begin="0s" end="1s">a</span><span begin="1s" end="2s">b</span></p>'),
      ['1000-2000 a', '2000-3000 b'],
    ],
    [
      'words in other elements',
      ttml('<p begin="1s" end="2s">a <span>b</span><metadata>x</metadata></p>'),
      ['1000-2000 a b'],
    ],
    [
      'speakers',
      ttml(
        '<p begin="1s" end="2s" ttm:agent="x">a</p>',
        '',
        '<ttm:agent xml:id="x"><ttm:name>Ann</ttm:name></ttm:agent><ttm:agent xml:id="y"/><ttm:agent/>',
      ),
      ['1000-2000 Ann: a'],
    ],
    [
      'minutes that no clock shows',
      ttml(p('1s', '2s') + p('00:75:00', '00:76:00', 'x')),
      ['1000-2000 a'],
      /without a time that can be read were left out: 1/,
    ],
    ['no times', ttml(`${p('1s', '2s')}<p>x</p><p/>`), ['1000-2000 a'], /left out: 1/],
    [
      'a prefix',
      ttml(p('1s', '2s')).replaceAll(/<(\/?)(tt|head|body|div|p)(?=[\s>])/g, '<$1tt:$2'),
      ['1000-2000 a'],
    ],
    ['no body', '<tt xmlns="x"><head/></tt>', 'transcript-bad-lines'],
    ['cut off inside a tag', ttml(p('1s', '2s')).slice(0, -3), 'transcript-bad-lines'],
  ],
);
