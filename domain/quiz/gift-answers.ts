import { parseNumber, rangeAround } from '../number.ts';
import type { FlowedText } from './html.ts';
import { choiceOf, type FoundChoice } from './reader.ts';
import { shareOfPercent } from './weight.ts';

/** Turns a piece of GIFT into plain text, made by whoever knows the question's format. */
export interface GiftTexts {
  read(piece: string): string;
  /** With its pictures. */
  readShown(piece: string): FlowedText;
}

/** The answers of a choice question: `=` is right, `~` is wrong unless `%50%` weighs it. */
export function readChoices(source: string, texts: GiftTexts): FoundChoice[] {
  return pieces(source, /(?=[=~])/).map((piece, index) => {
    const isRight = piece.startsWith('=');
    const { source: shown, ...answer } = takeApart(piece.replace(/^[=~]/, ''), isRight ? 1 : 0, texts);
    return { ...answer, ...choiceOf(texts.readShown(shown), index) };
  });
}

/** The accepted answers of a short-answer question: each is fully right unless weighed. */
export function readShortAnswers(source: string, texts: GiftTexts): FoundChoice[] {
  return pieces(source, /=/).map((piece) => readAnswer(piece, 1, texts));
}

/** The pairs of a matching question; one with an empty left side only distracts. Undefined when a pair lacks `->`. */
export function readPairs(
  source: string,
  texts: GiftTexts,
): (Omit<FoundChoice, 'weight'> & { match: string })[] | undefined {
  const pairs = pieces(source, /=/).map((piece, index) => {
    const arrow = piece.indexOf('->');
    if (arrow < 0) return undefined;
    const left = choiceOf(texts.readShown(piece.slice(0, arrow)), index);
    return { ...left, match: texts.read(piece.slice(arrow + 2)) };
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

/** The accepted numbers of `{#…}`: `1822:1`, `3.1..3.2`, several after `=`; `~#…` is feedback for all others. */
export function readNumbers(
  source: string,
  texts: GiftTexts,
): (FoundChoice & { min: number; max: number })[] | undefined {
  const tilde = source.indexOf('~');
  const accepted = tilde < 0 ? source : source.slice(0, tilde);
  const numbers = pieces(accepted, /=/).map((piece) => {
    const answer = readAnswer(piece, 1, texts);
    const range = readRange(answer.text);
    return range === undefined ? undefined : { ...answer, ...range };
  });
  const others = tilde < 0 ? undefined : readAnswer(source.slice(tilde + 1), 0, texts).feedback;
  if (!numbers.every((number) => number !== undefined)) return undefined;
  if (others === undefined) return numbers;
  const all = { text: '*', weight: 0, feedback: others, min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
  return [...numbers, all];
}

/** `T#if wrong#if right`: the two choices in their fixed order; undefined when it is neither true nor false. */
export function readTrueFalse(source: string, texts: GiftTexts): FoundChoice[] | undefined {
  const [word = '', ifWrong = '', ifRight = ''] = source.split('#').map((part) => part.trim());
  const isTrue = /^(?:T|TRUE)$/i.test(word);
  if (!isTrue && !/^(?:F|FALSE)$/i.test(word)) return undefined;
  const choice = (text: string, isRight: boolean): FoundChoice => {
    const feedback = texts.read(isRight ? ifRight : ifWrong);
    return { text, weight: isRight ? 1 : 0, ...(feedback === '' ? {} : { feedback }) };
  };
  return [choice('True', isTrue), choice('False', !isTrue)];
}

function pieces(source: string, separator: RegExp): string[] {
  return source.split(separator).filter((piece) => piece.replace(/^[=~]/, '').trim() !== '');
}

function readAnswer(piece: string, weightUnlessWritten: number, texts: GiftTexts): FoundChoice {
  const { source, ...answer } = takeApart(piece, weightUnlessWritten, texts);
  return { text: texts.read(source), ...answer };
}

/** `%50% text # feedback`; the text as it stands. */
function takeApart(
  piece: string,
  weightUnlessWritten: number,
  texts: GiftTexts,
): Omit<FoundChoice, 'text'> & { source: string } {
  const trimmed = piece.trim();
  const percent = /^%(-?\d{1,3}(?:[.,]\d{1,10})?)%/.exec(trimmed);
  const body = trimmed.slice(percent?.[0].length ?? 0);
  const hash = body.indexOf('#');
  const feedback = hash < 0 ? '' : texts.read(body.slice(hash + 1));
  const weight = percent === null ? weightUnlessWritten : shareOfPercent(percent[1] ?? '');
  const source = hash < 0 ? body : body.slice(0, hash);
  return feedback === '' ? { source, weight } : { source, weight, feedback };
}

function readRange(text: string): { text: string; min: number; max: number } | undefined {
  const [low, high] = text.split('..');
  if (low !== undefined && high !== undefined) {
    const min = parseNumber(low);
    const max = parseNumber(high);
    return min === undefined || max === undefined || max < min ? undefined : { text, min, max };
  }
  const [middle = '', width = '0'] = text.split(':');
  const value = parseNumber(middle);
  const tolerance = parseNumber(width);
  if (value === undefined || tolerance === undefined || tolerance < 0) return undefined;
  return { text: middle.trim(), ...rangeAround(value, tolerance) };
}
