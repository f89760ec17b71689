import { expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { choose, declare, item2 } from '../../../support/qti2.ts';

const towns = { A: 'Oslo', B: 'Bergen' };
const entry = '<textEntryInteraction responseIdentifier="RESPONSE"/>';
const title = 'title=""';
const branch = (condition: string, ...sets: string[]): string =>
  `<responseProcessing><responseCondition><responseIf>${condition}${sets.join('')}</responseIf></responseCondition></responseProcessing>`;
const set = (name: string, value: string): string =>
  `<setOutcomeValue identifier="${name}">${value}</setOutcomeValue>`;
const equal = (attributes: string, value = '5'): string =>
  `<equal ${attributes}><variable identifier="RESPONSE"/><baseValue baseType="float">${value}</baseValue></equal>`;
const number = (processing: string): string =>
  item2({
    attributes: title,
    declarations: declare(['5'], { baseType: 'float' }),
    body: `<p>How many? ${entry}</p>`,
    processing,
  });
const word = (processing: string): string =>
  item2({
    attributes: title,
    declarations: declare(['Ann'], { baseType: 'string' }),
    body: `<p>Who? ${entry}</p>`,
    processing,
  });
const pairs = (inside: string, right: string[]): string =>
  item2({
    attributes: title,
    declarations: declare(right, { cardinality: 'multiple', baseType: 'pair' }),
    body: `<p>Pair them.</p><associateInteraction responseIdentifier="RESPONSE">${inside}</associateInteraction>`,
  });
const thing = (id: string): string =>
  `<simpleAssociableChoice identifier="${id}">${id}</simpleAssociableChoice>`;

test.each<[string, string, string]>([
  [
    'an exact number',
    number(branch(equal('toleranceMode="exact" tolerance="1"'))),
    'numeric: How many? | 5 5..5 1',
  ],
  [
    'a tolerance that is no number',
    number(branch(equal('toleranceMode="absolute" tolerance="some"'))),
    'numeric: How many? | 5 5..5 1',
  ],
  [
    'a tolerance in per cent',
    number(branch(equal('toleranceMode="relative" tolerance="10"'))),
    'numeric: How many? | 5 4.5..5.5 1',
  ],
  [
    'a tolerance below and above',
    number(branch(equal('toleranceMode="absolute" tolerance="1 2"'))),
    'numeric: How many? | 5 4..7 1',
  ],
  ['a number that is compared with none', number(branch(equal('', 'many'))), 'numeric: How many? | 5 5..5 1'],
  ['a rule without a condition', word(branch('')), 'short-answer: Who? {case} | Ann 1'],
  [
    'a rule that sets what is not written',
    word(branch('<isNull/>', set('SCORE', '<null/>'), set('', '<baseValue baseType="float">1</baseValue>'))),
    'short-answer: Who? {case} | Ann 1',
  ],
  [
    'words whose capital letters do not matter',
    word(
      branch(
        '<stringMatch caseSensitive="false"><variable identifier="RESPONSE"/><baseValue baseType="string">Ann</baseValue></stringMatch>',
        set('SCORE', '<baseValue baseType="float">1</baseValue>'),
      ),
    ),
    'short-answer: Who? | Ann 1',
  ],
  [
    'a mapping without processing',
    item2({
      attributes: title,
      declarations: declare(['A'], { mapped: { A: 2, B: 1 } }),
      body: choose(towns),
    }),
    'single-choice: Capital? | Oslo 1, Bergen 0.5',
  ],
  [
    'a mapping alone for what belongs together',
    pairs(thing('a') + thing('b') + thing('c') + thing('d'), ['a b', 'c d']),
    'matching: Pair them. | a->b 0.5, c->d 0.5',
  ],
  [
    'things in a set of their own',
    pairs(`<simpleMatchSet>${thing('a')}${thing('b')}${thing('c')}${thing('d')}</simpleMatchSet>`, [
      'a b',
      'd c',
    ]),
    'matching: Pair them. | a->b 0.5, d->c 0.5',
  ],
  [
    'a rule that compares no value',
    number(
      branch(
        '<equal toleranceMode="exact"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>',
      ),
    ),
    'numeric: How many? | 5 5..5 1',
  ],
  [
    'two numbers, one of which scores and one does not',
    number(
      branch(
        equal('toleranceMode="exact"'),
        set('SCORE', '<baseValue baseType="float">2</baseValue>'),
      ).replace(
        '</responseIf>',
        `</responseIf><responseElseIf>${equal('toleranceMode="exact"', '6')}</responseElseIf>`,
      ),
    ),
    'numeric: How many? | 5 5..5 1, 6 6..6 0',
  ],
  [
    'what belongs together, told by its mapping alone',
    pairs(thing('a') + thing('b') + thing('c') + thing('d'), []).replace(
      '</responseDeclaration>',
      '<mapping><mapEntry mapKey="a b" mappedValue="1"/><mapEntry mapKey="c d" mappedValue="1"/><mapEntry mapKey="a d" mappedValue="0"/></mapping></responseDeclaration>',
    ),
    'matching: Pair them. | a->b 0.5, c->d 0.5',
  ],
  [
    'words for gaps, told by a mapping alone',
    item2({
      attributes: title,
      declarations: declare([], {
        cardinality: 'multiple',
        baseType: 'directedPair',
        mapped: { 'A G': 1, 'B G': 0 },
      }),
      body: '<gapMatchInteraction responseIdentifier="RESPONSE"><gapText identifier="A">a</gapText><gapText identifier="B">b</gapText><p>In <gap identifier="G"/>.</p></gapMatchInteraction>',
    }),
    'cloze: In [[1]]. <single-choice> | 1=a 1, 1=b 0',
  ],
  [
    'a prompt of several lines',
    item2({
      attributes: title,
      declarations: declare(['A']),
      body: choose(towns, { prompt: 'Which<br/>capital?' }),
    }),
    'single-choice: Which/capital? | Oslo 1, Bergen 0',
  ],
])('%s', (_, item, expected) => {
  expect(readBriefly(item)).toMatchObject({ questions: [expected] });
});

test.each<[string, string, RegExp]>([
  [
    'a thing in two pairs',
    pairs(thing('a') + thing('b') + thing('c'), ['a b', 'a c']),
    /its pairs are not one to one/,
  ],
  [
    'a pair of what is not there',
    pairs(thing('a') + thing('b'), ['a x', 'b y']),
    /its pairs are not one to one/,
  ],
  ['a pair of three', pairs(thing('a') + thing('b') + thing('c'), ['a b c']), /its pairs are not one to one/],
  [
    'an item without a body',
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i9"/>',
    /"i9" was left out: it has nothing to answer/,
  ],
  [
    'feedback for a whole response of several choices',
    item2({
      attributes: title,
      declarations: declare(['A', 'B'], { cardinality: 'multiple' }),
      body: choose({ ...towns, C: 'Rome' }, { max: '0' }),
      after:
        '<modalFeedback outcomeIdentifier="FEEDBACK" showHide="show" identifier="correct">Yes</modalFeedback>',
    }),
    /without its feedback for whole responses/,
  ],
])('%s is told', (_, item, told) => {
  expect(JSON.stringify(readBriefly(item))).toMatch(new RegExp(told.source.replaceAll('"', '.{1,2}')));
});
