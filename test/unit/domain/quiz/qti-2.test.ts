import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { asQti3, choose, declare, item2 } from '../../../support/qti2.ts';

const towns = { A: 'Oslo', B: 'Bergen', C: 'Lund' };
const template = (name: string): string =>
  `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/${name}"/>`;
const untitled = 'title=""';
const maxScore =
  '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>4</value></defaultValue></outcomeDeclaration>';
const entry = (id = 'RESPONSE'): string =>
  `<textEntryInteraction responseIdentifier="${id}" expectedLength="10"/>`;
const sets = (left: Record<string, string>, right: Record<string, string>): string =>
  [left, right]
    .map(
      (set) =>
        `<simpleMatchSet>${Object.entries(set)
          .map(
            ([id, text]) =>
              `<simpleAssociableChoice identifier="${id}" matchMax="1">${text}</simpleAssociableChoice>`,
          )
          .join('')}</simpleMatchSet>`,
    )
    .join('');
const pairs = { cardinality: 'multiple', baseType: 'directedPair' };
const branch = (condition: string, outcome: string, value: string): string =>
  `<responseCondition><responseIf>${condition}<setOutcomeValue identifier="${outcome}"><baseValue baseType="${outcome === 'SCORE' ? 'float' : 'identifier'}">${value}</baseValue></setOutcomeValue></responseIf></responseCondition>`;
const equal = (value: string, attributes: string): string =>
  `<equal ${attributes}><variable identifier="RESPONSE"/><baseValue baseType="float">${value}</baseValue></equal>`;
const modal = (id: string, text: string): string =>
  `<modalFeedback outcomeIdentifier="FEEDBACK" showHide="show" identifier="${id}"><p>${text}</p></modalFeedback>`;

