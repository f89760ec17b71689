import { trimEndOf } from '../formats/text.ts';
import {
  readChoices,
  readNumbers,
  readPairs,
  readShortAnswers,
  readTrueFalse,
  type GiftTexts,
} from './gift-answers.ts';
import { showEscapes, splitGift, type GiftBlock } from './gift-blocks.ts';
import { pictureFinder, type PictureFinder } from './found-pictures.ts';
import { looksLikeHtml, plainText, readHtml, type FlowedText } from './html.ts';
import {
  addFound,
  emptyQuizDraft,
  maxQuestions,
  noteLoss,
  warnOfQuestion,
  type FoundQuestion,
  type Place,
  type QuizDraft,
  type QuizReader,
} from './reader.ts';

/** GIFT, Moodle's text format for questions (docs.moodle.org/en/GIFT_format, question/format/gift). */
export const giftReader: QuizReader = {
  format: 'gift',
  recognises: (text) => /(?:^|[^\\])\{|^::|^\$CATEGORY:/m.test(text),
  read(text) {
    const { blocks, warnings, problems } = splitGift(text);
    const draft = { ...emptyQuizDraft(), warnings, problems };
    const find = pictureFinder(draft.pictures);
    for (const block of blocks.slice(0, maxQuestions + 1)) readBlock(block, draft, find);
    return draft;
  },
};

const formatName = /^\s*\[(html|moodle|plain|markdown)\]/i;

/** A question taken apart: what is asked, and the source of its answers. */
interface Parts {
  line: number;
  name: string;
  title?: string;
  prompt: string;
  pictures: FlowedText['pictures'];
  feedback?: string;
  answers: string;
  texts: GiftTexts;
  category?: string;
}

/** What the answers tell: the type, and the choices. */
type Answers = Pick<FoundQuestion, 'type' | 'choices'>;

function readBlock(block: GiftBlock, draft: QuizDraft, find: PictureFinder): void {
  const lost = new Set<string>();
  const parts = takeApart(block, { lost, find });
  if (typeof parts === 'string') {
    warnOfQuestion(draft, { line: block.line, name: showEscapes(block.text) }, parts);
    return;
  }
  const body = readAnswers(parts);
  if (typeof body === 'string') {
    warnOfQuestion(draft, parts, body);
    return;
  }
  const { line, name, category, title, prompt, pictures, feedback } = parts;
  const place: Place = { line, name, ...(category === undefined ? {} : { category }) };
  lost.forEach((what) => noteLoss(draft, place, what));
  addFound(draft, place, { ...body, title, prompt, pictures, feedback });
}

/** Where the pictures of texts are, and what is lost with them. */
interface Reading {
  lost: Set<string>;
  find: PictureFinder;
}

/** Splits `::title:: [format] before { answers #### feedback } after`; a string says why it is no question. */
function takeApart({ line, text, category }: GiftBlock, reading: Reading): Parts | string {
  const titled = /^::([\s\S]*?)::/.exec(text);
  const body = titled ? text.slice(titled[0].length) : text;
  const opening = body.indexOf('{');
  const closing = body.indexOf('}', opening);
  if (opening < 0 || closing < 0) return 'it is a description, with nothing to answer';
  if (body.includes('{', closing)) return 'it has answers in several places (cloze)';
  const format = formatName.exec(body);
  const texts = textsIn(format?.[1]?.toLowerCase() ?? 'moodle', reading);
  const before = body.slice(0, opening);
  const after = body.slice(closing + 1).trim();
  const [answers = '', general = ''] = splitOnce(body.slice(opening + 1, closing), '####');
  // Text after the braces makes a missing-word question.
  const { text: prompt, pictures } = texts.readShown(
    after === '' ? before : `${before.trimEnd()} _____ ${after}`,
  );
  const title = titled
    ? showEscapes(titled[1] ?? '')
        .trim()
        .slice(0, 300)
    : '';
  const feedback = texts.read(general);
  return {
    line,
    name: title === '' ? prompt : title,
    ...(title === '' ? {} : { title }),
    prompt: prompt === '' ? title : prompt,
    pictures,
    ...(feedback === '' ? {} : { feedback }),
    answers: answers.trim(),
    texts,
    ...(category === undefined ? {} : { category }),
  };
}

/** The type is told by the answers, in the order in which Moodle asks. */
function readAnswers({ answers, texts }: Parts): Answers | string {
  if (answers === '') return { type: 'essay', choices: [] };
  if (answers.startsWith('#')) {
    const choices = readNumbers(answers.slice(1), texts);
    return choices === undefined ? 'a number in its answers cannot be read' : { type: 'numeric', choices };
  }
  if (answers.includes('~')) {
    const type = answers.includes('=') ? 'single-choice' : 'multiple-choice';
    return { type, choices: readChoices(answers, texts) };
  }
  if (answers.includes('=') && answers.includes('->')) return readMatching(answers, texts);
  const trueFalse = readTrueFalse(answers, texts);
  if (trueFalse !== undefined) return { type: 'true-false', choices: trueFalse };
  return { type: 'short-answer', choices: readShortAnswers(answers, texts) };
}

function readMatching(answers: string, texts: GiftTexts): Answers | string {
  const pairs = readPairs(answers, texts);
  if (pairs === undefined) return 'one of its pairs has no ->';
  const asked = pairs.filter(({ text }) => text !== '').length;
  const choices = pairs.map((pair) => ({ ...pair, weight: pair.text === '' ? 0 : 1 / asked }));
  return { type: 'matching', choices };
}

/** HTML becomes text; Moodle's own format is text that may hold HTML; plain and Markdown stay as they are. */
function textsIn(format: string, { lost, find }: Reading): GiftTexts {
  const readShown = (piece: string, findPicture?: PictureFinder): FlowedText => {
    const own = formatName.exec(piece);
    const text = showEscapes(piece.slice(own?.[0].length ?? 0)).trim();
    const inFormat = own?.[1]?.toLowerCase() ?? format;
    if (inFormat !== 'html' && (inFormat !== 'moodle' || !looksLikeHtml(text)))
      return plainText(trimEndOf(text, ' \t'));
    const read = readHtml(text, findPicture);
    read.lost.forEach((what) => lost.add(what));
    return read;
  };
  return { read: (piece) => readShown(piece).text, readShown: (piece) => readShown(piece, find) };
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
