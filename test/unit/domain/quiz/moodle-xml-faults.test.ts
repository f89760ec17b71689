import { expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';

const answer = (text: string, fraction = '100', more = ''): string =>
  `<answer${fraction === '' ? '' : ` fraction="${fraction}"`}><text>${text}</text>${more}</answer>`;
const question = (type: string, inside: string, text = 'Which?'): string =>
  `<question${type === '' ? '' : ` type="${type}"`}><questiontext format="html"><text>${text}</text></questiontext>${inside}</question>`;
const fine = question('truefalse', answer('true') + answer('false', '0'), 'Fine?');
const read = (...questions: string[]): unknown => readBriefly(`<quiz>${questions.join('')}${fine}</quiz>`);

test.each<[string, string, string]>([
  ['only what is true told', question('truefalse', answer('true')), 'true-false: Which? | True 1, False 0'],
  [
    'only what is false told',
    question('truefalse', answer('false', '100')),
    'true-false: Which? | True 0, False 1',
  ],
  [
    'any number at all',
    question('numerical', answer('5') + answer('*', '0')),
    'numeric: Which? | 5 5..5 1, * -1.7976931348623157e+308..1.7976931348623157e+308 0',
  ],
  [
    'an answer without a fraction',
    question('shortanswer', answer('Oslo') + answer('Rome', '')),
    'short-answer: Which? | Oslo 1, Rome 0',
  ],
  [
    'a gap of any number',
    question('cloze', '', 'It is {1:NUMERICAL:=5:1~%50%*}.'),
    'cloze: It is [[1]]. <numeric> | 1=5 4..6 1, 1=* -1.7976931348623157e+308..1.7976931348623157e+308 0.5',
  ],
  [
    'a gap whose shares are no percentages',
    question('cloze', '', 'It is {1:SA:=a~%x%b}.'),
    'cloze: It is [[1]]. <short-answer> | 1=a 1, 1=%x%b 0',
  ],
  [
    'escapes in a gap',
    question('cloze', '', String.raw`It is {1:SA:=a\}\~\#b#yes \} no}.`),
    String.raw`cloze: It is [[1]]. <short-answer> | 1=a}~#b 1 (yes } no)`,
  ],
  [
    'a text that is not marked up',
    `<question type="shortanswer"><questiontext><text>1 &lt; 2 &amp; so</text></questiontext>${answer('Oslo')}</question>`,
    'short-answer: 1 < 2 & so | Oslo 1',
  ],
  [
    'an order whose places are not told',
    question('ordering', answer('one', '') + answer('two', '')),
    'ordering: Which? | one 0.5, two 0.5',
  ],
  [
    'an order of which two have the same place',
    question('ordering', answer('one', '1') + answer('two', '1')),
    'ordering: Which? | one 0.5, two 0.5',
  ],
  [
    'a typed word that is marked up',
    question(
      'shortanswer',
      '<answer fraction="100" format="html"><text>&lt;p&gt;Oslo&lt;/p&gt;</text></answer>',
    ),
    'short-answer: Which? | Oslo 1',
  ],
  [
    'a set of which one choice is right',
    question('multichoiceset', answer('a') + answer('b', '0')),
    'multiple-choice: Which? | a 1, b 0',
  ],
  [
    'a text without its element',
    `<question type="shortanswer"><questiontext>Which?</questiontext>${answer('Oslo')}</question>`,
    'short-answer: Which? | Oslo 1',
  ],
])('%s is read', (_, xml, expected) => {
  expect(read(xml)).toMatchObject({ questions: [expected, expect.any(String)] });
});

test.each<[string, string, RegExp]>([
  ['no type', question('', answer('a')), /it does not say its type/],
  [
    'a type that is not known',
    question('hotspot', ''),
    /questions of the type .{1,2}hotspot.{1,2} cannot be read/,
  ],
  ['a description', question('description', ''), /description/],
  ['neither true nor false', question('truefalse', answer('perhaps')), /it says neither true nor false/],
  [
    'a gap whose number is none',
    question('cloze', '', 'It is {1:NUMERICAL:=far}.'),
    /number in its answers cannot be read/,
  ],
  ['a number that is none', question('numerical', answer('far')), /number/],
  [
    'a gap of several choices',
    question('cloze', '', 'Pick {1:MULTIRESPONSE:=a~=b~c}.'),
    /without gaps that take several choices at once/,
  ],
  [
    'notes for graders',
    question('essay', '<graderinfo format="html"><text>Look for x</text></graderinfo>'),
    /without its notes for graders/,
  ],
  [
    'a template for the response',
    question('essay', '<responsetemplate format="html"><text>Dear…</text></responsetemplate>'),
    /without its template for the response/,
  ],
  [
    'a picture of old',
    question('shortanswer', `<image>a.png</image>${answer('Oslo')}`),
    /without the picture .{1,2}a\.png/,
  ],
  [
    'a picture of old without its name',
    question('shortanswer', `<image_base64>AAAA</image_base64>${answer('Oslo')}`),
    /without a picture/,
  ],
  [
    'two pictures of one question',
    question(
      'shortanswer',
      answer('Oslo'),
      '<![CDATA[<img src="@@PLUGINFILE@@/a%20b.png"><img src="c.png">]]>',
    ),
    /without the picture .{1,2}a%20b\.png.*without the picture .{1,2}c\.png/,
  ],
  [
    'a mark of nothing',
    question('shortanswer', `<defaultgrade>0</defaultgrade>${answer('Oslo')}`),
    /without its mark, which is not above 0/,
  ],
  [
    'feedback longer than a page',
    question(
      'shortanswer',
      `<generalfeedback><text>${'x'.repeat(4001)}</text></generalfeedback>${answer('Oslo')}`,
    ),
    /without the end of a long text/,
  ],
  [
    'several right choices of which all are wanted',
    question('multichoiceset', answer('a') + answer('b') + answer('c', '0')),
    /only the whole right answer|cannot be read/,
  ],
])('%s is told', (_, xml, told) => {
  expect(JSON.stringify(read(xml))).toMatch(told);
});

test('of many questions that lose the same, the first twenty are named', () => {
  const many = Array.from({ length: 22 }, (_, index) =>
    question('shortanswer', `<image>a.png</image>${answer('Oslo')}`, `Question ${String(index)}`),
  );
  expect(JSON.stringify(read(...many))).toMatch(
    /22 questions \(.*Question 19\\" and 2 more\) were taken without the picture .{1,2}a\.png/,
  );
});
