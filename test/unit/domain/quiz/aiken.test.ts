import { describe, expect, test } from 'vitest';
import { readBriefly } from '../../../support/brief-quiz.ts';

const town = 'single-choice: Capital? | Oslo 1, Bergen 0';
const good = 'Capital?\nA. Oslo\nB. Bergen\nANSWER: A\n\n';

describe('Aiken as people write it', () => {
  test.each<[what: string, text: string, questions?: string[]]>([
    ['full stops', good],
    ['brackets without a space', 'Capital?\nA)Oslo\nB)Bergen\nANSWER:A'],
    ['small letters', 'Capital?\na) Oslo\nb) Bergen\nANSWER: a'],
    ['small letters in the answer alone', 'Capital?\nA) Oslo\nB) Bergen\nANSWER: a'],
    ['small letters in the options alone', 'Capital?\na. Oslo\nb. Bergen\nanswer: A'],
    ['indented lines', 'Capital?\n  A. Oslo\n  B. Bergen\n  ANSWER: A'],
    ['spaces at the ends', 'Capital?  \nA. Oslo \nB. Bergen\t\nANSWER: A  '],
    ['CRLF and a byte-order mark', `\uFEFF${good.replaceAll('\n', '\r\n')}`],
    ['the line ends of old Macs', good.replaceAll('\n', '\r')],
    ['blank lines between options', 'Capital?\n\nA. Oslo\n\nB. Bergen\n\nANSWER: A'],
    [
      'no blank line between questions',
      'Capital?\nA. Oslo\nB. Bergen\nANSWER: A\nWet?\nA. True\nB. False\nANSWER: A',
      [town, 'true-false: Wet? | True 1, False 0'],
    ],
    [
      'a question of two lines',
      'Capital?\nOf Norway.\nA. Oslo\nB. Bergen\nANSWER: B',
      ['single-choice: Capital?/Of Norway. | Oslo 0, Bergen 1'],
    ],
    [
      'a small letter within a question',
      'Which?\ni. e. this one\nA. Oslo\nB. Bergen\nANSWER: A',
      ['single-choice: Which?/i. e. this one | Oslo 1, Bergen 0'],
    ],
    [
      'letters up to Z',
      `Which?\n${Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `${letter}. x${letter}`).join('\n')}\nANSWER: Z`,
      [expect.stringMatching(/xY 0, xZ 1$/)],
    ],
    ['the same option twice', 'Which?\nA. a\nB. a\nANSWER: B', ['single-choice: Which? | a 0, a 1']],
    ['the same question twice', good + good, [town, town]],
  ])('%s', (_, text, questions = [town]) => {
    expect(readBriefly(text)).toEqual({ format: 'aiken', questions, warnings: [] });
  });

  test.each([
    ['Windows-1252', Buffer.from(good.replace('Oslo', 'Tromsø'), 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${good.replace('Oslo', 'Tromsø')}`, 'utf16le')],
  ])('in %s', (_, bytes) => {
    expect(readBriefly(new Uint8Array(bytes))).toMatchObject({ questions: [town.replace('Oslo', 'Tromsø')] });
  });

  test.each([
    [
      'one option',
      'Q?\nA. a\nANSWER: A',
      'A question was left out. It has fewer than two options. The question is "Q?".',
    ],
    [
      'no answer',
      'Q?\nA. a\nB. b',
      'A question was left out. Its line ANSWER: is missing. The question is "Q?".',
    ],
    [
      'no answer before the next',
      'Q?\nA. a\nB. b\n\nCapital?\nA. x\nB. y\nANSWER: C',
      /Its line ANSWER: is missing/,
    ],
    [
      'an answer that is no option',
      'Q?\nA. a\nB. b\nANSWER: C',
      'A question was left out. Its answer C is none of its options. The question is "Q?".',
    ],
    ['no question', 'ANSWER: C', 'A question was left out. An answer stands here without a question.'],
    ['an empty option', 'Q?\nA.\nB. b\nANSWER: B', /its choice 1 is empty/],
    ['an answer in words', 'Q?\nA. a\nB. b\nANSWER: the first', /names no option/],
    ['an answer in words alone', 'ANSWER: no question', /names no option/],
  ])('%s is named', (_, text, warning) => {
    const read = readBriefly(good + text);
    expect(read).toMatchObject({ questions: [town] });
    expect(typeof read === 'string' ? read : read.warnings[0]).toEqual(
      typeof warning === 'string' ? warning : expect.stringMatching(warning),
    );
  });
});
