import { describe, expect, test } from 'vitest';
import { parseQuiz } from '../../../../domain/read-quiz.ts';
import type { PlayableQuestion } from '../../../../domain/quiz/read-question.ts';

function read(text: string): PlayableQuestion[] {
  const { format, questions } = parseQuiz(text);
  expect(format).toBe('gift');
  return questions;
}

const grant = "Who's buried in Grant's tomb?";

describe('a GIFT question is read', () => {
  test.each<[string, string, Record<string, unknown>]>([
    [
      'single choice',
      `${grant}{~no one =Grant ~Napoleon}`,
      {
        type: 'single-choice',
        prompt: grant,
        mark: 1,
        choices: [
          { text: 'no one', weight: 0 },
          { text: 'Grant', weight: 1 },
          { text: 'Napoleon', weight: 0 },
        ],
      },
    ],
    [
      'title, lines and feedback',
      '::Q1::Two plus two?{\n=4#Yes!\n~5 #Too many\n~3\n}',
      {
        type: 'single-choice',
        title: 'Q1',
        prompt: 'Two plus two?',
        mark: 1,
        choices: [
          { text: '4', weight: 1, feedback: 'Yes!' },
          { text: '5', weight: 0, feedback: 'Too many' },
          { text: '3', weight: 0 },
        ],
      },
    ],
    [
      'partial credit',
      'Q {~%50%half =all ~none}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'half', weight: 0.5 },
          { text: 'all', weight: 1 },
          { text: 'none', weight: 0 },
        ],
      },
    ],
    [
      'multiple choice',
      'Q {~%50%a ~%50%b ~%-100%c ~%-33.333%d}',
      {
        type: 'multiple-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 0.5 },
          { text: 'b', weight: 0.5 },
          { text: 'c', weight: -1 },
          { text: 'd', weight: -0.33333 },
        ],
      },
    ],
    [
      'true',
      'The sun rises in the east.{T}',
      {
        type: 'true-false',
        prompt: 'The sun rises in the east.',
        mark: 1,
        choices: [
          { text: 'True', weight: 1 },
          { text: 'False', weight: 0 },
        ],
      },
    ],
    [
      'false with feedback for wrong, then right',
      'Q {FALSE#no#yes}',
      {
        type: 'true-false',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'True', weight: 0, feedback: 'no' },
          { text: 'False', weight: 1, feedback: 'yes' },
        ],
      },
    ],
    [
      'true in small letters with feedback',
      'Q {true#no}',
      {
        type: 'true-false',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'True', weight: 1 },
          { text: 'False', weight: 0, feedback: 'no' },
        ],
      },
    ],
    [
      'short answer',
      'Two plus two is {=four =4 =%50%vier#In English please} what?',
      {
        type: 'short-answer',
        prompt: 'Two plus two is _____ what?',
        mark: 1,
        caseSensitive: false,
        choices: [
          { text: 'four', weight: 1 },
          { text: '4', weight: 1 },
          { text: 'vier', weight: 0.5, feedback: 'In English please' },
        ],
      },
    ],
    [
      'short answer without its sign',
      'Two plus two is {four}',
      {
        type: 'short-answer',
        prompt: 'Two plus two is',
        mark: 1,
        caseSensitive: false,
        choices: [{ text: 'four', weight: 1 }],
      },
    ],
    [
      'a number with tolerance',
      'When was Grant born?{#1822:5}',
      {
        type: 'numeric',
        prompt: 'When was Grant born?',
        mark: 1,
        choices: [{ text: '1822', weight: 1, min: 1817, max: 1827 }],
      },
    ],
    [
      'a number exactly',
      'Q {#-3.5}',
      { type: 'numeric', prompt: 'Q', mark: 1, choices: [{ text: '-3.5', weight: 1, min: -3.5, max: -3.5 }] },
    ],
    [
      'a range',
      'Pi?{#3.141..3.142}',
      {
        type: 'numeric',
        prompt: 'Pi?',
        mark: 1,
        choices: [{ text: '3.141..3.142', weight: 1, min: 3.141, max: 3.142 }],
      },
    ],
    [
      'a range below zero',
      'Q {#-5..-2}',
      { type: 'numeric', prompt: 'Q', mark: 1, choices: [{ text: '-5..-2', weight: 1, min: -5, max: -2 }] },
    ],
    [
      'several numbers',
      'Q {#\n=1822:0#Right\n=%50%1822:2#Near\n~#Not near}',
      {
        type: 'numeric',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: '1822', weight: 1, feedback: 'Right', min: 1822, max: 1822 },
          { text: '1822', weight: 0.5, feedback: 'Near', min: 1820, max: 1824 },
          { text: '*', weight: 0, feedback: 'Not near', min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
        ],
      },
    ],
    [
      'matching',
      'Q {\n=Canada -> Ottawa\n=Italy->Rome\n= -> Oslo\n}',
      {
        type: 'matching',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'Canada', match: 'Ottawa', weight: 0.5 },
          { text: 'Italy', match: 'Rome', weight: 0.5 },
          { text: '', match: 'Oslo', weight: 0 },
        ],
      },
    ],
    [
      'missing word',
      'Moodle costs {~lots =nothing} to download.',
      {
        type: 'single-choice',
        prompt: 'Moodle costs _____ to download.',
        mark: 1,
        choices: [
          { text: 'lots', weight: 0 },
          { text: 'nothing', weight: 1 },
        ],
      },
    ],
    [
      'general feedback',
      'Q {=a#fa ~b #fb ####Because.}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        feedback: 'Because.',
        choices: [
          { text: 'a', weight: 1, feedback: 'fa' },
          { text: 'b', weight: 0, feedback: 'fb' },
        ],
      },
    ],
    [
      'escapes',
      'Is 1 \\= 1 in \\{a\\} \\: \\~ \\# \\\\?\\nSay {=\\=yes\\# ~no\\~}',
      {
        type: 'single-choice',
        prompt: 'Is 1 = 1 in {a} : ~ # \\?\nSay',
        mark: 1,
        choices: [
          { text: '=yes#', weight: 1 },
          { text: 'no~', weight: 0 },
        ],
      },
    ],
    [
      'a format',
      '::Q::[markdown]*Which*? {=[html]<b>a</b> ~b}',
      {
        type: 'single-choice',
        title: 'Q',
        prompt: '*Which*?',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'HTML',
      '[html]<p>Which&nbsp;of <em>these</em>?</p><p>Choose.</p>{=<p>a &lt; b</p> ~c}',
      {
        type: 'single-choice',
        prompt: 'Which of these?\nChoose.',
        mark: 1,
        choices: [
          { text: 'a < b', weight: 1 },
          { text: 'c', weight: 0 },
        ],
      },
    ],
    [
      'angle brackets in plain words',
      'What does <video> play? {=video ~<audio>}',
      {
        type: 'single-choice',
        prompt: 'What does <video> play?',
        mark: 1,
        choices: [
          { text: 'video', weight: 1 },
          { text: '<audio>', weight: 0 },
        ],
      },
    ],
    [
      'a title alone',
      '::The sun is hot.::{T}',
      {
        type: 'true-false',
        title: 'The sun is hot.',
        prompt: 'The sun is hot.',
        mark: 1,
        choices: [
          { text: 'True', weight: 1 },
          { text: 'False', weight: 0 },
        ],
      },
    ],
    [
      'comments in between',
      '// question 1\nQ {\n// the right one\n=a\n~b\n}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'blank lines in braces',
      'Q {\n\n=a\n\n~b\n}',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'a web address',
      'See http\\://x.org/?a\\=1 {=a ~b}',
      {
        type: 'single-choice',
        prompt: 'See http://x.org/?a=1',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
    [
      'CRLF and a byte-order mark',
      '\uFEFFQ {\r\n=a\r\n~b\r\n}\r\n',
      {
        type: 'single-choice',
        prompt: 'Q',
        mark: 1,
        choices: [
          { text: 'a', weight: 1 },
          { text: 'b', weight: 0 },
        ],
      },
    ],
  ])('%s', (_, text, question) => {
    expect(read(text)).toEqual([question]);
  });

  test('categories reach the questions after them', () => {
    const questions = read(
      'Q0 {T}\n\n$CATEGORY: $course$/top/Scoping\n\nQ1 {T}\n\nQ2 {F}\n\n$CATEGORY: Money/Fees\n\nQ3 {T}',
    );
    expect(questions.map(({ category }) => category)).toEqual([
      undefined,
      'Scoping',
      'Scoping',
      'Money/Fees',
    ]);
  });

  test.each([
    ['titles', '::A::Q1 {T}\n::B::Q2 {F}'],
    ['the next braces', 'Q1 {T}\nQ2 {F}'],
  ])('questions without a blank line between are parted by %s', (_, text) => {
    expect(read(text).map(({ prompt }) => prompt)).toEqual(['Q1', 'Q2']);
  });
});
