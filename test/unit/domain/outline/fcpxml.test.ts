import { testOutlines } from '../../../support/outline-table.ts';

const fcpxml = (inside: string, sequence = '', resources = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n<fcpxml version="1.10"><resources>${resources}</resources><library><event><project><sequence ${sequence}><spine>${inside}</spine></sequence></project></event></library></fcpxml>`;

testOutlines(
  'fcpxml',
  fcpxml(
    '<asset-clip offset="0s" name="a" start="10s" duration="60s">\n<marker start="12s" duration="1/25s" value="Two"/>\n<marker start="10s" duration="1/25s" value="Café &amp; more"/></asset-clip>\n<asset-clip offset="60s" name="b" start="1001/1000s" duration="9s"><marker start="3001/1000s" value="Next"/></asset-clip>',
  ),
  ['0 Café & more', '2000 Two', '62000 Next'],
  [
    [
      'chapter markers before others',
      fcpxml(
        '<asset-clip offset="0s" duration="60s"><marker start="1s" value="todo"/><chapter-marker start="0s" value="A" posterOffset="1s"/><chapter-marker start="30s" value="B"/></asset-clip>',
      ),
      ['0 A', '30000 B'],
    ],
    [
      'a clock that begins at one hour',
      fcpxml(
        '<asset-clip offset="3600s" duration="60s"><marker start="0s" value="A"/></asset-clip>',
        'tcStart="3600s"',
      ),
      ['0 A'],
    ],
    [
      'the hour of 29.97 in rational time',
      fcpxml(
        '<asset-clip offset="107892107892/29970000s" start="107892107892/29970000s" duration="60060/1001s"><chapter-marker start="107922137892/29970000s" value="A"/></asset-clip>',
        'tcStart="107892107892/29970000s"',
      ),
      ['1002 A'],
    ],
    [
      'frames of 23.976',
      fcpxml(
        '<asset-clip offset="0s" duration="100s"><marker start="24024/24000s" duration="1001/24000s" value="A"/></asset-clip>',
      ),
      ['1001 A'],
    ],
    [
      'clips inside clips',
      fcpxml(
        '<gap offset="0s" start="3600s" duration="60s"><title offset="3610s" start="5s" duration="5s"><marker start="6s" value="In"/></title></gap>',
      ),
      ['11000 In'],
    ],
    [
      'a second storyline over a clip',
      fcpxml(
        '<asset-clip offset="10s" start="100s" duration="60s"><spine lane="1" offset="110s"><clip offset="5s" start="0s" duration="9s"><marker start="1s" value="Over"/></clip></spine></asset-clip>',
      ),
      ['26000 Over'],
    ],
    [
      'clips that follow one another without offsets',
      fcpxml(
        '<clip name="A" duration="5s"/><clip name="B" duration="7s"/><clip name="C" start="3s" duration="1s"/>',
        'tcStart="3600s"',
      ),
      ['0-5000 A', '5000-12000 B', '12000-13000 C'],
    ],
    [
      'clips where there are no markers',
      fcpxml(
        '<asset-clip offset="0s" name="One" duration="5s"/><gap offset="5s" duration="1s"/><clip offset="6s" name="Two"/>',
      ),
      ['0-5000 One', '6000 Two'],
    ],
    [
      'a compound clip among the resources',
      fcpxml(
        '<ref-clip ref="r2" offset="0s" name="Own" duration="9s"><marker start="2s" value="Mine"/></ref-clip>',
        '',
        '<media id="r2"><sequence><spine><clip offset="0s"><marker start="1s" value="Theirs"/></clip></spine></sequence></media>',
      ),
      ['2000 Mine'],
    ],
    [
      'no sequence, only clips',
      '<fcpxml version="1.8"><clip name="A" offset="0s" duration="2s"/></fcpxml>',
      ['0-2000 A'],
    ],
    ['points in seconds', fcpxml('<clip offset="1.5s" duration="2.25s" name="A"/>'), ['1500-3750 A']],
    [
      'a marker before its clip',
      fcpxml('<clip offset="0s" start="10s"><marker start="9s" value="A"/></clip>'),
      ['0 A'],
    ],
    ['a negative time', fcpxml('<clip offset="-5s" name="A" duration="9s"/>'), ['0-9000 A']],
    [
      'two markers at one time',
      fcpxml('<clip offset="0s"><marker start="0s" value="A"/><marker start="0s" value="B"/></clip>'),
      ['0 A'],
      /"B" begins at 0:00 like "A"/,
    ],
    [
      'a marker without a name',
      fcpxml('<clip offset="0s"><marker start="0s"/></clip>'),
      ['0 Chapter 1'],
      /no title/,
    ],
    ['a clip without a name', fcpxml('<clip offset="0s"/>'), ['0 Chapter 1'], /no title/],
    [
      'several sequences',
      fcpxml('<clip offset="0s" name="a"/>').replace('</project>', '<sequence/></project>'),
      ['0 a'],
      /several sequences/,
    ],
    [
      'markers without a time',
      fcpxml(
        '<clip offset="0s"><marker value="x"/><marker start="1/0s" value="y"/><marker start="1s" value="z"/></clip>',
      ),
      ['1000 z'],
      /without a time that can be read were left out: 2/,
    ],
    [
      'a number beyond all clocks',
      fcpxml(
        '<clip offset="0s"><marker start="999999999999s" value="x"/><marker start="0s" value="y"/></clip>',
      ),
      ['0 y'],
      /more than 1000 hours were left out: 1/,
    ],
    [
      'nothing but a number beyond all clocks',
      fcpxml('<clip offset="0s"><marker start="99999999s"/></clip>'),
      'outline-no-times',
    ],
    ['no story', '<fcpxml version="1"/>', 'outline-no-times'],
    ['an empty story', fcpxml(''), 'outline-no-times'],
    ['cut off', fcpxml('<clip offset="0s" name="a"/>').slice(0, -30), 'outline-bad-lines', /broken/],
    [
      'entities of its own',
      fcpxml('').replace('<!DOCTYPE fcpxml>', '<!DOCTYPE fcpxml [<!ENTITY a "b">]>'),
      'outline-bad-lines',
      /entities/,
    ],
    ['clips in clips without end', fcpxml('<clip>'.repeat(5000)), 'outline-bad-lines', /nested too deeply/],
  ],
);
