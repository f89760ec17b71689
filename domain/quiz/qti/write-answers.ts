import { element, type WrittenElement } from '../../formats/xml-write.ts';
import { rangeAround } from '../../number.ts';
import type { PlayableQuestion, ReadCloze, ReadQuestion } from '../read-question.ts';
import { baseValue, branch, setOutcome, variable } from './write-rules.ts';

/** What an item's answers need in each part of it. */
export interface WrittenAnswers {
  declarations: WrittenElement[];
  body: WrittenElement[];
  /** The rules that score. */
  rules: WrittenElement[];
  /** What is said of single answers; `when` is the rule that shows it, where no identifier of a choice does. */
  feedback: { identifier: string; text: string; when?: WrittenElement }[];
}

type Of<T extends ReadQuestion['type']> = Extract<ReadQuestion, { type: T }>;

/** Writes the answers of a question of any type. */
export function writeAnswers(question: ReadQuestion): WrittenAnswers {
  switch (question.type) {
    case 'single-choice':
    case 'multiple-choice':
      return writeChoices(question, question.choices);
    case 'true-false':
      return writeChoices(
        question,
        question.choices.map((choice, index) => ({ ...choice, text: index === 0 ? 'True' : 'False' })),
      );
    case 'short-answer':
      return writeWords(question);
    case 'numeric':
      return writeNumbers(question);
    case 'matching':
      return writePairs(question);
    case 'ordering':
      return writeOrder(question);
    case 'cloze':
      return writeCloze(question);
    case 'essay':
      return {
        declarations: [declare('RESPONSE', 'single', 'string')],
        body: [
          paragraph(question.prompt),
          element('extendedTextInteraction', { responseIdentifier: 'RESPONSE' }),
        ],
        rules: [],
        feedback: [],
      };
  }
}

type Choice = PlayableQuestion['choices'][number];

function writeChoices(
  { prompt, mark, type }: Of<'single-choice' | 'multiple-choice' | 'true-false'>,
  choices: readonly Choice[],
): WrittenAnswers {
  const cardinality = type === 'multiple-choice' ? 'multiple' : 'single';
  const right = choices.flatMap(({ weight }, index) => (weight > 0 ? [choiceId(index)] : []));
  const best = choices.reduce(
    (one, choice, index) => (choice.weight > (choices[one]?.weight ?? 0) ? index : one),
    0,
  );
  const entries = choices.map(({ weight }, index) => ({ key: choiceId(index), value: weight * mark }));
  return {
    declarations: [
      declare('RESPONSE', cardinality, 'identifier', {
        correct: cardinality === 'single' ? [choiceId(best)] : right,
        entries,
        upperBound: mark,
      }),
    ],
    body: [
      paragraph(prompt),
      element(
        'choiceInteraction',
        { responseIdentifier: 'RESPONSE', shuffle: 'false', maxChoices: cardinality === 'single' ? 1 : 0 },
        ...choices.map(({ text }, index) =>
          element('simpleChoice', { identifier: choiceId(index) }, ...lines(text)),
        ),
      ),
    ],
    rules: [scoreByMapping('RESPONSE')],
    feedback: choices.flatMap(({ feedback }, index) =>
      feedback === undefined
        ? []
        : [
            {
              identifier: `${choiceId(index)}-feedback`,
              text: feedback,
              when: isChosen(choiceId(index), cardinality),
            },
          ],
    ),
  };
}

function isChosen(identifier: string, cardinality: string): WrittenElement {
  const operator = cardinality === 'single' ? 'match' : 'member';
  return element(operator, {}, baseValue('identifier', identifier), variable('RESPONSE'));
}

