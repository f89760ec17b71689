import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { is, item1, mat, offer, qti1, rule } from '../../../support/qti1.ts';

const choices = { A: 'Oslo', B: 'Bergen' };
const bbText = (html: string): string =>
  `<flow class="FORMATTED_TEXT_BLOCK"><material><mat_extension><mat_formattedtext type="HTML">${html}</mat_formattedtext></mat_extension></material></flow>`;
const blackboard = (type: string, response: string, rules: string, right = ''): string =>
  item1({
    metadata: `<bbmd_questiontype>${type}</bbmd_questiontype><qmd_absolutescore_max>4.0</qmd_absolutescore_max>`,
    presentation: `<flow class="Block"><flow class="QUESTION_BLOCK">${bbText('&lt;p&gt;Well?&lt;/p&gt;')}</flow><flow class="RESPONSE_BLOCK">${response}</flow>${right}</flow>`,
    outcomes: '<decvar defaultval="0" maxvalue="4.0" minvalue="0" varname="SCORE" vartype="Decimal"/>',
    rules,
  });
const bbRule = (condition: string, title = 'correct', score = 'SCORE.max'): string =>
  `<respcondition title="${title}"><conditionvar>${condition}</conditionvar><setvar action="Set" variablename="SCORE">${score}</setvar><displayfeedback feedbacktype="Response" linkrefid="${title}"/></respcondition>`;
const bbChoices = (cardinality: string): string =>
  `<response_lid ident="response" rcardinality="${cardinality}"><render_choice maxnumber="0"><flow_label class="Block"><response_label ident="A">${bbText('<p>Oslo</p>')}</response_label></flow_label><flow_label class="Block"><response_label ident="B">${bbText('Bergen')}</response_label></flow_label></render_choice></response_lid>`;
const bbLeft = (text: string, ident: string): string =>
  `<flow class="Block">${bbText(text)}<response_lid ident="${ident}" rcardinality="Single"><render_choice><flow_label class="Block"><response_label ident="${ident}1"/><response_label ident="${ident}2"/></flow_label></render_choice></response_lid></flow>`;
const bbRight = `<flow class="RIGHT_MATCH_BLOCK">${['red', 'green'].map((text) => `<flow class="Block">${bbText(text)}</flow>`).join('')}</flow>`;

describe('a pool of Blackboard', () => {
  test.each([
    [
      'one choice',
      blackboard(
        'Multiple Choice',
        bbChoices('Single'),
        bbRule(is('A', 'response')) + bbRule('<other/>', 'incorrect', '0.0'),
      ),
      'single-choice: Well? {4 points} | Oslo 1, Bergen 0',
    ],
    [
      'several choices',
      blackboard(
        'Multiple Answer',
        bbChoices('Multiple'),
        bbRule(`<and>${is('A', 'response')}<not>${is('B', 'response')}</not></and>`),
      ),
      'multiple-choice: Well? {4 points} | Oslo 1, Bergen 0',
    ],
    [
      'an either-or',
      blackboard(
        'True/False',
        `<response_lid ident="response" rcardinality="Single">${offer({ true: 'true', false: 'false' })}</response_lid>`,
        bbRule(is('false', 'response')),
      ),
      'true-false: Well? {4 points} | True 0, False 1',
    ],
    [
      'pairs whose right sides stand apart',
      blackboard(
        'Matching',
        bbLeft('rose', 'x') + bbLeft('leaf', 'y'),
        `<respcondition><conditionvar>${is('x1', 'x')}</conditionvar><displayfeedback linkrefid="correct"/></respcondition><respcondition><conditionvar>${is('y2', 'y')}</conditionvar><displayfeedback linkrefid="correct"/></respcondition>`,
        bbRight,
      ),
      'matching: Well? {4 points} | rose->red 0.5, leaf->green 0.5',
    ],
    [
      'an order',
      blackboard(
        'Ordering',
        bbChoices('Ordered'),
        bbRule(`<and>${is('B', 'response')}${is('A', 'response')}</and>`),
      ),
      'ordering: Well? {4 points} | Bergen 0.5, Oslo 0.5',
    ],
    [
      'a number with its range',
      blackboard(
        'Numeric',
        '<response_num ident="response" rcardinality="Single"><render_fib/></response_num>',
        bbRule(
          `<vargte respident="response">9.5</vargte><varlte respident="response">10.5</varlte>${is('10', 'response')}`,
        ),
      ),
      'numeric: Well? {4 points} | 10 9.5..10.5 1',
    ],
    [
      'a short response',
      blackboard(
        'Short Response',
        '<response_str ident="response" rcardinality="Single"><render_fib/></response_str>',
        '',
      ),
      'essay: Well? {4 points} |',
    ],
  ])('%s', (_, item, question) => {
    expect(readBriefly(qti1(item))).toMatchObject({ questions: [question] });
  });
});

