import { element, type WrittenElement } from '../../formats/xml-write.ts';
import {
  declare,
  paragraph,
  scoreByMapping,
  shown,
  type Of,
  type WrittenAnswers,
} from './written-answers.ts';

/** Writes pairs, and the matches of nothing. */
export function writePairs({ prompt, mark, choices }: Of<'matching'>): WrittenAnswers {
  const asked = choices.filter(({ text }) => text !== '');
  const matches = [...new Set([...asked, ...choices].map(({ match }) => match))];
  const pair = (index: number, match: string): string =>
    `L${String(index + 1)} R${String(matches.indexOf(match) + 1)}`;
  const pairs = asked.map(({ match }, index) => pair(index, match));
  const side = (letter: string, things: readonly { text: string }[], matchMax: number): WrittenElement =>
    element(
      'simpleMatchSet',
      {},
      ...things.map((thing, index) =>
        element(
          'simpleAssociableChoice',
          { identifier: `${letter}${String(index + 1)}`, matchMax },
          ...shown(thing),
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
        side('L', asked, 1),
        side(
          'R',
          matches.map((text) => ({ text })),
          0,
        ),
      ),
    ],
    rules: [scoreByMapping('RESPONSE')],
    feedback: [],
  };
}
