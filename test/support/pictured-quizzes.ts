import { expect, test } from 'vitest';
import { readQuiz, type ReadQuiz } from '../../domain/read-quiz.ts';
import { zipXml } from './documents.ts';
import { base64, makeJpeg, makePng } from './pictures.ts';
import { is, item1, offer, qti1, rule } from './qti1.ts';
import { choose, declare, item2 } from './qti2.ts';

/** Two pictures of different kinds and sizes. */
export const map = makePng(30, 20);
export const photo = makeJpeg(64, 48);

/** A picture as an address that holds it. */
export const dataOf = (bytes: Uint8Array, type = 'image/png'): string =>
  `data:${type};base64,${base64(bytes)}`;

/** A file that stands in a text of Moodle XML, by its bytes or as base64 already. */
export const file = (name: string, bytes: Uint8Array | string): string =>
  `<file name="${name}" path="/" encoding="base64">${typeof bytes === 'string' ? bytes : base64(bytes)}</file>`;

/** A quiz of one question as Moodle writes it. */
export const moodle = (
  prompt: string,
  answers = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>',
  type = 'multichoice',
): string =>
  `<quiz><question type="${type}"><name><text>Q</text></name><questiontext format="html">${prompt}</questiontext>${answers}</question></quiz>`;

/** HTML as a text of Moodle XML. */
export const text = (html: string): string => `<text><![CDATA[${html}]]></text>`;

/** A package of H5P with the pictures in it. */
export const h5p = (library: string, content: unknown, files: Record<string, Uint8Array> = {}): Uint8Array =>
  zipXml({
    'h5p.json': JSON.stringify({ mainLibrary: library, title: 'Q' }),
    'content/content.json': JSON.stringify(content),
    ...files,
  });

const towns = { A: 'Oslo', B: 'Bergen' };

/** An item of QTI 2 with one right choice of two. */
export const item = (prompt: string, choices: Record<string, string> = towns): string =>
  item2({ declarations: declare(['A']), body: choose(choices, { prompt }) });

/** An item of QTI 1.2 with one right choice of two. */
export const old = (prompt: string, choices: Record<string, string> = towns): string =>
  qti1(
    item1({
      title: 'Q',
      presentation: `${prompt}<response_lid ident="r">${offer(choices)}</response_lid>`,
      rules: rule(is('A'), '100'),
    }),
  );

/** What a quiz shows, briefly: `prompt [pictures]` and the choices likewise. */
export function brief({ questions, pictures }: ReadQuiz): string[] {
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

/** How `brief` shows the map with its words, and without them. */
export const asMap = `[map.png|A map|30|${String(map.length)}]`;
export const bare = `[map.png||30|${String(map.length)}]`;

/** A quiz with pictures, and what `brief` says of it. */
type KeptRow = [what: string, source: string | Uint8Array, read: string[]];

/** Tests that quizzes are read with all their pictures, and nothing is told as lost. */
export function testKeptPictures(rows: readonly KeptRow[]): void {
  test.each(rows)('%s', (_, source, read) => {
    const quiz = readQuiz(source);
    expect(brief(quiz)).toEqual(read);
    expect(quiz.warnings).toEqual([]);
  });
}
