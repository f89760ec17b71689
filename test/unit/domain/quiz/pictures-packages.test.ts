import { describe } from 'vitest';
import { zipXml } from '../../../support/documents.ts';
import { base64 } from '../../../support/pictures.ts';
import {
  asMap,
  bare,
  dataOf,
  file,
  h5p,
  item,
  map,
  moodle,
  old,
  photo,
  testKeptPictures,
  text,
} from '../../../support/pictured-quizzes.ts';
import { is, item1, mat, offer, qti1, rule } from '../../../support/qti1.ts';
import { asQti3, declare, item2 } from '../../../support/qti2.ts';

const img = '<img src="map.png" alt="A map">';

describe('a picture is kept', () => {
  testKeptPictures([
    [
      'of an item of QTI that holds it',
      item(`Q?<img src="${dataOf(map)}" alt="A"/>`),
      [`Q? [picture.png|A|30|${String(map.length)}]: Oslo, Bergen`],
    ],
    [
      'of a package of QTI 2, beside its item and elsewhere, in prompts and choices',
      zipXml({
        'items/a.xml': item('A?<img src="../images/map.png" alt="A map"/>', {
          A: '<img src="../images/map.png" alt=""/>',
          B: 'x',
        }),
        'items/b.xml': item('B?<object type="image/png" data="/images/map.png"/>'),
        'images/map.png': map,
      }),
      [`A? ${asMap}: Picture 1 ${bare}, x`, `B? ${bare}: Oslo, Bergen`],
    ],
    [
      'of a package of QTI 3',
      zipXml({ 'a.xml': asQti3(item(`A?${img.replace('>', '/>')}`)), 'map.png': map }),
      [`A? ${asMap}: Oslo, Bergen`],
    ],
    [
      'of things in pairs',
      zipXml({
        'a.xml': item2({
          declarations: declare(['L R', 'M S'], { cardinality: 'multiple', baseType: 'directedPair' }),
          body: '<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt><simpleMatchSet><simpleAssociableChoice identifier="L"><img src="map.png" alt=""/></simpleAssociableChoice><simpleAssociableChoice identifier="M">m</simpleAssociableChoice></simpleMatchSet><simpleMatchSet><simpleAssociableChoice identifier="R">r</simpleAssociableChoice><simpleAssociableChoice identifier="S">s</simpleAssociableChoice></simpleMatchSet></matchInteraction>',
        }),
        'map.png': map,
      }),
      [`Match: Picture 1 ${bare}, m`],
    ],
    [
      'of a text whose gaps are filled with words',
      zipXml({
        'a.xml': item2({
          declarations: declare(['W G'], { cardinality: 'multiple', baseType: 'directedPair' }),
          body: '<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill</prompt><gapText identifier="W">w</gapText><gapText identifier="X">x</gapText><p>a <gap identifier="G"/></p><p><img src="map.png" alt="A map"/></p></gapMatchInteraction>',
        }),
        'map.png': map,
      }),
      [`Fill\na [[1]] ${asMap}: w, x`],
    ],
    [
      'of QTI 1.2 in its element',
      old(
        `${mat('Q?')}<material><matimage imagtype="image/png" embedded="base64" label="A map">${base64(map)}</matimage></material>`,
      ),
      [`Q? [picture.png|A map|30|${String(map.length)}]: Oslo, Bergen`],
    ],
    [
      'of a package of QTI 1.2',
      zipXml({
        'a.xml': old(
          `${mat('Q?')}<material><matimage imagtype="image/png" uri="img/map.png" label="A map"/></material>`,
        ),
        'img/map.png': map,
      }),
      [`Q? ${asMap}: Oslo, Bergen`],
    ],
    [
      'on the left of pairs of QTI 1.2, and beside what is typed',
      zipXml({
        'a.xml': qti1(
          item1({
            title: 'P',
            presentation: ['m', 'n']
              .map(
                (id) =>
                  `<response_lid ident="${id}"><material><matimage uri="map.png"/></material>${offer({ A: 'x', B: 'y' })}</response_lid>`,
              )
              .join(''),
            rules: rule(is('A', 'm'), '50') + rule(is('B', 'n'), '50'),
          }),
        ),
        'b.xml': qti1(
          item1({
            title: 'T',
            presentation: `${mat('Q?')}<response_str ident="r"><material><matimage uri="map.png"/></material><render_fib/></response_str>`,
            rules: rule(is('cat'), '100'),
          }),
        ),
        'map.png': map,
      }),
      [`P: Picture 1 ${bare}, Picture 2 ${bare}`, `Q? ${bare}: cat`],
    ],
    [
      'of a Common Cartridge',
      zipXml({
        'quiz/assessment_qti.xml': old(
          `<material><mattext texttype="text/html">Q?&lt;img src="$IMS-CC-FILEBASE$/Uploaded%20Media/map.png?canvas_download=1" alt="A map"&gt;&lt;img src="%24IMS-CC-FILEBASE%24/map.png"&gt;</mattext></material>`,
        ),
        'web_resources/Uploaded Media/map.png': map,
        'web_resources/map.png': map,
      }),
      [`Q? ${asMap} ${bare}: Oslo, Bergen`],
    ],
    [
      'of Blackboard, by its number',
      zipXml({
        'res00001.dat': old(
          `<material><mat_extension><mat_formattedtext type="HTML">Q?&lt;img src="@X@EmbeddedFile.requestUrlStub@X@bbcswebdav/xid-12_1" alt="A map"&gt;</mat_formattedtext></mat_extension></material>`,
        ),
        'csfiles/home_dir/map__xid-12_1.png': map,
      }),
      [`Q? [map__xid-12_1.png|A map|30|${String(map.length)}]: Oslo, Bergen`],
    ],
    [
      'that lies elsewhere in the package, by a name that only it has',
      zipXml({ 'q/a.xml': item(`A?${img.replace('>', '/>')}`), 'media/x/map.png': map }),
      [`A? ${asMap}: Oslo, Bergen`],
    ],
    [
      'in a file in a zip, and two files’ pictures stay apart',
      zipXml({
        'a.xml': moodle(`${text('A<img src="@@PLUGINFILE@@/map.png" alt="A map">')}${file('map.png', map)}`),
        'b.xml': moodle(`${text('B<img src="@@PLUGINFILE@@/p.jpg">')}${file('p.jpg', photo)}`),
      }),
      [`A ${asMap}: a, b`, `B [p.jpg||64|${String(photo.length)}]: a, b`],
    ],
    [
      'of H5P, beside the question',
      h5p(
        'H5P.MultiChoice',
        {
          question: 'Q?',
          media: {
            type: {
              library: 'H5P.Image 1.1',
              params: { file: { path: 'images/map.png#tmp' }, alt: 'A map' },
            },
          },
          answers: [{ text: 'a', correct: true }, { text: 'b' }],
        },
        { 'content/images/map.png': map },
      ),
      [`Q? ${asMap}: a, b`],
    ],
    [
      'of H5P, in its texts',
      h5p(
        'H5P.TrueFalse',
        { question: 'Q?<img src="images/map.png" alt="A map">', correct: 'true' },
        { 'content/images/map.png': map },
      ),
      [`Q? ${asMap}: True, False`],
    ],
    [
      'of H5P’s gaps',
      h5p(
        'H5P.Blanks',
        {
          text: 'Fill',
          questions: ['A *cat*.', '*A* and *b*'],
          media: { type: { params: { file: { path: 'images/map.png' } } } },
        },
        { 'content/images/map.png': map },
      ),
      [`Fill\nA _____. ${bare}: cat`, `Fill\n[[1]] and [[2]] ${bare}: A, b`],
    ],
    [
      'of H5P’s sets',
      h5p(
        'H5P.SingleChoiceSet',
        { choices: [{ question: 'Q?', answers: ['<img src="images/map.png">', 'b'] }] },
        { 'content/images/map.png': map },
      ),
      [`Q?: Picture 1 ${bare}, b`],
    ],
  ]);
});
