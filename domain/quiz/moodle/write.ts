import { foldSpaces, shorten } from '../../formats/text.ts';
import { element, writeXml, type WrittenElement } from '../../formats/xml-write.ts';
import type { PlayableQuestion, ReadCloze, ReadQuestion } from '../read-question.ts';
import { percentOfShare } from '../weight.ts';

/** Writes questions of every type as Moodle XML, which `readQuiz` and Moodle read back. */
export function writeMoodleXml(questions: readonly ReadQuestion[]): string {
  let category: string | undefined;
  const elements = questions.flatMap((question) => {
    const heading = question.category === category ? [] : [writeCategory(question.category)];
    category = question.category;
    return [...heading, writeQuestion(question)];
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

function writeQuestion(question: ReadQuestion): WrittenElement {
  const { type, title, prompt, feedback, mark } = question;
  // Moodle wants a name; `untitled` keeps it from being read back as a title.
  const name = title ?? shorten(foldSpaces(prompt), 80);
  return element(
    'question',
    { type: typeNames[type] },
    element('name', { untitled: title === undefined ? 'true' : undefined }, text(name)),
    plain('questiontext', type === 'cloze' ? embed(question) : prompt),
    ...(feedback === undefined ? [] : [plain('generalfeedback', feedback)]),
    element('defaultgrade', {}, String(mark)),
    ...writeAnswers(question),
  );
}

function writeAnswers(question: ReadQuestion): WrittenElement[] {
  switch (question.type) {
    case 'single-choice':
    case 'multiple-choice': {
      const single = question.type === 'single-choice' ? 'true' : 'false';
      return [element('single', {}, single), ...question.choices.map((choice) => writeAnswer(choice))];
    }
    case 'true-false':
      return question.choices.map((choice, index) =>
        writeAnswer({ ...choice, text: index === 0 ? 'true' : 'false' }),
      );
    case 'short-answer':
      return [
        element('usecase', {}, question.caseSensitive ? '1' : '0'),
        ...question.choices.map((choice) => writeAnswer(choice)),
      ];
    case 'numeric':
      return question.choices.map((choice) => writeNumber(choice));
    case 'matching':
      return question.choices.map((choice) => writePair(choice));
    case 'ordering':
      return question.choices.map((choice, index) =>
        element('answer', { fraction: index + 1, format: 'plain_text' }, text(choice.text)),
      );
    case 'cloze':
    case 'essay':
      return [];
  }
}

type Choice = PlayableQuestion['choices'][number];

function writeAnswer({ text: words, weight, feedback }: Choice, ...more: WrittenElement[]): WrittenElement {
  return element(
    'answer',
    { fraction: percentOfShare(weight), format: 'plain_text' },
    text(words),
    ...(feedback === undefined ? [] : [plain('feedback', feedback)]),
    ...more,
  );
}

/** Moodle accepts a number and its tolerance: a range is its middle and its half. */
function writeNumber(choice: Choice & { min: number; max: number }): WrittenElement {
  if (choice.text === '*') return writeAnswer(choice);
  const half = Number(((choice.max - choice.min) / 2).toPrecision(12));
  const middle = Number(((choice.max + choice.min) / 2).toPrecision(12));
  const isValue = Number(choice.text) === middle;
  const tolerance = element('tolerance', {}, String(half));
  return writeAnswer({ ...choice, text: isValue ? choice.text : String(middle) }, tolerance);
}

function writePair({ text: words, match }: { text: string; match: string }): WrittenElement {
  return element(
    'subquestion',
    { format: 'plain_text' },
    text(words),
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

function plain(name: string, words: string): WrittenElement {
  return element(name, { format: 'plain_text' }, text(words));
}

function text(words: string): WrittenElement {
  return element('text', {}, words);
}
