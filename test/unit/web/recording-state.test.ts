import { expect, test } from 'vitest';
import { stateGroupOf, stateSentence, type StateFacts } from '../../../web/studio/library/recording-state.ts';

const facts = (changes: Partial<StateFacts>): StateFacts => ({
  state: 'ready',
  failure: null,
  chapterCount: 5,
  chaptersReady: 5,
  moduleState: 'draft',
  publicationCount: 0,
  ...changes,
});

test.each<[string, Partial<StateFacts>, string, string]>([
  ['cutting', { state: 'cutting', chaptersReady: 2 }, 'Cutting chapter 3 of 5', 'working'],
  ['the last chapter ready, the rest to do', { state: 'cutting' }, 'Cutting chapter 5 of 5', 'working'],
  ['no outline', { state: 'waiting' }, 'Needs an outline', 'attention'],
  [
    'a failure',
    { state: 'failed', failure: { code: 'x', message: 'No picture.' } },
    'Failed: No picture.',
    'attention',
  ],
  ['a draft', {}, 'Ready to review', 'ready'],
  ['published, placed nowhere', { moduleState: 'published' }, 'Published', 'published'],
  ['placed once', { moduleState: 'published', publicationCount: 1 }, 'Published in 1 course', 'published'],
  ['placed twice', { moduleState: 'published', publicationCount: 2 }, 'Published in 2 courses', 'published'],
  ['retracted', { moduleState: 'retracted', publicationCount: 2 }, 'Retracted', 'ready'],
])('says where a recording stands: %s', (_title, changes, words, group) => {
  expect(stateSentence(facts(changes)).words).toBe(words);
  expect(stateGroupOf(facts(changes))).toBe(group);
});
