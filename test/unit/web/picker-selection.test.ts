import { expect, test } from 'vitest';
import {
  extentOf,
  isChapterChosen,
  itemsOf,
  onlyThis,
  placeAs,
  searchModules,
  toggleChapter,
  toggleModule,
  type OfferedModule,
  type Selection,
} from '../../../web/picker/selection.ts';

function moduleOf(id: string, title: string, chapterTitles: string[]): OfferedModule {
  const chapters = chapterTitles.map((chapterTitle, at) => ({
    id: `${id}${at + 1}`,
    index: at + 1,
    title: chapterTitle,
    durationMs: 1000,
    questionCount: 0,
    attachmentCount: 0,
    thumbnailUrl: null,
  }));
  return { id, title, description: '', durationMs: 1000 * chapters.length, chapters };
}

const planning = moduleOf('p', 'Planning', ['Scope', 'Budget', 'Risk']);
const law = moduleOf('l', 'Data protection', ['Why', 'How']);
const modules = [planning, law];
const nothing: Selection = new Map();

test('a module is chosen as one activity for each of its chapters, and left again', () => {
  const chosen = toggleModule(nothing, planning);
  expect(itemsOf(modules, chosen)).toEqual([
    { moduleId: 'p', chapterId: 'p1' },
    { moduleId: 'p', chapterId: 'p2' },
    { moduleId: 'p', chapterId: 'p3' },
  ]);
  expect(extentOf(planning, chosen.get('p'))).toBe('all');
  expect(itemsOf(modules, toggleModule(chosen, planning))).toEqual([]);
});

test('a module in part becomes whole before it is left', () => {
  const some = toggleChapter(nothing, planning, 'p2');
  expect(extentOf(planning, some.get('p'))).toBe('some');
  expect(extentOf(planning, toggleModule(some, planning).get('p'))).toBe('all');
});

test('chapters come in the module’s order, whichever was chosen first', () => {
  const chosen = toggleChapter(toggleChapter(nothing, planning, 'p3'), planning, 'p1');
  expect(itemsOf(modules, chosen).map(({ chapterId }) => chapterId)).toEqual(['p1', 'p3']);
});

test('a module can be one activity; leaving a chapter out of it makes activities of the others', () => {
  const whole = placeAs(toggleModule(nothing, planning), planning, 'module');
  expect(itemsOf(modules, whole)).toEqual([{ moduleId: 'p' }]);
  expect(isChapterChosen(whole.get('p'), 'p2')).toBe(true);
  const left = toggleChapter(whole, planning, 'p2');
  expect(itemsOf(modules, left).map(({ chapterId }) => chapterId)).toEqual(['p1', 'p3']);
  expect(itemsOf(modules, placeAs(whole, planning, 'chapters'))).toHaveLength(3);
});

test('leaving the last chapter leaves the module', () => {
  const one = toggleChapter(nothing, law, 'l1');
  expect(toggleChapter(one, law, 'l1').has('l')).toBe(false);
});

test('where the platform takes one, choosing another leaves the first', () => {
  expect(itemsOf(modules, onlyThis({ moduleId: 'p', chapterId: 'p2' }))).toEqual([
    { moduleId: 'p', chapterId: 'p2' },
  ]);
  expect(itemsOf(modules, onlyThis({ moduleId: 'l' }))).toEqual([{ moduleId: 'l' }]);
});

test('search finds every word in titles of modules and chapters, in any case', () => {
  const found = (query: string) => searchModules(modules, query).map(({ id }) => id);
  expect(found('')).toEqual(['p', 'l']);
  expect(found('  BUDGET planning ')).toEqual(['p']);
  expect(found('protection why')).toEqual(['l']);
  expect(found('budget why')).toEqual([]);
});
