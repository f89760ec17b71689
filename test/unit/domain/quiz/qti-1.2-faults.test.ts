import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';
import { is, item1, mat, offer, qti1, rule } from '../../../support/qti1.ts';

const choices = { A: 'Oslo', B: 'Bergen' };
const lid = `<response_lid ident="r" rcardinality="Single">${offer(choices)}</response_lid>`;
const good = item1({ presentation: mat('Capital?') + lid, rules: rule(is('A'), '100') });
const goodRead = 'single-choice: Capital? | Oslo 1, Bergen 0';

describe('what is wrong with a file of QTI 1.2', () => {
  test.each([
    ['no namespace', qti1(good).replace(/ xmlns="[^"]+"/, '')],
    ['a prefix', qti1(good).replaceAll(/<(\/?)(?=[a-z])/g, '<$1q:')],
    ['a byte-order mark and CRLF', `\uFEFF${qti1(good).replaceAll('\n', '\r\n')}`],
    [
      'a document type, whose file is not fetched',
      qti1(good).replace('<questest', '<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd"><questest'),
    ],
    ['items without an assessment or a section', `<questestinterop>${good}</questestinterop>`],
    ['the same item twice', qti1(good, good), [goodRead, goodRead]],
    ['text in CDATA', qti1(good.replace('Capital?', '<![CDATA[<p>Capital?</p>]]>'))],
  ])('%s does no harm', (_, text, questions = [goodRead]) => {
    expect(readBriefly(text)).toEqual({ format: 'qti-1.2', questions, warnings: [] });
  });

  test.each([
    [
      'Windows-1252',
      'windows-1252',
      Buffer.from(qti1(good).replace('UTF-8', 'windows-1252').replace('Oslo', 'Tromsø'), 'latin1'),
    ],
    [
      'UTF-16',
      'utf-16',
      Buffer.from(`\uFEFF${qti1(good).replace('UTF-8', 'UTF-16').replace('Oslo', 'Tromsø')}`, 'utf16le'),
    ],
    [
      'Windows-1252 that calls itself UTF-8',
      'utf-8',
      Buffer.from(qti1(good).replace('Oslo', 'Tromsø'), 'latin1'),
    ],
  ])('its characters are right in %s', (_, __, bytes) => {
    expect(readBriefly(new Uint8Array(bytes))).toMatchObject({
      questions: [goodRead.replace('Oslo', 'Tromsø')],
    });
  });

  test.each([
    [
      'no right answer',
      item1({ presentation: mat('Q?') + lid, rules: rule(is('X'), '100') }),
      'The question "Q?" was left out: none of its answers is right.',
    ],
    [
      'no rules',
      item1({ presentation: mat('Q?') + lid }),
      'The question "Q?" was left out: none of its answers is right.',
    ],
    [
      'no rules for several choices',
      item1({ presentation: mat('Q?') + lid.replace('Single', 'Multiple') }),
      'The question "Q?" was left out: none of its answers is right.',
    ],
    [
      'no name and nothing in it',
      '<item/>',
      'The question "without a name" was left out: it has nothing to answer.',
    ],
    [
      'a number with one bound alone',
      item1({
        presentation: `${mat('How far?')}<response_num ident="r"><render_fib/></response_num>`,
        rules: rule('<vargte respident="r">5</vargte>', '1'),
      }),
      'The question "How far?" was left out: a number in its answers cannot be read.',
    ],
    [
      'a bound that is no number',
      item1({
        presentation: `${mat('How far?')}<response_num ident="r"><render_fib/></response_num>`,
        rules: rule('<vargte respident="r">few</vargte><varlte respident="r">5</varlte>', '1'),
      }),
      'The question "How far?" was left out: a number in its answers cannot be read.',
    ],
    ...['From [a] to [b].', 'From here'].map((prompt): [string, string, string] => [
      `two numbers, one of them none (${prompt})`,
      item1({
        presentation: `${mat(prompt)}${['a', 'b'].map((ident) => `<response_str ident="${ident}"><render_fib fibtype="Decimal"/></response_str>`).join('')}`,
        rules: rule(is('5', 'a'), '1') + rule(is('far', 'b'), '1'),
      }),
      `The question "${prompt} _____" was left out: a number in its answers cannot be read.`,
    ]),
    [
      'an order of what is not offered',
      item1({
        presentation: `${mat('Order')}<response_lid ident="r" rcardinality="Ordered">${offer(choices)}</response_lid>`,
        rules: rule(is('A') + is('X'), '100'),
      }),
      'The question "Order" was left out: its right order is not told.',
    ],
    [
      'an order whose places name no response',
      item1({
        presentation: `${mat('Order')}<response_lid ident="r" rcardinality="Ordered">${offer(choices)}</response_lid>`,
        rules: rule('<varequal>1</varequal>', '100'),
      }),
      'The question "Order" was left out: its right order is not told.',
    ],
    [
      'fewer words on the right than it offers',
      item1({
        presentation: `${mat('Match')}${['x', 'y'].map((ident) => `<flow class="Block">${mat(ident)}<response_lid ident="${ident}">${offer({ A: '', B: '' })}</response_lid></flow>`).join('')}<flow class="RIGHT_MATCH_BLOCK"><flow class="Block">${mat('red')}</flow></flow>`,
        rules: rule(is('A', 'x'), '50') + rule(is('B', 'y'), '50'),
      }),
      'The question "Match" was left out: one of its pairs has no match.',
    ],
    [
      'one choice',
      item1({
        presentation: `${mat('Q?')}<response_lid ident="r">${offer({ A: 'a' })}</response_lid>`,
        rules: rule(is('A'), '1'),
      }),
      /^The question "Q\?" was left out: it has only one of its choices/,
    ],
    [
      'a description',
      item1({ fields: { question_type: 'text_only_question' }, presentation: mat('Read.') }),
      'The question "Read." was left out: it is a description, with nothing to answer.',
    ],
    [
      'numbers drawn anew',
      item1({ fields: { question_type: 'calculated_question' }, presentation: mat('[x]?') }),
      'The question "[x]?" was left out: its numbers are drawn anew for each learner.',
    ],
    [
      'a file to upload',
      item1({ fields: { question_type: 'file_upload_question' }, presentation: mat('Send!') }),
      'The question "Send!" was left out: it asks for a file.',
    ],
    [
      'a place in a picture',
      item1({ presentation: `${mat('Where?')}<response_xy ident="r"><render_hotspot/></response_xy>` }),
      'The question "Where?" was left out: it asks for a place in a picture.',
    ],
    [
      'nothing at all',
      item1({ presentation: '' }),
      'The question "i1" was left out: it has nothing to answer.',
    ],
    [
      'several things',
      item1({ presentation: mat('Both?') + lid + lid.replace('"r"', '"s"') }),
      'The question "Both?" was left out: it asks several things at once.',
    ],
    [
      'a left side without a match',
      item1({
        presentation: `${mat('Match')}${['x', 'y'].map((ident) => `<response_lid ident="${ident}">${mat(ident)}${offer(choices)}</response_lid>`).join('')}`,
        rules: rule(is('A', 'x'), '50'),
      }),
      'The question "Match" was left out: one of its pairs has no match.',
    ],
    [
      'categories of nothing',
      item1({
        presentation: `${mat('Sort')}${['x', 'y'].map((ident) => `<response_lid ident="${ident}" rcardinality="Multiple">${mat(ident)}${offer(choices)}</response_lid>`).join('')}`,
      }),
      'The question "Sort" was left out: what belongs to its categories is not told.',
    ],
    [
      'no order',
      item1({
        presentation: `${mat('Order')}<response_lid ident="r" rcardinality="Ordered">${offer(choices)}</response_lid>`,
        rules: rule(is('A'), '100'),
      }),
      'The question "Order" was left out: its right order is not told.',
    ],
    [
      'a number that is none',
      item1({
        presentation: `${mat('How far?')}<response_str ident="r"><render_fib fibtype="Decimal"/></response_str>`,
        rules: rule(is('far'), '1'),
      }),
      'The question "How far?" was left out: a number in its answers cannot be read.',
    ],
  ])('a question with %s is named and left out', (_, item, warning) => {
    expect(readBriefly(qti1(good, item))).toEqual({
      format: 'qti-1.2',
      questions: [goodRead],
      warnings: [typeof warning === 'string' ? warning : expect.stringMatching(warning)],
    });
  });

  test.each([
    [
      'entities of its own',
      qti1(good).replace('<questest', '<!DOCTYPE q [<!ENTITY a "aaaa">]><questest'),
      'quiz-bad-lines: The XML defines entities of its own, which are not read.',
    ],
    [
      'elements a thousand deep',
      qti1('<section>'.repeat(1000)),
      'quiz-bad-lines: The XML is broken or nested too deeply.',
    ],
    ['no items', qti1(), 'quiz-no-questions: The quiz holds no question that can be asked.'],
  ])('%s are refused', (_, text, sentence) => {
    expect(readBriefly(text)).toBe(sentence);
  });

  test.each([
    [
      'feedback for a whole response of several choices',
      qti1(
        item1({
          presentation: mat('Q?') + lid.replace('Single', 'Multiple'),
          rules: rule(is('A'), '100'),
          feedback: { correct_fb: 'Yes' },
        }),
      ),
      'The question "Q?" was taken without its feedback for whole responses.',
    ],
    [
      'what a section without a name draws from a bank',
      qti1(
        '<section><selection_ordering><selection><sourcebank_ref>b</sourcebank_ref></selection></selection_ordering></section>',
        good,
      ),
      'The question "a section" was taken without what it draws at random from a question bank.',
    ],
  ])('%s is named', (_, text, warning) => {
    expect(readBriefly(text)).toMatchObject({ warnings: [warning] });
  });

  test('a mark of 0 and what is drawn from a bank are named, and sections are categories', () => {
    const zero = item1({
      fields: { points_possible: '0' },
      presentation: mat('Z?') + lid,
      rules: rule(is('B'), '1'),
    });
    const bank =
      '<selection_ordering><selection><sourcebank_ref>b</sourcebank_ref><selection_number>2</selection_number></selection></selection_ordering>';
    expect(readBriefly(qti1(`<section title="Towns">${bank}${zero}</section>`))).toEqual({
      format: 'qti-1.2',
      questions: ['single-choice: Z? {in Towns} | Oslo 0, Bergen 1'],
      warnings: ['The question "Towns" was taken without what it draws at random from a question bank.'],
    });
  });
});
