import { expect, test } from 'vitest';
import { readQuiz } from '../../../../domain/read-quiz.ts';
import { choose, declare, item2 } from '../../../support/qti2.ts';

const towns = { A: 'Oslo', B: 'Bergen' };
const typed = (id: string): string => `<textEntryInteraction responseIdentifier="${id}"/>`;
const declareTyped = (id: string, value: string): string =>
  `<responseDeclaration identifier="${id}" cardinality="single" baseType="string"><correctResponse><value>${value}</value></correctResponse></responseDeclaration>`;

test('an item that asks several things becomes a question of each, its shared text before it and its mark shared', () => {
  const item = item2({
    attributes: 'title="Norway"',
    declarations: declare(['A']) + declareTyped('TYPED', 'king') + declareTyped('SECOND', 'fjord'),
    body: `<p>A country by the sea.</p>${choose(towns)}<p>It has a ${typed('TYPED')} and many a ${typed('SECOND')}.</p>`,
  });
  const { questions, warnings } = readQuiz(item);
  expect(questions).toMatchObject([
    { type: 'single-choice', title: 'Norway (1 of 2)', prompt: 'A country by the sea.\nCapital?', mark: 0.5 },
    {
      type: 'cloze',
      title: 'Norway (2 of 2)',
      prompt: 'A country by the sea.\nIt has a [[1]] and many a [[2]].',
      mark: 0.5,
    },
  ]);
  expect(warnings).toMatchObject([
    { message: 'The question "Norway" asks 2 things at once; each became a question of its own.' },
  ]);
});

test('a gap beside a choice is shown as one, and what cannot be read of several is named', () => {
  const item = item2({
    attributes: 'title=""',
    declarations: declare(['A']) + declareTyped('TYPED', 'king'),
    body: `<div>The ${typed('TYPED')} lives where? ${choose(towns, { prompt: '' })}</div><hotspotInteraction responseIdentifier="X"/>`,
  });
  const { questions, warnings } = readQuiz(item);
  expect(questions.map(({ prompt }) => prompt)).toEqual(['The _____ lives where?', 'The _____ lives where?']);
  expect(warnings.map(({ message }) => message).join(' ')).toMatch(/"hotspotInteraction" cannot be read/);
});
