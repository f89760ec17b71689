import type { Announcement } from './announcements.ts';
import type { SpokenWord } from './spoken-words.ts';

/** Words of one proposed chapter: from the word with index `from` to the one before `to`. */
export interface WordRange {
  from: number;
  to: number;
}

interface Phrase {
  text: string;
  terms: readonly string[];
  count: number;
  score: number;
}

const mostWordsOfPhrase = 3;
/** What is said first in a chapter names it more often than what is said later. */
const openingMs = 30_000;

/**
 * Titles for chapters in order, from the words that mark each: names that were announced, else the phrases that are
 * said often in it and seldom elsewhere. Undefined where nothing marks it; no two are equal. A beginning in which nothing
 * is said twice is an introduction.
 */
export function titlesFor(
  ranges: readonly WordRange[],
  words: readonly SpokenWord[],
  announcements: readonly Announcement[],
): (string | undefined)[] {
  const inChapters = chaptersWithTerm(ranges, words);
  const taken = new Set<string>();
  return ranges.map((range, index) => {
    const announced = announcements.filter(({ fromWord }) => fromWord >= range.from && fromWord < range.to);
    const named = new Set(announced.flatMap(({ fromWord }) => [0, 1, 2, 3].map((after) => fromWord + after)));
    const phrases = phrasesOf(range, words, { inChapters, chapters: ranges.length, named });
    const isIntroduction = index === 0 && phrases.length > 0 && (phrases[0]?.count ?? 0) < 2;
    const said = isIntroduction ? ['Introduction'] : titlesOf(phrases);
    const titles = [...headings(range, words, announced), ...said];
    const title = titles.find((one) => !taken.has(one.toLowerCase()));
    if (title !== undefined) taken.add(title.toLowerCase());
    return title;
  });
}

/** A name said as a heading in the chapter's first words is its title. */
function headings(
  range: WordRange,
  words: readonly SpokenWord[],
  announced: readonly Announcement[],
): string[] {
  const startMs = words[range.from]?.atMs ?? 0;
  return announced.flatMap(({ name, atMs }) =>
    name !== undefined && atMs - startMs <= openingMs / 3 ? [capitalised(name)] : [],
  );
}

/** The best phrase, and a second one beside it where that marks the chapter nearly as well. */
function titlesOf(phrases: readonly Phrase[]): string[] {
  const [first, ...others] = phrases;
  if (first === undefined) return [];
  const second = others.find(
    ({ terms, score }) => score > first.score * 0.6 && !terms.some((term) => first.terms.includes(term)),
  );
  const alone = phrases.slice(0, 5).map(({ text }) => capitalised(text));
  return second === undefined || first.terms.length > 1
    ? alone
    : [capitalised(`${first.text}, ${second.text}`), ...alone];
}

interface Around {
  inChapters: ReadonlyMap<string, number>;
  chapters: number;
  /** Indexes of words that follow an announcement. */
  named: ReadonlySet<number>;
}

/** Phrases of one to three words, the one that marks the chapter best first. */
function phrasesOf(range: WordRange, words: readonly SpokenWord[], around: Around): Phrase[] {
  const found = new Map<
    string,
    { forms: Map<string, number>; terms: string[]; weight: number; count: number }
  >();
  const startMs = words[range.from]?.atMs ?? 0;
  for (let at = range.from; at < range.to; at += 1) {
    for (const phrase of phrasesFrom(words, at, range.to)) {
      const key = phrase.terms.join(' ');
      const entry = found.get(key) ?? {
        forms: new Map<string, number>(),
        terms: phrase.terms,
        weight: 0,
        count: 0,
      };
      entry.forms.set(phrase.text, (entry.forms.get(phrase.text) ?? 0) + 1);
      entry.count += 1;
      entry.weight += weightAt(around.named.has(at), (words[at]?.atMs ?? 0) - startMs);
      found.set(key, entry);
    }
  }
  return [...found.values()]
    .filter(({ terms, count, weight }) => terms.length === 1 || count > 1 || weight > 2)
    .map(({ forms, terms, weight, count }) => ({
      text: mostFrequent(forms),
      terms,
      count,
      score: weight * distinctness(terms, around) * (1 + 0.6 * (terms.length - 1)),
    }))
    .toSorted((one, other) => other.score - one.score);
}

function phrasesFrom(
  words: readonly SpokenWord[],
  from: number,
  end: number,
): { text: string; terms: string[] }[] {
  const phrases: { text: string; terms: string[] }[] = [];
  const texts: string[] = [];
  const terms: string[] = [];
  for (let at = from; at < Math.min(end, from + mostWordsOfPhrase); at += 1) {
    const word = words[at];
    if (word === undefined || (at > from && word.begins)) break;
    if (word.term === undefined && at === from) break;
    texts.push(word.text);
    if (word.term === undefined) continue;
    terms.push(word.term);
    phrases.push({ text: texts.join(' '), terms: [...terms] });
  }
  return phrases;
}

function weightAt(isAnnounced: boolean, sinceStartMs: number): number {
  return (isAnnounced ? 3 : 1) * (sinceStartMs < openingMs ? 1.5 : 1);
}

function distinctness(terms: readonly string[], { inChapters, chapters }: Around): number {
  const each = terms.map((term) => Math.log((chapters + 1) / (inChapters.get(term) ?? 1)));
  return each.reduce((sum, one) => sum + one, 0) / terms.length;
}

function chaptersWithTerm(ranges: readonly WordRange[], words: readonly SpokenWord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { from, to } of ranges) {
    const terms = new Set(words.slice(from, to).flatMap(({ term }) => term ?? []));
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

function mostFrequent(forms: ReadonlyMap<string, number>): string {
  let best = '';
  let most = 0;
  for (const [form, count] of forms) if (count > most) [best, most] = [form, count];
  return best;
}

function capitalised(text: string): string {
  const [first = '', ...rest] = Array.from(text);
  return first.toUpperCase() + rest.join('');
}
