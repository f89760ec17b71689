import { describe, expect, test } from 'vitest';
import { FoundPictures } from '../../../../domain/quiz/found-pictures.ts';
import { readQuiz } from '../../../../domain/read-quiz.ts';
import { zipXml } from '../../../support/documents.ts';
import { base64, claimPng, makeGif, makePng } from '../../../support/pictures.ts';
import { dataOf, file, h5p, item, map, moodle, photo, text } from '../../../support/pictured-quizzes.ts';
import { declare, item2 } from '../../../support/qti2.ts';

describe('a picture that is not kept is named', () => {
  test.each<[what: string, source: string | Uint8Array, warning: RegExp]>([
    [
      'one of the network, which is never asked',
      moodle(text('Q<img src="https://example.org/a/map.png">')),
      /without the picture "map\.png"\./,
    ],
    [
      'one of the network, of which a package has the name',
      zipXml({ 'a.xml': item('A?<img src="https://example.org/map.png" alt=""/>'), 'media/map.png': map }),
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
    ['an SVG of a package', zipXml({ 'a.xml': item('A?<img src="a.svg" alt=""/>') }), /"a\.svg" \(only PNG/],
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
      zipXml({
        'a.xml': item('A?<img src="map.png" alt=""/>'),
        'map.png': Buffer.concat([map, Buffer.alloc(5_000_001)]),
      }),
      /the picture "map\.png"\./,
    ],
    [
      'one whose name several have',
      zipXml({ 'q/a.xml': item('A?<img src="map.png" alt=""/>'), 'x/map.png': map, 'y/map.png': map }),
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
      zipXml({
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
    const { pictures, warnings } = readQuiz(zipXml({ 'a.xml': many('A'), 'b.xml': many('B') }));
    expect(pictures.size).toBe(500);
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(
      /"5" \(a quiz keeps up to 500 pictures\)/,
    );
  });

  test('as many bytes as a quiz keeps, the others not', () => {
    const found = new FoundPictures();
    const large = Buffer.concat([map, Buffer.alloc(4_900_000)]);
    const kept = Array.from({ length: 11 }, () => found.keep(large, 'map.png'));
    expect(kept.filter((one) => typeof one !== 'string')).toHaveLength(10);
    expect(kept.at(-1)).toBe('a quiz keeps up to 50 MB of pictures');
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
