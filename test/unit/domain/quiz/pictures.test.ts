import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../../../../domain/formats/zip.ts';
import { writeGift } from '../../../../domain/quiz/gift-write.ts';
import { writeMoodleXml } from '../../../../domain/quiz/moodle/write.ts';
import { toPlayable } from '../../../../domain/quiz/playable.ts';
import { writeQti21 } from '../../../../domain/quiz/qti/write.ts';
import { readQuiz, type ReadQuiz } from '../../../../domain/read-quiz.ts';
import { base64, claimPng, makeGif, makeJpeg, makePng } from '../../../support/pictures.ts';
import { is, item1, mat, offer, qti1, rule } from '../../../support/qti1.ts';
import { asQti3, choose, declare, item2 } from '../../../support/qti2.ts';

const map = makePng(30, 20);
const photo = makeJpeg(64, 48);
const dataOf = (bytes: Uint8Array, type = 'image/png'): string => `data:${type};base64,${base64(bytes)}`;
const file = (name: string, bytes: Uint8Array | string): string =>
  `<file name="${name}" path="/" encoding="base64">${typeof bytes === 'string' ? bytes : base64(bytes)}</file>`;
const moodle = (
  prompt: string,
  answers = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>',
  type = 'multichoice',
): string =>
  `<quiz><question type="${type}"><name><text>Q</text></name><questiontext format="html">${prompt}</questiontext>${answers}</question></quiz>`;
const text = (html: string): string => `<text><![CDATA[${html}]]></text>`;
const zip = (files: Record<string, string | Uint8Array>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, one]) => [name, typeof one === 'string' ? strToU8(one) : one]),
    ),
  );
const h5p = (library: string, content: unknown, files: Record<string, Uint8Array> = {}): Uint8Array =>
  zip({
    'h5p.json': JSON.stringify({ mainLibrary: library, title: 'Q' }),
    'content/content.json': JSON.stringify(content),
    ...files,
  });
const towns = { A: 'Oslo', B: 'Bergen' };
const item = (prompt: string, choices: Record<string, string> = towns): string =>
  item2({ declarations: declare(['A']), body: choose(choices, { prompt }) });
const old = (prompt: string, choices: Record<string, string> = towns): string =>
  qti1(
    item1({
      title: 'Q',
      presentation: `${prompt}<response_lid ident="r">${offer(choices)}</response_lid>`,
      rules: rule(is('A'), '100'),
    }),
  );

/** What a quiz shows, briefly: `prompt [pictures]` and the choices likewise. */
function brief({ questions, pictures }: ReadQuiz): string[] {
  const shown = (all: { name: string; alt: string; width: number; id: string }[] = []): string =>
    all
      .map(
        ({ name, alt, width, id }) =>
          ` [${name}|${alt}|${String(width)}|${String(pictures.get(id)?.length ?? 0)}]`,
      )
      .join('');
  return questions.map(
    (question) =>
      `${question.prompt}${shown(question.pictures)}: ${question.choices.map((choice) => `${choice.text}${shown(choice.pictures)}`).join(', ')}`,
  );
}

const asMap = `[map.png|A map|30|${String(map.length)}]`;
const bare = `[map.png||30|${String(map.length)}]`;
const img = '<img src="map.png" alt="A map">';

