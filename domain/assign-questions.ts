import type { PlayableQuestion } from './quiz/read-question.ts';
import { quote, type Warning } from './formats/text.ts';

/**
 * Gives each question to a chapter, by the chapter's index from 0. A category that is a chapter's title or number
 * (`Scoping`, `2`, `Chapter 2`, `2. Scoping`) sends its questions there; all others go to the last chapter.
 */
export function assignQuestions(
  questions: readonly PlayableQuestion[],
  chapterTitles: readonly string[],
): { byChapter: Map<number, PlayableQuestion[]>; warnings: Warning[] } {
  const byChapter = new Map<number, PlayableQuestion[]>();
  const unmatched = new Map<string, number>();
  if (chapterTitles.length === 0) return { byChapter, warnings: [] };
  const find = chapterFinder(chapterTitles);
  for (const question of questions) {
    const found = question.category === undefined ? undefined : find(question.category);
    if (question.category !== undefined && found === undefined) {
      unmatched.set(question.category, (unmatched.get(question.category) ?? 0) + 1);
    }
    const index = found ?? chapterTitles.length - 1;
    byChapter.set(index, [...(byChapter.get(index) ?? []), question]);
  }
  const warnings = [...unmatched].map(([category, count]) => ({
    message: `${count === 1 ? 'A question' : `${String(count)} questions`} of the category ${quote(category)} went to the last chapter: no chapter has that title or number.`,
  }));
  return { byChapter, warnings };
}

/** Looks a category up whole, then by its last level: `Webinar/Scoping` is `Scoping`. */
function chapterFinder(titles: readonly string[]): (category: string) => number | undefined {
  const byTitle = new Map(titles.map((title, index): [string, number] => [fold(title), index]).toReversed());
  const byBareTitle = new Map(
    titles.map((title, index): [string, number] => [withoutNumber(fold(title)), index]).toReversed(),
  );
  const findName = (name: string): number | undefined => {
    const folded = fold(name);
    return byTitle.get(folded) ?? byNumber(folded, titles.length) ?? byBareTitle.get(withoutNumber(folded));
  };
  return (category) => findName(category) ?? findName(category.slice(category.lastIndexOf('/') + 1));
}

function byNumber(name: string, count: number): number | undefined {
  const number = Number(/^(?:chapter |part |kapitel |#)?(\d{1,3})[.)]?$/.exec(name)?.[1] ?? 0);
  return number >= 1 && number <= count ? number - 1 : undefined;
}

function withoutNumber(name: string): string {
  const bare = name.replace(/^(?:chapter )?\d{1,3}[.):]? (?:[-–—] )?/, '');
  return bare === '' ? name : bare;
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
