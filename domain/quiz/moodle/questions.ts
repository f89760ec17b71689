import { childOf, childrenOf, childText, type XmlElement } from '../../formats/xml.ts';
import { parseNumber, rangeAround } from '../../number.ts';
import { joinGaps, type FoundGap } from '../cloze-gaps.ts';
import { choiceOf, type FoundChoice, type FoundQuestion } from '../reader.ts';
import { readEmbeddedAnswers } from './cloze.ts';
import { shareOfPercent } from '../weight.ts';
import { sourceOf, type TextReader } from './text.ts';

/** What a question's type adds to what all have; a string says why it cannot be used. */
type Read = (question: XmlElement, texts: TextReader) => (Partial<FoundQuestion> & Answers) | string;
type Answers = Pick<FoundQuestion, 'type' | 'choices'>;

/** A reader for each of Moodle's question types that can be kept; those of well-known plugins stand behind. */
export const questionReaders: Readonly<Record<string, Read | undefined>> = {
  multichoice: readMultichoice,
  truefalse: readTrueFalse,
  shortanswer: readShortAnswer,
  numerical: readNumerical,
  matching: readMatching,
  essay: readEssay,
  cloze: readCloze,
  multianswer: readCloze,
  gapselect: (question, texts) => readGaps(question, texts, 'selectoption'),
  ddwtos: (question, texts) => readGaps(question, texts, 'dragbox'),
  ordering: readOrdering,
  ddmatch: readMatching,
  multichoiceset: readSet,
  oumultiresponse: readSet,
};

function readMultichoice(question: XmlElement, texts: TextReader): ReturnType<Read> {
  const single = childText(question, 'single');
  return readChoices(question, texts, /^(?:false|0)$/i.test(single));
}

/** Types that give every right choice the whole mark, and the response all or nothing. */
function readSet(question: XmlElement, texts: TextReader): Answers {
  const { type, choices } = readChoices(question, texts, true);
  const rights = choices.filter(({ weight }) => weight > 0).length;
  if (rights > 1) texts.lose('its rule that only the whole right answer earns anything');
  return {
    type,
    choices: choices.map((choice) => ({ ...choice, weight: choice.weight > 0 ? 1 / rights : 0 })),
  };
}

function readChoices(question: XmlElement, texts: TextReader, isMultiple: boolean): Answers {
  loseCombinedFeedback(question, texts);
  return {
    type: isMultiple ? 'multiple-choice' : 'single-choice',
    choices: answersOf(question).map((answer, index) => readShownAnswer(answer, texts, index)),
  };
}

function readTrueFalse(question: XmlElement, texts: TextReader): Answers | string {
  const answers = answersOf(question).map((answer) => readAnswer(answer, texts));
  const isTrue = ({ text }: FoundChoice): boolean => /^(?:true|t|1|wahr|vrai|verdadero|vero)$/i.test(text);
  const yes = answers.find(isTrue);
  const no = answers.find(({ text }) => /^(?:false|f|0|falsch|faux|falso)$/i.test(text));
  if (yes === undefined && no === undefined) return 'it says neither true nor false';
  const right = yes?.weight ?? 1 - (no?.weight ?? 0);
  const choice = (text: string, weight: number, feedback = ''): FoundChoice => ({ text, weight, feedback });
  return {
    type: 'true-false',
    choices: [
      choice('True', right > 0 ? 1 : 0, yes?.feedback),
      choice('False', right > 0 ? 0 : 1, no?.feedback),
    ],
  };
}

function readShortAnswer(question: XmlElement, texts: TextReader): Partial<FoundQuestion> & Answers {
  const choices = answersOf(question).map((answer) => ({
    ...readAnswer(answer, texts),
    text: texts.readTyped(answer),
  }));
  return {
    type: 'short-answer',
    caseSensitive: /^(?:1|true)$/i.test(childText(question, 'usecase')),
    choices: choices.filter(({ text }) => text !== ''),
  };
}

function readNumerical(question: XmlElement, texts: TextReader): Answers | string {
  const units = childrenOf(childOf(question, 'units'), 'unit').map((unit) => childText(unit, 'unit_name'));
  if (units.length > 0) texts.lose(`its units (${units.slice(0, 5).join(', ')})`);
  const choices: FoundChoice[] = [];
  for (const answer of answersOf(question)) {
    const text = texts.readTyped(answer);
    const range = rangeOf(text, childText(answer, 'tolerance'));
    if (range === undefined) return 'a number in its answers cannot be read';
    choices.push({ ...readAnswer(answer, texts), text, ...range });
  }
  return { type: 'numeric', choices };
}