describe('a picture is kept', () => {
  test.each<[what: string, source: string | Uint8Array, read: string[]]>([
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
      `[html]Q?<img alt\\="A map" src\\="${dataOf(map).replace(/[=:]/g, '\\$&')}">{\\=x =a ~b<img src\\="${dataOf(photo).replace(/[=:]/g, '\\$&')}">}`.replace(
        '{\\=x ',
        '{',
      ),
      [`Q? [picture.png|A map|30|${String(map.length)}]: a, b [picture.jpg||64|${String(photo.length)}]`],
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
      'of an item of QTI that holds it',
      item(`Q?<img src="${dataOf(map)}" alt="A"/>`),
      [`Q? [picture.png|A|30|${String(map.length)}]: Oslo, Bergen`],
    ],
    [
      'of a package of QTI 2, beside its item and elsewhere, in prompts and choices',
      zip({
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
      zip({ 'a.xml': asQti3(item(`A?${img.replace('>', '/>')}`)), 'map.png': map }),
      [`A? ${asMap}: Oslo, Bergen`],
    ],
    [
      'of things in pairs',
      zip({
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
      zip({
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
      zip({
        'a.xml': old(
          `${mat('Q?')}<material><matimage imagtype="image/png" uri="img/map.png" label="A map"/></material>`,
        ),
        'img/map.png': map,
      }),
      [`Q? ${asMap}: Oslo, Bergen`],
    ],
    [
      'on the left of pairs of QTI 1.2, and beside what is typed',
      zip({
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
      zip({
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
      zip({
        'res00001.dat': old(
          `<material><mat_extension><mat_formattedtext type="HTML">Q?&lt;img src="@X@EmbeddedFile.requestUrlStub@X@bbcswebdav/xid-12_1" alt="A map"&gt;</mat_formattedtext></mat_extension></material>`,
        ),
        'csfiles/home_dir/map__xid-12_1.png': map,
      }),
      [`Q? [map__xid-12_1.png|A map|30|${String(map.length)}]: Oslo, Bergen`],
    ],
    [
      'that lies elsewhere in the package, by a name that only it has',
      zip({ 'q/a.xml': item(`A?${img.replace('>', '/>')}`), 'media/x/map.png': map }),
      [`A? ${asMap}: Oslo, Bergen`],
    ],
    [
      'in a file in a zip, and two files’ pictures stay apart',
      zip({
        'a.xml': moodle(`${text('A<img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}`),
        'b.xml': moodle(`${text('B<img src="@@PLUGINFILE@@/p.jpg">')}${file('p.jpg', photo)}`),
      }),
      [`A ${bare}: a, b`, `B [p.jpg||64|${String(photo.length)}]: a, b`],
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
  ])('%s', (_, source, read) => {
    const quiz = readQuiz(source);
    expect(brief(quiz)).toEqual(read);
    expect(quiz.warnings).toEqual([]);
  });
});

describe('a picture that is not kept is named', () => {
  test.each<[what: string, source: string | Uint8Array, warning: RegExp]>([
    [
      'one of the network, which is never asked',
      moodle(text('Q<img src="https://example.org/a/map.png">')),
      /without the picture "map\.png"\./,
    ],
    [
      'an SVG',
      moodle(`${text('Q<img src="@@PLUGINFILE@@/a.svg">')}${file('a.svg', Buffer.from('<svg/>'))}`),
      /"a\.svg" \(only PNG, JPEG, GIF and WebP/,
    ],
    [
      'an SVG in its address',
      moodle(text('Q<img src="data:image/svg+xml,%3Csvg/%3E">')),
      /without a picture \(only PNG/,
    ],
    ['an SVG of a package', zip({ 'a.xml': item('A?<img src="a.svg" alt=""/>') }), /"a\.svg" \(only PNG/],
    [
      'a page that is called a picture',
      moodle(
        `${text('Q<img src="@@PLUGINFILE@@/a.png">')}${file('a.png', Buffer.from('<script>alert(1)</script>'))}`,
      ),
      /"a\.png" \(only PNG/,
    ],
    [
      'data that is cut off',
      moodle(`${text('Q<img src="@@PLUGINFILE@@/a.png">')}${file('a.png', base64(map).slice(0, 60))}`),
      /"a\.png" \(its data is damaged\)/,
    ],
    [
      'data that is no base64',
      moodle(text('Q<img src="data:image/png;base64,AAA*">')),
      /a picture \(its data is damaged\)/,
    ],
    [
      'data that is not encoded',
      moodle(text('Q<img src="data:image/png,%89PNG">')),
      /a picture \(its data is damaged\)/,
    ],
    [
      'a file that is no base64',
      moodle(`${text('Q<img src="@@PLUGINFILE@@/a.png">')}${file('a.png', '%%%%')}`),
      /"a\.png" \(only PNG/,
    ],
    [
      'one of huge dimensions',
      moodle(`${text('Q<img src="@@PLUGINFILE@@/a.png">')}${file('a.png', claimPng(50_000, 50_000))}`),
      /"a\.png" \(more than 40 million pixels\)/,
    ],
    [
      'one that is too large',
      moodle(text(`Q<img src="data:image/png;base64,${'A'.repeat(7_000_000)}">`)),
      /a picture \(larger than 5 MB\)/,
    ],
    [
      'one that is too large for a package',
      zip({
        'a.xml': item('A?<img src="map.png" alt=""/>'),
        'map.png': Buffer.concat([map, Buffer.alloc(5_000_001)]),
      }),
      /the picture "map\.png"\./,
    ],
    [
      'one whose name several have',
      zip({ 'q/a.xml': item('A?<img src="map.png" alt=""/>'), 'x/map.png': map, 'y/map.png': map }),
      /the picture "map\.png"\./,
    ],
    [
      'a file beside plain text',
      moodle(`<text>Q</text>${file('a.png', map)}`).replace('format="html"', 'format="plain_text"'),
      /without an attached file/,
    ],
    [
      'one in feedback',
      moodle(
        text('Q'),
        `<answer fraction="100"><text>a</text><feedback format="html">${text('<img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}</feedback></answer><answer fraction="0"><text>b</text></answer>`,
      ),
      /without the picture "map\.png"/,
    ],
    [
      'more than a prompt shows',
      moodle(
        text(
          `Q${Array.from({ length: 11 }, (_, index) => `<img src="${dataOf(makePng(5, 5, index))}">`).join('')}`,
        ),
      ),
      /some of its pictures, which are too many/,
    ],
    [
      'a video beside a question of H5P',
      h5p('H5P.TrueFalse', { question: 'Q?', correct: 'true', media: { type: { params: { sources: [] } } } }),
      /a picture or a video beside it/,
    ],
    [
      'what the command line shows of one',
      JSON.stringify([
        { prompt: 'Q?', answer: 'x', pictures: [{ id: 'picture-1', name: 'map.png', bytes: 5 }] },
      ]),
      /without the picture "map\.png"/,
    ],
    [
      'one on the side that is matched',
      zip({
        'a.xml': item2({
          declarations: declare(['L R', 'M S'], { cardinality: 'multiple', baseType: 'directedPair' }),
          body: '<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt><simpleMatchSet><simpleAssociableChoice identifier="L">l</simpleAssociableChoice><simpleAssociableChoice identifier="M">m</simpleAssociableChoice></simpleMatchSet><simpleMatchSet><simpleAssociableChoice identifier="R"><img src="map.png" alt="Map"/></simpleAssociableChoice><simpleAssociableChoice identifier="S">s</simpleAssociableChoice></simpleMatchSet></matchInteraction>',
        }),
        'map.png': map,
      }),
      /the picture "map\.png"/,
    ],
  ])('%s', (_, source, warning) => {
    const quiz = readQuiz(source);
    expect(quiz.questions).toHaveLength(1);
    expect(quiz.warnings.map(({ message }) => message).join('\n')).toMatch(warning);
  });

  test('ten thousand pictures: as many as a quiz keeps, the others by name', () => {
    const questions = Array.from({ length: 100 }, (_, at) =>
      moodle(
        text(
          `${String(at)}${Array.from({ length: 100 }, (_unused, index) => `<img src="${dataOf(makeGif(at + 1, index + 1), 'image/gif')}">`).join('')}`,
        ),
      ).slice('<quiz>'.length, -'</quiz>'.length),
    );
    const { pictures, warnings } = readQuiz(`<quiz>${questions.join('')}</quiz>`);
    // Of each question as many as it shows; those count that were found before.
    expect(pictures.size).toBe(50);
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(/a quiz keeps up to 500 pictures/);
  });

  test('files of one zip that together hold more than a quiz keeps', () => {
    const many = (name: string): string => {
      const shown = Array.from({ length: 6 }, () => `<img src="${dataOf(makeGif(2, 2), 'image/gif')}">`);
      const ask = (at: number): string =>
        moodle(
          text(
            `${name}${String(at)}${shown.map((one, index) => one.replace('base64,', `name=${String(index)};base64,`).replace('image/gif', `image/gif;at=${String(at)}`)).join('')}`,
          ),
        ).slice(6, -7);
      return `<quiz>${Array.from({ length: 50 }, (_, at) => ask(at)).join('')}</quiz>`;
    };
    const { pictures, warnings } = readQuiz(zip({ 'a.xml': many('A'), 'b.xml': many('B') }));
    expect(pictures.size).toBe(500);
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(
      /"5" \(a quiz keeps up to 500 pictures\)/,
    );
  });

  test('pictures of questions that were left out are not given', () => {
    const { pictures, questions } = readQuiz(
      `<quiz>${moodle(`${text('D<img src="@@PLUGINFILE@@/map.png">')}${file('map.png', map)}`, '', 'description').slice(6, -7)}${moodle(`${text('Q<img src="@@PLUGINFILE@@/p.jpg">')}${file('p.jpg', photo)}`).slice(6)}`,
    );
    expect(questions.map((question) => question.pictures?.map(({ id, name }) => [id, name]))).toEqual([
      [['picture-1', 'p.jpg']],
    ]);
    expect([...pictures.values()]).toEqual([photo]);
  });
});

describe('what is written out with pictures reads back equal', () => {
  const source = JSON.stringify([
    {
      title: 'T',
      prompt: 'Where is <this>?\n\nLook & say "x" = {y}',
      feedback: 'So: <b>',
      choices: [
        {
          text: 'a',
          correct: true,
          feedback: 'Yes & no',
          pictures: [{ data: dataOf(photo), name: 'p.jpg', alt: 'A "photo"' }],
        },
        { text: 'b <i>' },
      ],
      pictures: [
        { data: dataOf(map), name: 'the map.png', alt: 'A map' },
        { data: dataOf(makePng(9, 9)), name: 'the map.png' },
      ],
    },
    {
      prompt: 'Match',
      pairs: [
        { text: 'l', match: 'one' },
        { text: 'm', match: 'two & more' },
      ],
      pictures: [{ data: dataOf(map), name: 'm.png' }],
    },
    { prompt: 'How many?', answer: 3, pictures: [{ data: dataOf(map), name: 'n.png' }] },
    { prompt: 'What is this?', answer: 'cat', pictures: [{ data: dataOf(map), name: 'o.png' }] },
    { prompt: 'Is it?', answer: true, pictures: [{ data: dataOf(map), name: 'q.png' }] },
    {
      prompt: 'Sort',
      type: 'ordering',
      choices: [
        { text: 'x', weight: 0.5, pictures: [{ data: dataOf(map), name: 'r.png' }] },
        { text: 'y', weight: 0.5 },
      ],
    },
    {
      prompt: 'A [[1]] [[2]]',
      type: 'cloze',
      gaps: ['short-answer', 'short-answer'],
      choices: [
        { text: 'b', weight: 0.5, gap: 1 },
        { text: 'c', weight: 0.5, gap: 2 },
      ],
      pictures: [{ data: dataOf(map), name: 's.png' }],
    },
    { prompt: 'No picture', answer: true },
  ]);
  const quiz = readQuiz(source);

  test.each<[format: string, write: (quiz: ReadQuiz) => string | Uint8Array, skips: RegExp]>([
    ['Moodle XML', ({ questions, pictures }) => writeMoodleXml(questions, pictures), /^$/],
    ['QTI 2.1', ({ questions, pictures }) => writeZip(writeQti21(questions, { pictures })), /^$/],
    [
      'GIFT',
      ({ questions, pictures }) => writeGift(toPlayable(questions).questions, pictures),
      /ordering|cloze/,
    ],
  ])('%s', (_, write, skips) => {
    const wanted = { ...quiz, questions: quiz.questions.filter(({ type }) => !skips.test(type)) };
    const again = readQuiz(write(wanted));
    expect(again.warnings).toEqual([]);
    const settled = renumbered(again);
    expect(settled.questions).toEqual(renumbered(wanted).questions);
    expect(settled.files).toEqual(renumbered(wanted).files);
  });

  test('without their bytes they are left away', () => {
    for (const written of [writeMoodleXml(quiz.questions), writeZip(writeQti21(quiz.questions))])
      expect(brief(readQuiz(written)).join()).not.toContain('.png');
  });
});

/** Picture ids by their place, whatever each is called; files of one name are told apart by Moodle. */
function renumbered({ questions, pictures }: ReadQuiz): {
  questions: unknown;
  files: (Uint8Array | undefined)[];
} {
  const files: (Uint8Array | undefined)[] = [];
  const settle = (key: string, value: unknown): unknown => {
    if (key === 'id' && typeof value === 'string') {
      files.push(pictures.get(value));
      return files.length;
    }
    return key === 'name' && typeof value === 'string' ? value.replace(/^2-/, '') : value;
  };
  return { questions: JSON.parse(JSON.stringify(questions, settle)), files };
}
