import { expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { is, item1, mat, offer, qti1, rule } from '../../../support/qti1.ts';

const choices = { A: 'Oslo', B: 'Rome', C: 'Bern' };
const one = (cardinality = 'Single'): string =>
  `${mat('Which?')}<response_lid ident="r" rcardinality="${cardinality}">${offer(choices)}</response_lid>`;
const typed = (type = 'String'): string =>
  `${mat('Which?')}<response_str ident="r"><render_fib fibtype="${type}"><response_label ident="a"/></render_fib></response_str>`;
const read = (presentation: string, rules: string, more = {}): unknown =>
  readBriefly(qti1(item1({ presentation, rules, title: '', ...more })));
const on = (...conditions: string[]): string => conditions.join('');
const compare = (name: string, value: string): string => `<${name} respident="r">${value}</${name}>`;

test.each<[string, string, string, string]>([
  [
    'scores that are multiplied, divided and taken off',
    one(),
    rule(is('A'), '50', { goesOn: 'Yes' }) +
      rule(is('A'), '2', { action: 'Multiply', goesOn: 'Yes' }) +
      rule(is('B'), '100', { goesOn: 'Yes' }) +
      rule(is('B'), '2', { action: 'Divide', goesOn: 'Yes' }) +
      rule(is('B'), '0', { action: 'Divide', goesOn: 'Yes' }) +
      rule(is('C'), '50', { action: 'Subtract' }),
    'single-choice: Which? | Oslo 1, Rome 0.5, Bern -0.5',
  ],
  [
    'a score that is none',
    one(),
    rule(is('B'), 'many', { goesOn: 'Yes' }) + rule(is('A'), '100'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  [
    'the greatest score by its name',
    one(),
    rule(is('A'), 'SCORE.max'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  [
    'either of two',
    one(),
    rule(`<or>${on(is('A'), is('B'))}</or>`, '100'),
    'single-choice: Which? | Oslo 1, Rome 1, Bern 0',
  ],
  [
    'all that is right and nothing that is not',
    one('Multiple'),
    rule(`<and>${on(is('A'), is('B'), `<not>${is('C')}</not>`)}</and>`, '100'),
    'multiple-choice: Which? | Oslo 0.5, Rome 0.5, Bern 0',
  ],
  [
    'a set of choices in one value',
    one('Multiple'),
    rule('<varsubset respident="r">A,B</varsubset>', '100', { goesOn: 'Yes' }) +
      rule(is('A'), '50', { action: 'Add', goesOn: 'Yes' }) +
      rule(is('B'), '50', { action: 'Add' }),
    'multiple-choice: Which? | Oslo 0.5, Rome 0.5, Bern 0',
  ],
  [
    'anything but nothing',
    one(),
    rule('<not><unanswered respident="r"/></not>', '10', { goesOn: 'Yes' }) + rule(is('A'), '100'),
    'single-choice: Which? | Oslo 1, Rome 0.1, Bern 0.1',
  ],
  [
    'a condition that is not known',
    one(),
    rule('<durequal>5</durequal>', '100', { goesOn: 'Yes' }) + rule(is('A'), '100'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  [
    'faults that are counted beside the score',
    one(),
    rule(is('B'), '1', { variable: 'que_incorrect', goesOn: 'Yes' }) + rule(is('A'), '100'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  [
    'choices without words',
    one().replace(/<mattext texttype="text\/plain">Oslo<\/mattext>/, ''),
    rule(is('A'), '100'),
    'single-choice: Which? | A 1, Rome 0, Bern 0',
  ],
  [
    'a number above one and below another',
    typed('Decimal'),
    rule(on(compare('vargt', '1'), compare('varlt', '3')), '100'),
    'numeric: Which? | 1..3 1..3 1',
  ],
  ['words that are told by no rule', typed(), rule('<other/>', '0'), 'essay: Which? |'],
  [
    'capital letters that matter',
    typed(),
    rule(is('Oslo', 'r', ' case="Yes"'), '100'),
    'short-answer: Which? {case} | Oslo 1',
  ],
  [
    'a part for one of what is right, which alone is no rule for parts',
    one('Multiple'),
    rule(`<and>${on(is('A'), is('B'))}</and>`, '100') + rule(is('A'), '50'),
    'multiple-choice: Which? | Oslo 0.5, Rome 0.5, Bern 0',
  ],
  [
    'right choices side by side, without a word for how they hold together',
    one('Multiple'),
    rule(on(is('A'), is('B')), '100'),
    'multiple-choice: Which? | Oslo 0.5, Rome 0.5, Bern 0',
  ],
  [
    'a rule that does not name its response',
    one(),
    rule('<varequal>A</varequal>', '100'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  [
    'a score that is not written',
    one(),
    rule(is('B'), ' ', { goesOn: 'Yes' }) + rule(is('A'), '100'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  ['a number alone', typed('Integer'), rule(is('5'), '100'), 'numeric: Which? | 5 5..5 1'],
  [
    'a bound that is no number in a rule that earns nothing',
    typed('Integer'),
    rule(compare('vargt', 'many'), '0', { goesOn: 'Yes' }) + rule(is('5'), '100'),
    'numeric: Which? | 5 5..5 1',
  ],
  [
    'numbers in the blanks of a text',
    `${mat('From [a] to [b].')}${['a', 'b'].map((ident) => `<response_str ident="${ident}"><render_fib fibtype="Decimal"/></response_str>`).join('')}`,
    rule(is('5', 'a'), '50', { action: 'Add', goesOn: 'Yes' }) + rule(is('6', 'b'), '50', { action: 'Add' }),
    'cloze: From [[1]] to [[2]]. <numeric numeric> | 1=5 5..5 0.5, 2=6 6..6 0.5',
  ],
  [
    'words in a flow beside choices that have words of their own',
    `<flow class="Block">${one()}</flow>`,
    rule(is('A'), '100'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  [
    'a response whose name stands in another place',
    one().replace('ident="r"', 'respident="r"'),
    rule(is('A'), '100'),
    'single-choice: Which? | Oslo 1, Rome 0, Bern 0',
  ],
  [
    'things of which each has its category',
    `${mat('Sort')}${['x', 'y'].map((ident) => `<response_lid ident="${ident}" rcardinality="Multiple">${mat(ident)}${offer({ A: 'Oslo', B: 'Rome' })}</response_lid>`).join('')}`,
    rule(is('A', 'x'), '50', { action: 'Add', goesOn: 'Yes' }) + rule(is('B', 'y'), '50', { action: 'Add' }),
    'matching: Sort | Oslo->x 0.5, Rome->y 0.5',
  ],
])('%s', (_, presentation, rules, expected) => {
  expect(read(presentation, rules)).toMatchObject({ questions: [expected] });
});

test.each([
  ['lines of plain text', '<mattext texttype="text/plain">\n1\n2\n</mattext>', 'One1/2two'],
  ['a line break', '<matbreak/>', 'One/two'],
  ['a sound', '<mataudio uri="a.mp3"/>', 'Onetwo'],
  ['a program', '<matapplication uri="a.exe"/>', 'Onetwo'],
])('between the words of a question: %s', (_, between, prompt) => {
  const presentation = one().replace(
    '<mattext texttype="text/html">Which?</mattext>',
    `<mattext>One</mattext>${between}<mattext>two</mattext>`,
  );
  expect(read(presentation, rule(is('A'), '100'))).toMatchObject({
    questions: [`single-choice: ${prompt} | Oslo 1, Rome 0, Bern 0`],
  });
});
