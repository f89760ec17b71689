import { testOutlines } from '../../../support/outline-table.ts';

const event = (number: number, record: string, clip = '', more = 'AX V C'): string =>
  `${String(number).padStart(3, '0')}  ${more} 00:00:00:00 00:00:10:00 ${record}\n${clip === '' ? '' : `* FROM CLIP NAME: ${clip}\n`}`;
const marker = (at: string, after: string, name: string): string =>
  `001  001  V  C  ${at} ${after} ${at} ${after}\n |C:ResolveColorBlue |M:${name} |D:1\n\n`;
const drop = 'FCM: DROP FRAME\n';

testOutlines(
  'edl',
  `TITLE: Webinar\nFCM: NON-DROP FRAME\n\n${event(1, '00:00:00:00 00:05:30:00', 'Café & more')}${event(2, '00:05:30:00 00:10:00:00', 'Scoping')}`,
  ['0-330000 Café & more', '330000-600000 Scoping'],
  [
    [
      '24 frames',
      event(1, '00:00:00:12 00:00:09:00', 'A'),
      ['500-9000 A'],
      /24 frames a second were assumed/,
    ],
    ['25 frames', event(1, '00:00:00:24 00:00:09:00', 'A'), ['960-9000 A'], /25 frames/],
    ['30 frames', event(1, '00:00:00:29 00:00:09:00', 'A'), ['967-9000 A'], /30 frames/],
    ['50 frames', event(1, '00:00:00:49 00:00:09:00', 'A'), ['980-9000 A'], /50 frames/],
    ['60 frames', event(1, '00:00:00:59 00:00:09:00', 'A'), ['983-9000 A'], /60 frames/],
    ['more frames than any camera', event(1, '00:00:00:99 00:00:09:00', 'A'), ['990-9000 A'], /100 frames/],
    [
      'drop frame, by its semicolons',
      event(1, '00:00:59;29 00:01:00;02', 'A') + event(2, '00:01:00;02 00:10:00;00', 'B'),
      ['60027 A', '60060-599999 B'],
      /29\.97 \(drop frame\)/,
    ],
    [
      'drop frame, by its heading',
      drop + event(1, '00:01:00:02 00:10:00:00', 'A'),
      ['60060-599999 A'],
      /29\.97/,
    ],
    ['drop frame at twice the rate', event(1, '00:01:00;04 00:01:10;59', 'A'), ['60060-70988 A'], /59\.94/],
    [
      'markers without a cut',
      'TITLE: x\n* LOC: 00:00:00:12 red   Café\n* LOC: 00:05:30:00 GREEN  Scoping\n',
      ['500 Café', '330000 Scoping'],
      /24 frames/,
    ],
    [
      'markers before the only cut',
      `* LOC: 00:00:00:00 red A\n* LOC: 00:05:00:00 red\n${event(1, '00:00:00:00 00:09:00:00', 'All')}`,
      ['0 A', '300000 Chapter 2'],
      /markers of the list became the chapters/,
    ],
    ['points before the frames', event(1, '00:00:01.10 00:00:09.00', 'A'), ['1417-9000 A']],
    [
      'marks from the first hour',
      marker('01:00:00:00', '01:00:00:01', 'Intro') + marker('01:05:30:00', '01:05:30:01', 'Scoping'),
      ['0 Intro', '330000 Scoping'],
      /begins at 01:00:00:00/,
    ],
    [
      'the first hour in drop frame',
      event(1, '01:00:00;00 01:10:00;00', 'A') + event(2, '01:10:00;00 01:20:00;00', 'B'),
      ['0-600000 A', '600000-1199999 B'],
      /begins at 01:00:00:00/,
    ],
    [
      'a film that only passes the first hour',
      event(1, '02:00:00:00 02:00:10:00', 'A'),
      ['7200000-7210000 A'],
    ],
    [
      'a dissolve',
      event(1, '00:00:00:00 00:00:10:00', 'A') +
        event(2, '00:00:10:00 00:00:10:00') +
        event(2, '00:00:10:00 00:00:20:00', 'A', 'BX V D 024') +
        '* TO CLIP NAME: B\n',
      ['0-10000 A', '10000-20000 B'],
    ],
    ['a location', `${event(1, '00:00:00:00 00:00:09:00')}* LOC: 01:00:00:00 RED Begin\n`, ['0-9000 Begin']],
    [
      'a comment',
      `${event(1, '00:00:00:00 00:00:09:00')}* COMMENT: Begin\n* FROM CLIP NAME: a.mov\n`,
      ['0-9000 Begin'],
    ],
    ['no name', event(1, '00:00:00:00 00:00:09:00'), ['0-9000 Chapter 1'], /has no title/],
    [
      'a name before any event',
      `* FROM CLIP NAME: x\n${event(1, '00:00:00:00 00:00:09:00')}`,
      ['0-9000 Chapter 1'],
    ],
    [
      'picture and sound of one cut',
      event(1, '00:00:00:00 00:00:09:00', 'A') + event(2, '00:00:00:00 00:00:09:00', 'A', 'AX AA C'),
      ['0-9000 A'],
      /begins at 0:00 like "A" and was left out/,
    ],
    [
      'out of order and overlapping',
      event(1, '00:00:09:00 00:00:20:00', 'B') + event(2, '00:00:00:00 00:00:10:00', 'A'),
      ['0 A', '9000-20000 B'],
      /sorted[\s\S]*overlaps the next entry/,
    ],
    [
      'an end before its start',
      event(1, '00:00:09:00 00:00:01:00', 'A'),
      ['9000 A'],
      /first entry is at 0:09/,
    ],
  ],
);