function rangeOf(text: string, tolerance: string): { min: number; max: number } | undefined {
  if (text === '*') return { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
  const value = parseNumber(text);
  const width = tolerance === '' ? 0 : parseNumber(tolerance);
  return value === undefined || width === undefined ? undefined : rangeAround(value, Math.abs(width));
}

function readMatching(question: XmlElement, texts: TextReader): Answers {
  loseCombinedFeedback(question, texts);
  const pairs = childrenOf(question, 'subquestion').map((pair, index) => ({
    ...choiceOf(texts.readShown(pair), index),
    match: texts.read(childOf(pair, 'answer')),
  }));
  const whole = pairs.filter(({ match }) => match !== '');
  const asked = whole.filter(({ text }) => text !== '').length;
  return {
    type: 'matching',
    choices: whole.map((pair) => ({ ...pair, weight: pair.text === '' ? 0 : 1 / asked })),
  };
}

function readEssay(question: XmlElement, texts: TextReader): Answers {
  if (sourceOf(childOf(question, 'graderinfo')) !== '') texts.lose('its notes for graders');
  if (sourceOf(childOf(question, 'responsetemplate')) !== '') texts.lose('its template for the response');
  return { type: 'essay', choices: [] };
}

function readCloze(question: XmlElement, texts: TextReader): ReturnType<Read> {
  const asked = childOf(question, 'questiontext');
  const { source, gaps = [], choices, faults } = readEmbeddedAnswers(sourceOf(asked));
  if (gaps.length === 0) return 'it has no gaps that can be read';
  if (faults.includes('a number that cannot be read')) return 'a number in its answers cannot be read';
  if (faults.length > 0) texts.lose('gaps that take several choices at once');
  return { type: 'cloze', prompt: texts.readShown(asked, source).text, gaps, choices };
}

/** Gaps `[[1]]` filled from a list: the number is the right word's place in the list, its group is what is offered. */
function readGaps(question: XmlElement, texts: TextReader, listed: string): ReturnType<Read> {
  loseCombinedFeedback(question, texts);
  const options = childrenOf(question, listed).map((option) => ({
    text: texts.read(option),
    group: childText(option, 'group') || '1',
  }));
  const found: FoundGap[] = [];
  const missing: string[] = [];
  const prompt = texts
    .readShown(childOf(question, 'questiontext'))
    .text.replace(/\[\[(\d{1,3})\]\]/g, (_, number: string) => {
      const right = options[Number(number) - 1];
      if (right === undefined) missing.push(number);
      const offered = options.filter(({ group }) => group === right?.group);
      const answers = offered.map((option) => ({ text: option.text, weight: option === right ? 1 : 0 }));
      found.push({ kind: 'single-choice', counts: 1, answers });
      return `[[${String(found.length)}]]`;
    });
  if (found.length === 0 || missing.length > 0) return 'its gaps do not fit its list of words';
  return { type: 'cloze', prompt, ...joinGaps(found) };
}

/** Moodle's ordering tells each item's place in its `fraction`. */
function readOrdering(question: XmlElement, texts: TextReader): Answers {
  loseCombinedFeedback(question, texts);
  const items = answersOf(question);
  const places = items.map(({ attributes }, index) => Number(attributes['fraction'] ?? index));
  const isPlaced = new Set(places).size === items.length && places.every(Number.isFinite);
  const ordered = isPlaced
    ? items.toSorted(
        (one, other) => Number(one.attributes['fraction']) - Number(other.attributes['fraction']),
      )
    : items;
  return {
    type: 'ordering',
    choices: ordered.map((item, index) => ({
      ...choiceOf(texts.readShown(item), index),
      weight: 1 / items.length,
    })),
  };
}

function answersOf(question: XmlElement): XmlElement[] {
  return childrenOf(question, 'answer');
}

/** An answer that learners see. */
function readShownAnswer(answer: XmlElement, texts: TextReader, index: number): FoundChoice {
  return { ...readWeight(answer, texts), ...choiceOf(texts.readShown(answer), index) };
}

/** An answer that learners type, or that stands for true or false. */
function readAnswer(answer: XmlElement, texts: TextReader): FoundChoice {
  return { ...readWeight(answer, texts), text: texts.read(answer) };
}

function readWeight(answer: XmlElement, texts: TextReader): Omit<FoundChoice, 'text'> {
  return {
    weight: shareOfPercent(answer.attributes['fraction'] ?? '0'),
    feedback: texts.read(childOf(answer, 'feedback')),
  };
}

/** What Moodle says of a whole response has no place here; its stock sentences are no loss. */
function loseCombinedFeedback(question: XmlElement, texts: TextReader): void {
  const own = ['correctfeedback', 'partiallycorrectfeedback', 'incorrectfeedback'].some((name) => {
    const text = texts.read(childOf(question, name));
    return text !== '' && !/^Your answer is (?:partially )?(?:in)?correct\.?$/i.test(text);
  });
  if (own) texts.lose('its feedback for whole responses');
}
