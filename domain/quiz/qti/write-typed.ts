import { element, type WrittenElement } from '../../formats/xml-write.ts';
import { rangeAround } from '../../number.ts';
import { baseValue, branch, setOutcome, variable } from './write-rules.ts';
import {
  choiceId,
  declare,
  paragraph,
  scoreByMapping,
  textEntry,
  type Of,
  type WrittenAnswers,
} from './written-answers.ts';

/** Writes words that are typed. */
export function writeWords({ prompt, mark, caseSensitive, choices }: Of<'short-answer'>): WrittenAnswers {
  // A star stands for itself in QTI; one that stands for any characters is written as it is.
  const written = choices.map((choice) => ({ ...choice, text: choice.text.replaceAll('\\*', '*') }));
  const entries = written.map(({ text, weight }) => ({ key: text, value: weight * mark, caseSensitive }));
  const when = (text: string): WrittenElement =>
    element(
      'stringMatch',
      { caseSensitive: String(caseSensitive) },
      variable('RESPONSE'),
      baseValue('string', text),
    );
  return {
    declarations: [
      declare('RESPONSE', 'single', 'string', {
        correct: entries.slice(0, 1).map(({ key }) => key),
        entries,
      }),
    ],
    body: [paragraph(prompt), element('p', {}, textEntry('RESPONSE'))],
    rules: [scoreByMapping('RESPONSE')],
    feedback: written.flatMap(({ text, feedback }, index) =>
      feedback === undefined
        ? []
        : [{ identifier: `${choiceId(index)}-feedback`, text: feedback, when: when(text) }],
    ),
  };
}

/** Writes numbers that are typed, each with its range. */
export function writeNumbers({ prompt, mark, choices }: Of<'numeric'>): WrittenAnswers {
  const scored = choices.map((choice, index) => {
    const feedback =
      choice.feedback === undefined
        ? []
        : [setOutcome('FEEDBACK', baseValue('identifier', `${choiceId(index)}-feedback`))];
    const score = setOutcome('SCORE', baseValue('float', String(choice.weight * mark)));
    return branch(index === 0, isNumber(choice), score, ...feedback);
  });
  const exact = choices.map(({ text }) => text).filter((text) => Number.isFinite(Number(text)));
  return {
    declarations: [declare('RESPONSE', 'single', 'float', { correct: exact.slice(0, 1) })],
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
