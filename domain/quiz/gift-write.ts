import { rangeAround } from '../number.ts';
import type { QuestionDraft } from '../quiz.ts';
import { picturesOf, type Picture } from '../picture.ts';
import { escapeGift } from './gift-blocks.ts';
import type { PlayableQuestion, ReadEssay } from './read-question.ts';
import type { PictureFiles } from './settle-pictures.ts';
import { percentOfShare } from './weight.ts';
import { dataAddress, withFiles, writePictured } from './write-pictured.ts';

/**
 * Writes questions as GIFT, which `parseQuiz` and Moodle read back: title, category, weights and feedback kept. Pictures
 * stand in their texts, which are HTML then.
 */
export function writeGift(
  questions: readonly (PlayableQuestion | ReadEssay)[],
  pictures: PictureFiles = new Map(),
): string {
  let category: string | undefined;
  const blocks = questions.map((question) => {
    const heading = question.category === category ? '' : `$CATEGORY: ${question.category ?? 'top'}\n\n`;
    category = question.category;
    return `${heading}${writeQuestion(withFiles(question, pictures), pictures)}\n`;
  });
  return blocks.join('\n');
}

function writeQuestion(question: QuestionDraft | ReadEssay, files: PictureFiles): string {
  const texts = textsOf(question, files);
  const title = question.title === undefined ? '' : `::${oneLine(question.title)}::`;
  const general = question.feedback === undefined ? '' : `\t####${texts.plain(question.feedback)}\n`;
  return `${title}${texts.prompt} {${writeAnswers(question, texts)}${general}}`;
}

/** How the texts of one question are written. */
interface GiftTexts {
  prompt: string;
  plain: (text: string) => string;
  /** A choice that learners see. */
  shown: (choice: WrittenChoice) => string;
}

function textsOf(question: QuestionDraft | ReadEssay, files: PictureFiles): GiftTexts {
  const html = (text: string, pictures: readonly Picture[]): string =>
    escapeGift(
      writePictured(text, pictures, (picture) =>
        dataAddress(picture, files.get(picture.id) ?? new Uint8Array()),
      ),
    );
  if (picturesOf(question).length > 0) {
    const inPlain = (text: string): string => `[plain]${escapeGift(text)}`;
    return {
      prompt: `[html]${html(question.prompt, question.pictures ?? [])}`,
      plain: inPlain,
      shown: ({ text, pictures = [] }) => (pictures.length === 0 ? inPlain(text) : html(text, pictures)),
    };
  }
  // Saying that a text is plain keeps `<video>` and `// x` from being read as HTML and as a comment.
  const format = /[<&]/.test(JSON.stringify(question)) || /^[/[$]/.test(question.prompt) ? '[plain]' : '';
  return { prompt: `${format}${escapeGift(question.prompt)}`, plain, shown: ({ text }) => plain(text) };
}

function writeAnswers(question: QuestionDraft | ReadEssay, texts: GiftTexts): string {
  const body = (choice: WrittenChoice): string => `${texts.shown(choice)}${feedbackOf(choice, texts)}`;
  switch (question.type) {
    case 'single-choice':
      return lines(
        question.choices.map((choice) => `${weigh(choice.weight, '~', choice.text)}${body(choice)}`),
      );
    case 'multiple-choice':
      return lines(question.choices.map((choice) => `~%${percentOfShare(choice.weight)}%${body(choice)}`));
    case 'true-false':
      return writeTrueFalse(question.choices, texts);
    case 'short-answer':
      return lines(question.choices.map((choice) => `=%${percentOfShare(choice.weight)}%${body(choice)}`));
    case 'numeric':
      return `#${lines(question.choices.map((choice) => writeNumber(choice, texts)))}`;
    case 'essay':
      return '';
    case 'matching':
      return lines(
        question.choices.map((choice) => `=${leftSide(choice, texts)} -> ${rightSide(choice.match, texts)}`),
      );
  }
}

/** A distractor has none. */
function leftSide(choice: WrittenChoice, texts: GiftTexts): string {
  return choice.text === '' ? '' : texts.shown(choice);
}

/** Moodle takes what is matched as it stands: it is told to be plain only where it would be read as something else. */
function rightSide(match: string, texts: GiftTexts): string {
  return /[<&]/.test(match) ? texts.plain(match) : plain(match);
}

interface WrittenChoice {
  text: string;
  weight: number;
  feedback?: string | undefined;
  pictures?: Picture[] | undefined;
}

/** A fully right choice is `=`; any other carries its weight where it has one, or where its text looks like one. */
function weigh(weight: number, otherwise: string, text: string): string {
  if (weight === 1) return text.startsWith('%') ? '=%100%' : '=';
  return weight === 0 && !text.startsWith('%') ? otherwise : `${otherwise}%${percentOfShare(weight)}%`;
}

function writeTrueFalse(choices: readonly WrittenChoice[], texts: GiftTexts): string {
  const [yes, no] = choices;
  const isTrue = (yes?.weight ?? 0) > (no?.weight ?? 0);
  const [right, wrong] = isTrue ? [yes, no] : [no, yes];
  const comments = [wrong, right].map((one) =>
    one?.feedback === undefined ? '' : texts.plain(one.feedback),
  );
  const tail = comments.every((one) => one === '') ? '' : `#${comments.join('#')}`;
  return `${isTrue ? 'TRUE' : 'FALSE'}${tail}\n`;
}

function writeNumber(choice: WrittenChoice & { min: number; max: number }, texts: GiftTexts): string {
  if (choice.text === '*') return `~${feedbackOf(choice, texts)}`;
  const half = Number(((choice.max - choice.min) / 2).toPrecision(12));
  const { min, max } = rangeAround(Number(choice.text), half);
  const isExact = min === choice.min && max === choice.max;
  const range = isExact ? `${choice.text}:${String(half)}` : `${String(choice.min)}..${String(choice.max)}`;
  return `=%${percentOfShare(choice.weight)}%${range}${feedbackOf(choice, texts)}`;
}

function feedbackOf({ feedback }: WrittenChoice, { plain: inPlain }: GiftTexts): string {
  return feedback === undefined ? '' : `#${inPlain(feedback)}`;
}

/** A text that begins like a format's name is said to be plain, so that the name stays. */
function plain(text: string): string {
  return `${/^\[(?:html|moodle|plain|markdown)\]/.test(text) ? '[plain]' : ''}${escapeGift(text)}`;
}

function lines(answers: readonly string[]): string {
  return `\n${answers.map((answer) => `\t${answer}\n`).join('')}`;
}

function oneLine(title: string): string {
  return escapeGift(title.replace(/\s+/g, ' '));
}
