import { testOutlines, type OutlineRow } from '../../../support/outline-table.ts';

const svg = (inside: string): string =>
  `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" id="svgfile" viewBox="0 0 800 600">${inside}</svg>`;
const slide = (number: number, from: string, to: string): string =>
  `<image id="image${String(number)}" class="slide" in="${from}" out="${to}"\nxlink:href="presentation/abc-1/slide-${String(number)}.png" width="1" height="1" x="0" y="0"/><g class="canvas" image="image${String(number)}"><g class="shape" timestamp="1"><path d="M0 0"/></g></g>`;
const screen = '<image in="60" out="90" xlink:href="presentation/deskshare.png"/>';
const three = svg(slide(1, '0.0', '58.9') + slide(2, '58.9', '60.0') + slide(3, '60.0', '120'));
const titled = (name: string, slideTexts: string, expected: string[], told?: RegExp): OutlineRow => [
  name,
  three,
  expected,
  told,
  { slideTexts },
];

testOutlines(
  'bigbluebutton',
  svg(slide(1, '0.0 90.5', '30 120') + slide(2, '30', '90.5')),
  ['0 Slide 1', '30000 Slide 2', '90500 Slide 1'],
  [
    titled(
      'titles of slides',
      '{"abc-1":{"slide-1":"\\n  Welcome\\nto all","slide-2":"","slide-3":"Scoping"}}',
      ['0 Welcome', '60000 Scoping'],
    ),
    titled('titles of another presentation', '{"other":{"slide-1":"Welcome"}}', [
      '0 Slide 1',
      '60000 Slide 3',
    ]),
    titled('titles of punctuation only', '{"abc-1":{"slide-1":"- 1 -\\n***","slide-3":"•\\nScoping"}}', [
      '0 Slide 1',
      '60000 Scoping',
    ]),
    titled(
      'texts of slides that are none',
      '{"a":1}',
      ['0 Slide 1', '60000 Slide 3'],
      /texts of the slides cannot be read/,
    ),
    titled(
      'texts of slides cut off',
      '{',
      ['0 Slide 1', '60000 Slide 3'],
      /texts of the slides cannot be read/,
    ),
    ['slides passed through', three, ['0 Slide 1', '60000 Slide 3'], /less than 3 seconds were left out: 1/],
    [
      'a slide that comes back after a slip',
      svg(slide(1, '0 41', '40 60') + slide(2, '40', '41') + slide(3, '60', '90')),
      ['0 Slide 1', '60000 Slide 3'],
    ],
    ['a shared screen', svg(slide(1, '0', '60') + screen), ['0 Slide 1', '60000 Screen sharing']],
    [
      'pictures that are no slides',
      svg(`${slide(1, '0', '60')}<image in="1" out="9" xlink:href="logo.png"/>`),
      ['0 Slide 1'],
    ],
    ['a picture without an address', svg(`${slide(1, '0', '60')}<image in="1" out="9"/>`), ['0 Slide 1']],
    [
      'slides in another order',
      svg(slide(2, '60', '90') + slide(1, '0', '60')),
      ['0 Slide 1', '60000 Slide 2'],
    ],
    [
      'slides that are PNG, JPEG and SVG',
      svg(
        slide(1, '0', '60') +
          slide(2, '60', '90').replace('.png', '.jpeg') +
          slide(3, '90', '120').replace('.png', '.svg'),
      ),
      ['0 Slide 1', '60000 Slide 2', '90000 Slide 3'],
    ],
    [
      'fewer ends than starts',
      svg(slide(1, '0 60', '30') + slide(2, '30', '60')),
      ['0 Slide 1', '30000 Slide 2', '60000 Slide 1'],
    ],
    ['no end', svg(slide(1, '0', '')), ['0 Slide 1']],
    ['no end at all', svg(slide(1, '0', '9').replace('out="9"', '')), ['0 Slide 1']],
    ['times that are none among others', svg(slide(1, '0 soon', '30')), ['0 Slide 1']],
    ['negative times', svg(slide(1, '-5', '9') + slide(2, '0', '9')), ['0 Slide 2']],
    [
      'two slides at one time',
      svg(slide(1, '0', '30') + slide(2, '0', '30')),
      ['0 Slide 1'],
      /"Slide 2" begins at 0:00 like "Slide 1"/,
    ],
    ['spaces and line breaks in times', svg(slide(1, ' 0.0\n90.5 ', '30  120')), ['0 Slide 1']],
    [
      'thousands of showings',
      svg(slide(1, Array.from({ length: 5000 }, (_, at) => at * 10).join(' '), '9')),
      ['0 Slide 1'],
    ],
    ['a time of no slide', svg('<image in="1" out="9" xlink:href="logo.png"/>'), 'outline-no-times'],
    [
      'entities of its own',
      svg(slide(1, '0', '9')).replace('<svg', '<!DOCTYPE svg [<!ENTITY a "b">]><svg'),
      'outline-bad-lines',
      /entities/,
    ],
    ['cut off', svg(slide(1, '0', '9')).slice(0, -30), ['0 Slide 1'], /XML breaks its rules/],
    ['cut off inside a tag', svg(slide(1, '0', '9')).slice(0, -3), 'outline-bad-lines', /broken/],
  ],
);
