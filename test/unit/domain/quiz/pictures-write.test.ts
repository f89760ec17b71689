import { describe, expect, test } from 'vitest';
import { writeZip } from '../../../../domain/formats/zip.ts';
import { writeGift } from '../../../../domain/quiz/gift-write.ts';
import { writeMoodleXml } from '../../../../domain/quiz/moodle/write.ts';
import { toPlayable } from '../../../../domain/quiz/playable.ts';
import { writeQti21 } from '../../../../domain/quiz/qti/write.ts';
import { readQuiz, type ReadQuiz } from '../../../../domain/read-quiz.ts';
import { makePng } from '../../../support/pictures.ts';
import { brief, dataOf, map, photo } from '../../../support/pictured-quizzes.ts';

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
