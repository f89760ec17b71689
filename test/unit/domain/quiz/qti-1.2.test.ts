import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { is, item1, mat, offer, qti1, rule } from '../../../support/qti1.ts';

const ab = { A: 'Oslo', B: 'Bergen' };
const abc = { A: 'red', B: 'green', C: 'loud' };
const lid = (offered: Record<string, string>, cardinality = 'Single', ident = 'r', label = ''): string =>
  `<response_lid ident="${ident}" rcardinality="${cardinality}">${label}${offer(offered)}</response_lid>`;
const str = (ident = 'r', attributes = ''): string =>
  `<response_str ident="${ident}" rcardinality="Single"><render_fib${attributes}><response_label ident="answer1"/></render_fib></response_str>`;
const canvas = (type: string): { fields: Record<string, string> } => ({
  fields: { question_type: type, points_possible: '1.0' },
});
const capital = mat('Capital?') + lid(ab);

describe('an item of QTI 1.2 that can be asked', () => {
  test.each<[what: string, item: string, question: string, warnings?: string[]]>([
    [
      'a choice',
      item1({ presentation: capital, rules: rule(is('A'), '100') }),
      'single-choice: Capital? | Oslo 1, Bergen 0',
    ],
    [
      'its title, but not one that only says Question, and its points',
      item1({
        title: 'Norway',
        fields: { points_possible: '2.5' },
        presentation: capital,
        rules: rule(is('A'), '100'),
      }),
      'single-choice: Capital? {«Norway»; 2.5 points} | Oslo 1, Bergen 0',
    ],
    [
      'escaped HTML in the prompt',
      item1({
        title: 'Question',
        presentation:
          mat('&lt;p&gt;Is &lt;b&gt;H&lt;sub&gt;2&lt;/sub&gt;O&lt;/b&gt; wet?&lt;/p&gt;') + lid(ab),
        rules: rule(is('B'), '100'),
      }),
      'single-choice: Is H₂O wet? | Oslo 0, Bergen 1',
    ],
    [
      'a tag that is spoken of, in plain text',
      item1({
        presentation: mat('What does &lt;br&gt; do?', 'text/plain') + lid(ab),
        rules: rule(is('A'), '1'),
      }),
      'single-choice: What does <br> do? | Oslo 1, Bergen 0',
    ],
    [
      'partial credit and points taken off',
      item1({
        presentation: mat('Colours?') + lid(abc),
        rules: rule(is('A'), '100') + rule(is('B'), '50') + rule(is('C'), '-25'),
      }),
      'single-choice: Colours? | red 1, green 0.5, loud -0.25',
    ],
    [
      "Canvas' several answers, of which only the whole set earns",
      item1({
        ...canvas('multiple_answers_question'),
        presentation: mat('Colours?') + lid(abc, 'Multiple'),
        rules: rule(`<and>${is('A')}${is('B')}<not>${is('C')}</not></and>`, '100'),
      }),
      'multiple-choice: Colours? | red 0.5, green 0.5, loud 0',
      ['The question "Colours?" was taken without its rule that only the whole right answer earns anything.'],
    ],
    [
      'several answers that each earn, and one that costs',
      item1({
        presentation: mat('Colours?') + lid(abc, 'Multiple'),
        rules:
          ['A', 'B'].map((id) => rule(is(id), '50', { action: 'Add', goesOn: 'Yes' })).join('') +
          rule(is('C'), '50', { action: 'Subtract', goesOn: 'Yes' }),
      }),
      'multiple-choice: Colours? | red 0.5, green 0.5, loud -0.5',
    ],
    [
      "Canvas' true and false",
      item1({
        ...canvas('true_false_question'),
        presentation: mat('Wet?') + lid({ 1: 'False', 2: 'True' }),
        rules: rule(is('2'), '100'),
      }),
      'true-false: Wet? | True 1, False 0',
    ],
    [
      'words that are typed, whatever their case',
      item1({
        ...canvas('short_answer_question'),
        presentation: mat('Capital?') + str(),
        rules: rule(is('Oslo') + is('Christiania'), '100'),
      }),
      'short-answer: Capital? | Oslo 1, Christiania 1',
    ],
    [
      'words whose case counts, and a star that is only a star',
      item1({ presentation: mat('Which?') + str(), rules: rule(is('A*', 'r', ' case="Yes"'), '100') }),
      'short-answer: Which? {case} | A\\* 1',
    ],
    [
      "Canvas' number with its range beside it",
      item1({
        ...canvas('numerical_question'),
        presentation: mat('How far?') + str('r', ' fibtype="Decimal"'),
        rules: rule(
          `<or>${is('5.0', 'r', ' margintype="percent" margin="1"')}<and><vargte respident="r">4.95</vargte><varlte respident="r">5.05</varlte></and></or>`,
          '100',
        ),
      }),
      'numeric: How far? | 5.0 4.95..5.05 1',
    ],
    [
      'a range alone',
      item1({
        ...canvas('numerical_question'),
        presentation: mat('How far?') + str(),
        rules: rule('<vargte respident="r">6</vargte><varlte respident="r">8</varlte>', '100'),
      }),
      'numeric: How far? | 6..8 6..8 1',
    ],
    [
      'pairs, and a match of nothing',
      item1({
        ...canvas('matching_question'),
        presentation:
          mat('Match') + lid(abc, 'Single', 'r1', mat('rose')) + lid(abc, 'Single', 'r2', mat('leaf')),
        rules: rule(is('A', 'r1'), '50', { action: 'Add' }) + rule(is('B', 'r2'), '50', { action: 'Add' }),
      }),
      'matching: Match | rose->red 0.5, leaf->green 0.5, ->loud 0',
    ],
    [
      'things sorted into categories',
      item1({
        ...canvas('categorization_question'),
        presentation:
          mat('Sort') +
          lid({ a: 'rose', b: 'tulip', c: 'oak', d: 'stone' }, 'Multiple', 'r1', mat('flower')) +
          lid({ a: 'rose', b: 'tulip', c: 'oak', d: 'stone' }, 'Multiple', 'r2', mat('tree')),
        rules:
          rule(is('a', 'r1') + is('b', 'r1'), '50', { action: 'Add' }) +
          rule(is('c', 'r2'), '50', { action: 'Add' }),
      }),
      'matching: Sort | rose->flower 0.3333, tulip->flower 0.3333, oak->tree 0.3333',
      ['The question "Sort" was taken without its things that belong nowhere.'],
    ],
    [
      "an order, as Canvas' new quizzes write it",
      item1({
        ...canvas('ordering_question'),
        presentation: `${mat('Order')}<response_lid ident="r" rcardinality="Ordered"><ims_render_object shuffle="No"><flow_label>${offer(abc)}</flow_label></ims_render_object></response_lid>`,
        rules: rule(is('C') + is('A') + is('B'), '100'),
      }),
      'ordering: Order | loud 0.3333, red 0.3333, green 0.3333',
    ],
    [
      'blanks that are named in the text',
      item1({
        ...canvas('multiple_dropdowns_question'),
        presentation:
          mat('[who] is [what].') +
          lid(ab, 'Single', 'response_who', mat('who', 'text/plain')) +
          lid(abc, 'Single', 'response_what', mat('what', 'text/plain')),
        rules:
          rule(is('A', 'response_who'), '50', { action: 'Add' }) +
          rule(is('C', 'response_what'), '50', { action: 'Add' }),
      }),
      'cloze: [[1]] is [[2]]. <single-choice single-choice> | 1=Oslo 0.5, 1=Bergen 0, 2=red 0, 2=green 0, 2=loud 0.5',
    ],
    [
      'blanks to type into, whose accepted words are all listed',
      item1({
        ...canvas('fill_in_multiple_blanks_question'),
        presentation:
          mat('[who] rains.') +
          lid(ab, 'Single', 'response_who', mat('who')) +
          lid({ X: 'much' }, 'Single', 'response_how', mat('who')),
        rules: rule(is('A', 'response_who'), '100', { action: 'Add' }),
      }),
      'cloze: [[1]] rains. <short-answer short-answer> | 1=Oslo 0.5, 1=Bergen 0.5, 2=much 0.5',
    ],
    [
      'an essay',
      item1({ ...canvas('essay_question'), presentation: mat('Tell!') + str(), rules: rule('<other/>', '') }),
      'essay: Tell! |',
    ],
    [
      'feedback for every response, for right and wrong ones and for one choice',
      item1({
        presentation: capital,
        rules:
          rule('<other/>', '', { shows: 'general_fb', goesOn: 'Yes' }) +
          rule(is('B'), '', { shows: 'B_fb', goesOn: 'Yes' }) +
          rule(is('A'), '100'),
        feedback: { general_fb: 'So.', correct_fb: 'Yes.', general_incorrect_fb: 'No.', B_fb: 'Wetter.' },
      }),
      'single-choice: Capital? {says So.} | Oslo 1 (Yes.), Bergen 0 (Wetter./No.)',
    ],
    [
      'a picture and a sound, which are named',
      item1({
        presentation: `${mat('Who?')}<material><matimage uri="a/tree.png"/><mataudio uri="a.mp3"/></material>${lid(ab)}`,
        rules: rule(is('A'), '1'),
      }),
      'single-choice: Who?/[Picture: tree.png] | Oslo 1, Bergen 0',
      [
        'The question "Who? [Picture: tree.png]" was taken without the picture "tree.png".',
        'The question "Who? [Picture: tree.png]" was taken without a sound or a video.',
      ],
    ],
  ])('%s', (_, item, question, warnings = []) => {
    const read = readBriefly(qti1(item));
    expect(read).toMatchObject({ format: 'qti-1.2', questions: [question] });
    expect(read).toMatchObject({ warnings });
  });
});
