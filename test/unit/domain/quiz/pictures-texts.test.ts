import { describe } from 'vitest';
import { base64 } from '../../../support/pictures.ts';
import {
  asMap,
  bare,
  dataOf,
  file,
  map,
  moodle,
  photo,
  testKeptPictures,
  text,
} from '../../../support/pictured-quizzes.ts';

describe('a picture is kept', () => {
  testKeptPictures([
    [
      'of Moodle XML',
      moodle(
        `${text('<p>Where?</p><p><img src="@@PLUGINFILE@@/map.png" alt=" A map "></p>')}${file('map.png', map)}`,
      ),
      [`Where? ${asMap}: a, b`],
    ],
    [
      'amid the words of Moodle XML, where its words stay',
      moodle(`${text('The <img src="@@PLUGINFILE@@/map.png" alt="A map"> says?')}${file('map.png', map)}`),
      [`The [Picture: A map] says? ${asMap}: a, b`],
    ],
    [
      'of Moodle XML, its name with spaces, its address with a query, its data with line ends',
      moodle(
        `${text('Q<br><img src="@@PLUGINFILE@@/a%20%C3%A9.png?time=1">')}${file('a é.png', base64(map).replace(/.{20}/g, '$&\n'))}`,
      ),
      [`Q [a é.png||30|${String(map.length)}]: a, b`],
    ],
    [
      'in the answers of Moodle XML, one of them without words',
      moodle(
        text('Which?'),
        `<answer fraction="100" format="html">${text('This <img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}</answer><answer fraction="0" format="html">${text('<img src="@@PLUGINFILE@@/p.jpg" alt="P">')}${file('p.jpg', photo)}</answer>`,
      ),
      [`Which?: This ${bare}, Picture 2 [p.jpg|P|64|${String(photo.length)}]`],
    ],
    [
      'beside what is matched in Moodle XML',
      moodle(
        text('Match'),
        `<subquestion format="html">${text('<img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}<answer><text>1</text></answer></subquestion><subquestion><text>b</text><answer><text>2</text></answer></subquestion>`,
        'matching',
      ),
      [`Match: Picture 1 ${bare}, b`],
    ],
    [
      'of embedded answers',
      moodle(
        `${text('<p>{1:MC:=cat~dog}</p><img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}`,
        '',
        'cloze',
      ),
      [`[[1]] ${bare}: cat, dog`],
    ],
    [
      'of an order',
      moodle(
        text('Sort'),
        `<answer fraction="1" format="html">${text('x<img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}</answer><answer fraction="2"><text>y</text></answer>`,
        'ordering',
      ),
      [`Sort: x ${bare}, y`],
    ],
    [
      'of Moodle 1',
      moodle(
        text('Q'),
        `<image>course/map.png</image><image_base64>${base64(map)}</image_base64><answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>`,
      ),
      [`Q ${bare}: a, b`],
    ],
    [
      'of GIFT',
      `[html]Q?<img alt\\="A map" src\\="${dataOf(map).replace(/[=:]/g, '\\$&')}">{=a ~b<img src\\="${dataOf(photo).replace(/[=:]/g, '\\$&')}">}`,
      [`Q? [picture.png|A map|30|${String(map.length)}]: a, b [picture.jpg||64|${String(photo.length)}]`],
    ],
    [
      'with more words than are kept of them',
      moodle(text(`Q<img src="${dataOf(map)}" alt="${'a'.repeat(1001)}">`)),
      [`Q [picture.png|${'a'.repeat(999)}…|30|${String(map.length)}]: a, b`],
    ],
    [
      'of GIFT that does not say it is HTML',
      `Q?<img src\\="${dataOf(map).replace(/[=:]/g, '\\$&')}">{=a ~b}`,
      [`Q? [picture.png||30|${String(map.length)}]: a, b`],
    ],
    [
      'of GIFT’s pairs',
      `Match {=<img src\\="${dataOf(map).replace(/[=:]/g, '\\$&')}"> -> 1 =b -> 2}`,
      [`Match: Picture 1 [picture.png||30|${String(map.length)}], b`],
    ],
    [
      'of a table',
      `question,answer 1,answer 2,correct,image\nQ?,a,b,1,"${dataOf(map)}"\n`,
      [`Q? [picture.png||30|${String(map.length)}]: a, b`],
    ],
    [
      'of JSON',
      JSON.stringify([
        {
          prompt: 'Q?',
          choices: [{ text: 'a', correct: true, pictures: [{ data: dataOf(photo), name: 'p.jpg' }] }, 'b'],
          pictures: [{ data: dataOf(map), alt: 'A map', name: 'map.png' }],
        },
      ]),
      [`Q? ${asMap}: a [p.jpg||64|${String(photo.length)}], b`],
    ],
    [
      'of a question that is nothing else',
      moodle(`${text('<img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}`).replace(
        '<text>Q</text>',
        '<text></text>',
      ),
      [`[Picture] ${bare}: a, b`],
    ],
    [
      'in a link, whose address stays',
      moodle(
        `${text('Q<br><a href="https://example.org/"><img src="@@PLUGINFILE@@/map.png"></a>')}${file('map.png', map)}`,
      ),
      [`Q\n(https://example.org/) ${bare}: a, b`],
    ],
    [
      'twice in one text once',
      moodle(
        `${text('Q<img src="@@PLUGINFILE@@/map.png"><img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}`,
      ),
      [`Q ${bare}: a, b`],
    ],
  ]);
});
