import { encodeBase64 } from '../../formats/base64.ts';
import { foldSpaces, shorten } from '../../formats/text.ts';
import { element, writeXml, type WrittenElement } from '../../formats/xml-write.ts';
import type { Picture } from '../../picture.ts';
import type { PlayableQuestion, ReadCloze, ReadQuestion } from '../read-question.ts';
import type { PictureFiles } from '../settle-pictures.ts';
import { percentOfShare } from '../weight.ts';
import { withFiles, writePictured } from '../write-pictured.ts';

/** Writes questions of every type as Moodle XML, which `readQuiz` and Moodle read back, their pictures in it. */
export function writeMoodleXml(
  questions: readonly ReadQuestion[],
  pictures: PictureFiles = new Map(),
): string {
  let category: string | undefined;
  const elements = questions.flatMap((question) => {
    const heading = question.category === category ? [] : [writeCategory(question.category)];
    category = question.category;
    return [...heading, writeQuestion(withFiles(question, pictures), pictures)];
  });
  return writeXml(element('quiz', {}, ...elements));
}

function writeCategory(category: string | undefined): WrittenElement {
  const path = category === undefined ? '$course$/top' : `$course$/top/${category}`;
  return element('question', { type: 'category' }, element('category', {}, text(path)));
}

const typeNames: Readonly<Record<ReadQuestion['type'], string>> = {
  'single-choice': 'multichoice',
  'multiple-choice': 'multichoice',
  'true-false': 'truefalse',
  'short-answer': 'shortanswer',
  numeric: 'numerical',
  matching: 'matching',
  ordering: 'ordering',
  cloze: 'cloze',
  essay: 'essay',
};

function writeQuestion(question: ReadQuestion, files: PictureFiles): WrittenElement {
  const { type, title, prompt, feedback, mark } = question;
  // Moodle wants a name; `untitled` keeps it from being read back as a title.
  const name = title ?? shorten(foldSpaces(prompt), 80);
  return element(
    'question',
    { type: typeNames[type] },
    element('name', { untitled: title === undefined ? 'true' : undefined }, text(name)),
    element('questiontext', ...shown(type === 'cloze' ? embed(question) : prompt, question, files)),
    ...(feedback === undefined ? [] : [plain('generalfeedback', feedback)]),
    element('defaultgrade', {}, String(mark)),
    ...writeAnswers(question, files),
  );
}

function writeAnswers(question: ReadQuestion, files: PictureFiles): WrittenElement[] {
  switch (question.type) {
    case 'single-choice':
    case 'multiple-choice': {
      const single = question.type === 'single-choice' ? 'true' : 'false';
      return [element('single', {}, single), ...question.choices.map((choice) => writeAnswer(choice, files))];
    }
    case 'true-false':
      return question.choices.map((choice, index) =>
        writeAnswer({ ...choice, text: index === 0 ? 'true' : 'false' }, files),
      );
    case 'short-answer':
      return [
        element('usecase', {}, question.caseSensitive ? '1' : '0'),
        ...question.choices.map((choice) => writeAnswer(choice, files)),
      ];
    case 'numeric':
      return question.choices.map((choice) => writeNumber(choice, files));
    case 'matching':
      return question.choices.map((choice) => writePair(choice, files));
    case 'ordering':
      return question.choices.map((choice, index) => {
        const [attributes, ...content] = shown(choice.text, choice, files);
        return element('answer', { fraction: index + 1, ...attributes }, ...content);
      });
    case 'cloze':
    case 'essay':
      return [];
  }
}

type Choice = PlayableQuestion['choices'][number];

function writeAnswer(choice: Choice, files: PictureFiles, ...more: WrittenElement[]): WrittenElement {
  const { text: words, weight, feedback } = choice;
  const [attributes, ...content] = shown(words, choice, files);
  return element(
    'answer',
    { fraction: percentOfShare(weight), ...attributes },
    ...content,
    ...(feedback === undefined ? [] : [plain('feedback', feedback)]),
    ...more,
  );
}

/** Moodle accepts a number and its tolerance: a range is its middle and its half. */
function writeNumber(choice: Choice & { min: number; max: number }, files: PictureFiles): WrittenElement {
  if (choice.text === '*') return writeAnswer(choice, files);
  const half = Number(((choice.max - choice.min) / 2).toPrecision(12));
  const middle = Number(((choice.max + choice.min) / 2).toPrecision(12));
  const isValue = Number(choice.text) === middle;
  const tolerance = element('tolerance', {}, String(half));
  return writeAnswer({ ...choice, text: isValue ? choice.text : String(middle) }, files, tolerance);
}

function writePair(choice: Choice & { match: string }, files: PictureFiles): WrittenElement {
  const { text: words, match } = choice;
  return element(
    'subquestion',
    ...shown(words, choice, files),
    element('answer', { format: 'plain_text' }, text(match)),
  );
}

/** Puts the answers back into the text, as Moodle embeds them. */
function embed({ prompt, gaps, choices }: ReadCloze): string {
  return prompt.replace(/\[\[(\d{1,3})\]\]/g, (whole, number: string) => {
    const kind = gaps[Number(number) - 1];
    const own = choices.filter(({ gap }) => gap === Number(number));
    if (kind === undefined || own.length === 0) return whole;
    const best = Math.max(...own.map(({ weight }) => weight));
    const name = { 'short-answer': 'SHORTANSWER', numeric: 'NUMERICAL', 'single-choice': 'MULTICHOICE' }[
      kind
    ];
    const counts = Math.max(1, Math.round(best * 100));
    const answers = own.map((choice) => `%${percentOfShare(choice.weight / best)}%${embedded(choice)}`);
    return `{${String(counts)}:${name}:${answers.join('~')}}`;
  });
}

function embedded({ text: words, feedback, min, max }: ReadCloze['choices'][number]): string {
  const half = min === undefined || max === undefined || words === '*' ? '' : `:${String((max - min) / 2)}`;
  return `${escapeGap(words)}${half}${feedback === undefined ? '' : `#${escapeGap(feedback)}`}`;
}

function escapeGap(words: string): string {
  return words.replace(/[\\}~#]/g, '\\$&');
}

type Shown = [attributes: { format: string }, ...content: WrittenElement[]];

/** A text as learners see it, with its pictures as files beside it. */
function shown(
  words: string,
  { pictures = [] }: { pictures?: Picture[] | undefined },
  files: PictureFiles,
): Shown {
  if (pictures.length === 0) return [{ format: 'plain_text' }, text(words)];
  const names = new Map(pictures.map(({ id, name }, index) => [id, nameApart(pictures, name, index)]));
  const nameOf = ({ id }: Picture): string => names.get(id) ?? id;
  const html = writePictured(
    words,
    pictures,
    (picture) => `@@PLUGINFILE@@/${encodeURIComponent(nameOf(picture))}`,
  );
  const beside = pictures.map((picture) => {
    const bytes = files.get(picture.id) ?? new Uint8Array();
    return element('file', { name: nameOf(picture), path: '/', encoding: 'base64' }, encodeBase64(bytes));
  });
  return [{ format: 'html' }, text(html), ...beside];
}

/** Two files of one text need two names. */
function nameApart(pictures: readonly Picture[], name: string, index: number): string {
  const isTaken = pictures.slice(0, index).some((other) => other.name === name);
  return isTaken ? `${String(index + 1)}-${name}` : name;
}

function plain(name: string, words: string): WrittenElement {
  return element(name, { format: 'plain_text' }, text(words));
}

function text(words: string): WrittenElement {
  return element('text', {}, words);
}
