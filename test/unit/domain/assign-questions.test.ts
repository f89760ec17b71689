import { describe, expect, test } from 'vitest';
import { assignQuestions } from '../../../domain/assign-questions.ts';
import type { PlayableQuestion } from '../../../domain/quiz/read-question.ts';

const titles = ['Welcome', '2. Scoping the work', 'Money', '10'];

function question(prompt: string, category?: string): PlayableQuestion {
  const choices = [
    { text: 'True', weight: 1 },
    { text: 'False', weight: 0 },
  ];
  return { type: 'true-false', prompt, mark: 1, choices, ...(category === undefined ? {} : { category }) };
}

describe('a question goes to the chapter that its category names', () => {
  test.each([
    ['Welcome', 0],
    ['  welcome ', 0],
    ['2. scoping  the WORK', 1],
    ['Scoping the work', 1],
    ['1', 0],
    ['Chapter 3', 2],
    ['3. Money', 2],
    ['Webinar/Money', 2],
    ['Money/Welcome', 0],
    ['10', 3],
    ['4', 3],
  ])('%s', (category, index) => {
    const { byChapter, warnings } = assignQuestions([question('Q', category)], titles);
    expect([...byChapter.keys()]).toEqual([index]);
    expect(warnings).toEqual([]);
  });
});

test('all others go to the last chapter, and categories that name none are said', () => {
  const { byChapter, warnings } = assignQuestions(
    [question('A'), question('B', 'Law'), question('C', 'Law'), question('D', '99'), question('E', 'Money')],
    titles,
  );
  expect(byChapter.get(3)?.map(({ prompt }) => prompt)).toEqual(['A', 'B', 'C', 'D']);
  expect(byChapter.get(2)?.map(({ prompt }) => prompt)).toEqual(['E']);
  expect(warnings.map(({ message }) => message)).toEqual([
    '2 questions of the category "Law" went to the last chapter: no chapter has that title or number.',
    'A question of the category "99" went to the last chapter: no chapter has that title or number.',
  ]);
});

test('without chapters there is nothing to assign', () => {
  expect(assignQuestions([question('A')], []).byChapter.size).toBe(0);
});