const items: [what: string, item: string, question: string, warnings?: string[]][] = [
  [
    'things of one set that are paired with each other',
    item2({
      attributes: untitled,
      declarations: declare(['A B', 'C D'], { cardinality: 'multiple', baseType: 'pair' }),
      body: `<associateInteraction responseIdentifier="RESPONSE"><prompt>Which belong together?</prompt>${['A', 'B', 'C', 'D', 'E'].map((id) => `<simpleAssociableChoice identifier="${id}" matchMax="1">${id.toLowerCase()}</simpleAssociableChoice>`).join('')}</associateInteraction>`,
    }),
    'matching: Which belong together? | a->b 0.5, c->d 0.5, ->e 0',
  ],
  [
    'a choice, its processing of another version',
    item2({
      declarations: declare(['A']),
      body: `<p>Norway.</p>${choose(towns)}`,
      processing: template('match_correct'),
    }),
    'single-choice: Norway./Capital? {«Q»} | Oslo 1, Bergen 0, Lund 0',
  ],
  [
    'several right choices, which earn only together',
    item2({
      attributes: untitled,
      declarations: declare(['A', 'B'], { cardinality: 'multiple' }),
      body: choose(towns, { max: '0' }),
      processing: template('match_correct'),
    }),
    'multiple-choice: Capital? | Oslo 0.5, Bergen 0.5, Lund 0',
    ['The question "Capital?" was taken without its rule that only the whole right answer earns anything.'],
  ],
  [
    'choices that each earn or cost',
    item2({
      attributes: untitled,
      declarations: declare(['A', 'B'], { cardinality: 'multiple', mapped: { A: 1, B: 1, C: -1 } }),
      body: choose(towns, { max: '0' }),
      processing: template('map_response'),
    }),
    'multiple-choice: Capital? | Oslo 0.5, Bergen 0.5, Lund -0.5',
  ],
  [
    'a mapping with an upper bound',
    item2({
      attributes: untitled,
      declarations: declare(['A'], {
        cardinality: 'multiple',
        mapped: { A: 1, B: 1 },
        bounds: ' upperBound="1"',
      }),
      body: choose(towns, { max: '2' }),
      processing: template('map_response'),
    }),
    'multiple-choice: Capital? | Oslo 1, Bergen 1, Lund 0',
  ],
  [
    'a greatest score, which is its mark',
    item2({
      attributes: untitled,
      declarations: declare([], { mapped: { A: 4, B: 2 } }) + maxScore,
      body: choose(towns),
      processing: template('map_response'),
    }),
    'single-choice: Capital? {4 points} | Oslo 1, Bergen 0.5, Lund 0',
  ],
  [
    'true and false',
    item2({
      attributes: untitled,
      declarations: declare(['T']),
      body: choose({ F: 'false', T: 'true' }, { prompt: 'Wet?' }),
      processing: template('match_correct'),
    }),
    'true-false: Wet? | True 1, False 0',
  ],
  [
    'words with their shares, whatever their case',
    item2({
      attributes: untitled,
      declarations: declare(['Oslo'], {
        baseType: 'string',
        mapped: { Oslo: 1, Christiania: 0.5 },
      }).replaceAll('mappedValue', 'caseSensitive="false" mappedValue'),
      body: `<p>Capital?</p><p>${entry()}</p>`,
      processing: template('map_response'),
    }),
    'short-answer: Capital? | Oslo 1, Christiania 0.5',
  ],
  [
    'a missing word',
    item2({
      attributes: untitled,
      declarations: declare(['Oslo'], { baseType: 'string' }),
      body: `<p>In ${entry()} it rains.</p>`,
      processing: template('match_correct'),
    }),
    'short-answer: In _____ it rains. {case} | Oslo 1',
  ],
  [
    'a number',
    item2({
      attributes: untitled,
      declarations: declare(['42'], { baseType: 'integer' }),
      body: `<p>How many? ${entry()}</p>`,
      processing: template('match_correct'),
    }),
    'numeric: How many? | 42 42..42 1',
  ],
  [
    'a number with a tolerance',
    item2({
      attributes: untitled,
      declarations: declare(['10'], { baseType: 'float' }),
      body: `<p>How far?</p>${entry()}`,
      processing: `<responseProcessing>${branch(equal('10', 'toleranceMode="absolute" tolerance="0.5 1"'), 'SCORE', '1')}</responseProcessing>`,
    }),
    'numeric: How far? | 10 9.5..11 1',
  ],
  [
    'a number with a tolerance in per cent',
    item2({
      attributes: untitled,
      declarations: declare(['50'], { baseType: 'float' }),
      body: `<p>How far?</p>${entry()}`,
      processing: `<responseProcessing>${branch(equal('50', 'toleranceMode="relative" tolerance="10"'), 'SCORE', '1')}</responseProcessing>`,
    }),
    'numeric: How far? | 50 45..55 1',
  ],
  [
    'a range of numbers',
    item2({
      attributes: untitled,
      declarations: declare([], { baseType: 'float' }),
      body: `<p>How far?</p>${entry()}`,
      processing: `<responseProcessing>${branch('<and><gte><variable identifier="RESPONSE"/><baseValue baseType="float">6</baseValue></gte><lte><variable identifier="RESPONSE"/><baseValue baseType="float">8</baseValue></lte></and>', 'SCORE', '1')}</responseProcessing>`,
    }),
    'numeric: How far? | 6..8 6..8 1',
  ],
  [
    'pairs',
    item2({
      attributes: untitled,
      declarations: declare(['x A', 'y B'], pairs),
      body: `<matchInteraction responseIdentifier="RESPONSE" shuffle="false" maxAssociations="2"><prompt>Match</prompt>${sets({ x: 'rose', y: 'leaf' }, { A: 'red', B: 'green', C: 'blue' })}</matchInteraction>`,
    }),
    'matching: Match | rose->red 0.5, leaf->green 0.5, ->blue 0',
  ],
  [
    'pairs told by their values',
    item2({
      attributes: untitled,
      declarations: declare([], { ...pairs, mapped: { 'x A': 1, 'y B': 1, 'y A': 0 } }),
      body: `<matchInteraction responseIdentifier="RESPONSE" maxAssociations="2"><prompt>Match</prompt>${sets({ x: 'rose', y: 'leaf' }, { A: 'red', B: 'green' })}</matchInteraction>`,
    }),
    'matching: Match | rose->red 0.5, leaf->green 0.5',
  ],
  [
    'an order',
    item2({
      attributes: untitled,
      declarations: declare(['C', 'A', 'B'], { cardinality: 'ordered' }),
      body: choose(towns, { prompt: 'Order!' }).replaceAll('choiceInteraction', 'orderInteraction'),
      processing: template('match_correct'),
    }),
    'ordering: Order! | Lund 0.3333, Oslo 0.3333, Bergen 0.3333',
  ],
  [
    'words dragged into gaps',
    item2({
      attributes: untitled,
      declarations: declare(['W G1', 'S G2'], pairs),
      body: '<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false"><prompt>Fill in.</prompt><gapText identifier="W" matchMax="1">winter</gapText><gapText identifier="S" matchMax="1">summer</gapText><p>In <gap identifier="G1"/> cold, in <gap identifier="G2"/> warm.</p></gapMatchInteraction>',
    }),
    'cloze: Fill in./In [[1]] cold, in [[2]] warm. <single-choice single-choice> | 1=winter 0.5, 1=summer 0, 2=winter 0, 2=summer 0.5',
  ],
  [
    'gaps to type and to choose',
    item2({
      attributes: untitled,
      declarations:
        declare(['Oslo'], { id: 'R1', baseType: 'string', mapped: { Oslo: 3 } }) +
        declare(['b'], { id: 'R2' }),
      body: `<p>${entry('R1')} is <inlineChoiceInteraction responseIdentifier="R2" shuffle="false"><inlineChoice identifier="a">dry</inlineChoice><inlineChoice identifier="b">wet</inlineChoice></inlineChoiceInteraction>.</p>`,
    }),
    'cloze: [[1]] is [[2]]. <short-answer single-choice> | 1=Oslo 0.75, 2=dry 0, 2=wet 0.25',
  ],
  [
    'one gap to choose',
    item2({
      attributes: untitled,
      declarations: declare(['b'], { id: 'R2' }),
      body: '<p>Oslo is <inlineChoiceInteraction responseIdentifier="R2"><inlineChoice identifier="a">dry</inlineChoice><inlineChoice identifier="b">wet</inlineChoice></inlineChoiceInteraction>.</p>',
    }),
    'single-choice: Oslo is _____. | dry 0, wet 1',
  ],
  [
    'an essay',
    item2({
      attributes: untitled,
      body: '<p>Tell!</p><extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="5"/>',
    }),
    'essay: Tell! |',
  ],
  [
    'feedback inside a choice and for whole responses',
    item2({
      attributes: untitled,
      declarations: declare(['A']),
      body: choose({
        A: 'Oslo',
        B: 'Bergen<feedbackInline outcomeIdentifier="FEEDBACK" identifier="B" showHide="show">Wetter.</feedbackInline>',
      }),
      processing: template('match_correct'),
      after: modal('correct', 'Yes.') + modal('incorrect', 'No.') + modal('general', 'So.'),
    }),
    'single-choice: Capital? {says So.} | Oslo 1 (Yes.), Bergen 0 (Wetter./No.)',
  ],
  [
    'feedback that a rule shows for a choice',
    item2({
      attributes: untitled,
      declarations: declare(['A']),
      body: choose(towns),
      processing: `<responseProcessing>${branch('<match><variable identifier="RESPONSE"/><baseValue baseType="identifier">B</baseValue></match>', 'FEEDBACK', 'fb1')}</responseProcessing>`,
      after: modal('fb1', 'Rainy.'),
    }),
    'single-choice: Capital? | Oslo 1, Bergen 0 (Rainy.), Lund 0',
  ],
  [
    'a picture and what only assessors see',
    item2({
      attributes: untitled,
      declarations: declare(['A']),
      body: `<rubricBlock view="scorer"><p>Be kind.</p></rubricBlock><p><img src="a/map.png" alt="a map"/></p>${choose(towns)}`,
      processing: template('match_correct'),
    }),
    'single-choice: [Picture: a map]/Capital? | Oslo 1, Bergen 0, Lund 0',
    ['The question "[Picture: a map] Capital?" was taken without the picture "map.png".'],
  ],
];

describe('an item of QTI 2.1', () => {
  test.each(items)('%s', (_, item, question, warnings = []) => {
    expect(readBriefly(item)).toEqual({ format: 'qti-2.1', questions: [question], warnings });
  });
});

describe('the same item in the names of QTI 3', () => {
  test.each(items)('%s', (_, item, question, warnings = []) => {
    expect(readBriefly(asQti3(item))).toEqual({ format: 'qti-3.0', questions: [question], warnings });
  });
});
