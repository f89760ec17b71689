import { element, type WrittenElement } from '../../formats/xml-write.ts';
import type { PlayableQuestion } from '../read-question.ts';
import { baseValue, branch, setOutcome, variable } from './write-rules.ts';
import {
  choiceId,
  declare,
  paragraph,
  scoreByMapping,
  shown,
  type Of,
  type WrittenAnswers,
} from './written-answers.ts';

type Choice = PlayableQuestion['choices'][number];

/** Writes choices, of which one or several are taken. */
export function writeChoices(
  { prompt, mark, type }: Of<'single-choice' | 'multiple-choice' | 'true-false'>,
  choices: readonly Choice[],
): WrittenAnswers {
  const cardinality = type === 'multiple-choice' ? 'multiple' : 'single';
  const right = choices.flatMap(({ weight }, index) => (weight > 0 ? [choiceId(index)] : []));
  const best = choices.reduce((one, { weight }, index) => (weight > one.weight ? { weight, index } : one), {
    weight: 0,
    index: 0,
  });
  const entries = choices.map(({ weight }, index) => ({ key: choiceId(index), value: weight * mark }));
  return {
    declarations: [
      declare('RESPONSE', cardinality, 'identifier', {
        correct: cardinality === 'single' ? [choiceId(best.index)] : right,
        entries,
        upperBound: mark,
      }),
    ],
    body: [
      paragraph(prompt),
      element(
        'choiceInteraction',
        { responseIdentifier: 'RESPONSE', shuffle: 'false', maxChoices: cardinality === 'single' ? 1 : 0 },
        ...choices.map((choice, index) =>
          element('simpleChoice', { identifier: choiceId(index) }, ...shown(choice)),
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

/** Writes things that are put in order. */
export function writeOrder({ prompt, mark, choices }: Of<'ordering'>): WrittenAnswers {
  return {
    declarations: [
      declare('RESPONSE', 'ordered', 'identifier', { correct: choices.map((_, index) => choiceId(index)) }),
    ],
    body: [
      paragraph(prompt),
      element(
        'orderInteraction',
        { responseIdentifier: 'RESPONSE', shuffle: 'true' },
        ...choices.map((choice, index) =>
          element('simpleChoice', { identifier: choiceId(index) }, ...shown(choice)),
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