function writeWords({ prompt, mark, caseSensitive, choices }: Of<'short-answer'>): WrittenAnswers {
  // A star stands for itself in QTI; one that stands for any characters is written as it is.
  const texts = choices.map(({ text }) => text.replaceAll('\\*', '*'));
  const entries = choices.map(({ weight }, index) => ({
    key: texts[index] ?? '',
    value: weight * mark,
    caseSensitive,
  }));
  const when = (text: string): WrittenElement =>
    element(
      'stringMatch',
      { caseSensitive: String(caseSensitive) },
      variable('RESPONSE'),
      baseValue('string', text),
    );
  return {
    declarations: [declare('RESPONSE', 'single', 'string', { correct: texts.slice(0, 1), entries })],
    body: [paragraph(prompt), element('p', {}, textEntry('RESPONSE'))],
    rules: [scoreByMapping('RESPONSE')],
    feedback: choices.flatMap(({ feedback }, index) =>
      feedback === undefined
        ? []
        : [{ identifier: `${choiceId(index)}-feedback`, text: feedback, when: when(texts[index] ?? '') }],
    ),
  };
}

function writeNumbers({ prompt, mark, choices }: Of<'numeric'>): WrittenAnswers {
  const scored = choices.map((choice, index) => {
    const feedback =
      choice.feedback === undefined
        ? []
        : [setOutcome('FEEDBACK', baseValue('identifier', `${choiceId(index)}-feedback`))];
    const score = setOutcome('SCORE', baseValue('float', String(choice.weight * mark)));
    return branch(index === 0, isNumber(choice), score, ...feedback);
  });
  const first = choices.find(({ text }) => Number.isFinite(Number(text)));
  return {
    declarations: [
      declare('RESPONSE', 'single', 'float', { correct: first === undefined ? [] : [first.text] }),
    ],
    body: [paragraph(prompt), element('p', {}, textEntry('RESPONSE'))],
    rules: [element('responseCondition', {}, ...scored)],
    feedback: choices.flatMap(({ feedback }, index) =>
      feedback === undefined ? [] : [{ identifier: `${choiceId(index)}-feedback`, text: feedback }],
    ),
  };
}

/** A number with the tolerance that gives its range; a range that has no such middle by its bounds. */
function isNumber({ text, min, max }: { text: string; min: number; max: number }): WrittenElement {
  const value = Number(text);
  const below = Number((value - min).toPrecision(12));
  const above = Number((max - value).toPrecision(12));
  const isAround =
    text.trim() !== '' &&
    Number.isFinite(value) &&
    rangeAround(value, below).min === min &&
    rangeAround(value, above).max === max;
  if (isAround) {
    const attributes = { toleranceMode: 'absolute', tolerance: `${String(below)} ${String(above)}` };
    return element('equal', attributes, variable('RESPONSE'), baseValue('float', text));
  }
  return element(
    'and',
    {},
    element('gte', {}, variable('RESPONSE'), baseValue('float', String(min))),
    element('lte', {}, variable('RESPONSE'), baseValue('float', String(max))),
  );
}

function writePairs({ prompt, mark, choices }: Of<'matching'>): WrittenAnswers {
  const asked = choices.filter(({ text }) => text !== '');
  const matches = [...new Set([...asked, ...choices].map(({ match }) => match))];
  const pair = (index: number, match: string): string =>
    `L${String(index + 1)} R${String(matches.indexOf(match) + 1)}`;
  const pairs = asked.map(({ match }, index) => pair(index, match));
  const side = (letter: string, texts: readonly string[], matchMax: number): WrittenElement =>
    element(
      'simpleMatchSet',
      {},
      ...texts.map((text, index) =>
        element(
          'simpleAssociableChoice',
          { identifier: `${letter}${String(index + 1)}`, matchMax },
          ...lines(text),
        ),
      ),
    );
  return {
    declarations: [
      declare('RESPONSE', 'multiple', 'directedPair', {
        correct: pairs,
        entries: pairs.map((key) => ({ key, value: mark / pairs.length })),
        upperBound: mark,
      }),
    ],
    body: [
      paragraph(prompt),
      element(
        'matchInteraction',
        { responseIdentifier: 'RESPONSE', shuffle: 'true', maxAssociations: asked.length },
        side(
          'L',
          asked.map(({ text }) => text),
          1,
        ),
        side('R', matches, 0),
      ),
    ],
    rules: [scoreByMapping('RESPONSE')],
    feedback: [],
  };
}