const d2l = (type: string, presentation: string, rules: string): string =>
  item1({
    metadata: `<qtimetadata><qti_metadatafield><fieldlabel>qmd_questiontype</fieldlabel><fieldentry>${type}</fieldentry></qti_metadatafield><qti_metadatafield><fieldlabel>qmd_weighting</fieldlabel><fieldentry>2.000000000</fieldentry></qti_metadatafield></qtimetadata>`,
    presentation: `<flow>${mat('&lt;p&gt;Well?&lt;/p&gt;')}${presentation}</flow>`,
    outcomes: '<decvar vartype="Integer" defaultval="0" varname="que_score" minvalue="0" maxvalue="100"/>',
    rules,
  });
const add = (condition: string, variable: string): string =>
  rule(condition, '1', { action: 'Add', goesOn: 'yes', variable });
const not = (inner: string): string => `<not>${inner}</not>`;

describe('a question library of D2L', () => {
  test.each([
    [
      'an essay by its own field of metadata',
      d2l(
        'Long Answer',
        '<response_str ident="r" rcardinality="Ordered"><render_fib rows="5"/></response_str>',
        '',
      ),
      'essay: Well? {2 points} |',
    ],
    [
      'several choices, the wrong ones counted apart',
      d2l(
        'Multi-Select',
        `<response_lid ident="r" rcardinality="Multiple">${offer(choices)}</response_lid>`,
        add(is('A'), 'D2L_Correct') +
          add(not(is('A')), 'D2L_Incorrect') +
          add(not(is('B')), 'D2L_Correct') +
          add(is('B'), 'D2L_Incorrect'),
      ),
      'multiple-choice: Well? {2 points} | Oslo 1, Bergen -1',
    ],
    [
      'an order told by places',
      d2l(
        'Ordering',
        `<response_grp respident="r" rcardinality="Ordered">${offer({ O1: 'last', O2: 'first' })}</response_grp>`,
        add(is('2', 'O1'), 'D2L_Correct') + add(is('1', 'O2'), 'D2L_Correct'),
      ),
      'ordering: Well? {2 points} | first 0.5, last 0.5',
    ],
    [
      'pairs',
      d2l(
        'Matching',
        ['x', 'y']
          .map(
            (ident) =>
              `<response_grp respident="${ident}" rcardinality="Single">${mat(ident)}${offer({ M1: 'one', M2: 'two' })}</response_grp>`,
          )
          .join(''),
        add(is('M1', 'x'), 'D2L_Correct') +
          add(is('M2', 'y'), 'D2L_Correct') +
          add(not(is('M1', 'x')), 'D2L_Incorrect'),
      ),
      'matching: Well? {2 points} | x->one 0.5, y->two 0.5',
    ],
    [
      'words that the rules name by their label',
      d2l(
        'Short Answer',
        '<response_str ident="S" rcardinality="Single"><render_fib><response_label ident="ANS"/></render_fib></response_str>',
        rule(is('Oslo', 'ANS', ' case="no"'), '100'),
      ),
      'short-answer: Well? {2 points} | Oslo 1',
    ],
    [
      'gaps within a text',
      d2l(
        'Fill in the Blanks',
        ['a', 'b']
          .map(
            (ident) =>
              `${mat(`${ident}:`, 'text/plain')}<response_str ident="${ident}"><render_fib><response_label ident="${ident}L"/></render_fib></response_str>`,
          )
          .join(''),
        rule(is('one', 'aL'), '50', { action: 'Add' }) + rule(is('two', 'bL'), '50', { action: 'Add' }),
      ),
      'cloze: Well?/a: [[1]] b: [[2]] {2 points} <short-answer short-answer> | 1=one 0.5, 2=two 0.5',
    ],
  ])('%s', (_, item, question) => {
    expect(readBriefly(qti1(item))).toMatchObject({ questions: [question] });
  });
});