function writeOrder({ prompt, mark, choices }: Of<'ordering'>): WrittenAnswers {
  return {
    declarations: [
      declare('RESPONSE', 'ordered', 'identifier', { correct: choices.map((_, index) => choiceId(index)) }),
    ],
    body: [
      paragraph(prompt),
      element(
        'orderInteraction',
        { responseIdentifier: 'RESPONSE', shuffle: 'true' },
        ...choices.map(({ text }, index) =>
          element('simpleChoice', { identifier: choiceId(index) }, ...lines(text)),
        ),
      ),
    ],
    rules: [
      element(
        'responseCondition',
        {},
        branch(
          true,
          element('match', {}, variable('RESPONSE'), element('correct', { identifier: 'RESPONSE' })),
          setOutcome('SCORE', baseValue('float', String(mark))),
        ),
      ),
    ],
    feedback: [],
  };
}

function writeCloze({ prompt, mark, gaps, choices }: ReadCloze): WrittenAnswers {
  const ids = gaps.map((_, index) => `GAP${String(index + 1)}`);
  const own = (index: number): ReadCloze['choices'] => choices.filter(({ gap }) => gap === index + 1);
  const declarations = gaps.map((kind, index) => {
    const isChosen = kind === 'single-choice';
    const keys = own(index).map(({ text, weight }, at) => ({
      key: isChosen ? choiceId(at) : text,
      value: weight * mark,
    }));
    const best = keys.reduce((one, other) => (other.value > one.value ? other : one), { key: '', value: 0 });
    const types = { 'single-choice': 'identifier', numeric: 'float', 'short-answer': 'string' };
    const entries =
      isChosen || kind === 'numeric' ? keys : keys.map((key) => ({ ...key, caseSensitive: false }));
    return declare(ids[index] ?? '', 'single', types[kind], { correct: [best.key], entries });
  });
  const parts = prompt.split(/\[\[(\d{1,3})\]\]/).flatMap((part, at): (string | WrittenElement)[] => {
    if (at % 2 === 0) return lines(part);
    const index = Number(part) - 1;
    const id = ids[index];
    if (id === undefined) return [`[[${part}]]`];
    return [gaps[index] === 'single-choice' ? inlineChoice(id, own(index)) : textEntry(id)];
  });
  const sum = element('sum', {}, ...ids.map((identifier) => element('mapResponse', { identifier })));
  return {
    declarations,
    body: [element('p', {}, ...parts)],
    rules: [setOutcome('SCORE', sum)],
    feedback: [],
  };
}

function inlineChoice(responseIdentifier: string, choices: ReadCloze['choices']): WrittenElement {
  const offered = choices.map(({ text }, at) => element('inlineChoice', { identifier: choiceId(at) }, text));
  return element('inlineChoiceInteraction', { responseIdentifier, shuffle: 'false' }, ...offered);
}

function textEntry(responseIdentifier: string): WrittenElement {
  return element('textEntryInteraction', { responseIdentifier });
}

interface Declared {
  correct?: readonly string[];
  entries?: readonly { key: string; value: number; caseSensitive?: boolean }[];
  upperBound?: number;
}

function declare(
  identifier: string,
  cardinality: string,
  baseType: string,
  { correct = [], entries = [], upperBound }: Declared = {},
): WrittenElement {
  const right =
    correct.length === 0
      ? []
      : [element('correctResponse', {}, ...correct.map((one) => element('value', {}, one)))];
  const mapped = entries.map(({ key, value, caseSensitive }) =>
    element('mapEntry', {
      mapKey: key,
      mappedValue: value,
      caseSensitive: caseSensitive === undefined ? undefined : String(caseSensitive),
    }),
  );
  const mapping =
    mapped.length === 0
      ? []
      : [element('mapping', { defaultValue: 0, lowerBound: 0, upperBound }, ...mapped)];
  return element('responseDeclaration', { identifier, cardinality, baseType }, ...right, ...mapping);
}

function scoreByMapping(identifier: string): WrittenElement {
  return setOutcome('SCORE', element('mapResponse', { identifier }));
}

function choiceId(index: number): string {
  return `A${String(index + 1)}`;
}

function paragraph(text: string): WrittenElement {
  return element('p', {}, ...lines(text));
}

/** A text with its line breaks as elements. */
function lines(text: string): (string | WrittenElement)[] {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [element('br', {}), line]));
}
