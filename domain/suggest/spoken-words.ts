import type { Cue } from '../transcript/cue.ts';
import { functionWordsOf } from './function-words.ts';

/** One word as it was said: when, in which cue, and what it is counted as. */
export interface SpokenWord {
  /** As written, without the signs around it. */
  text: string;
  /** What inflected forms have in common; undefined for function words and numbers, which tell no topic. */
  term: string | undefined;
  /** Milliseconds, spread evenly over the cue. */
  atMs: number;
  /** Index of its cue. */
  cue: number;
  /** Where it begins in the cue's text. */
  offset: number;
  /** Whether a sentence or a cue's speaker ends before this word, so that no phrase reaches across. */
  begins: boolean;
}

/** More words than are spoken in a day. */
const maxWords = 300_000;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** All words of a transcript in order, with their terms. */
export function spokenWords(cues: readonly Cue[]): SpokenWord[] {
  const words = cues.flatMap(wordsOfCue).slice(0, maxWords);
  const functionWords = functionWordsOf(words.map(({ text }) => text.toLowerCase()));
  return words.map((word, index) => ({
    ...word,
    begins: word.begins || (word.isFirst && speakerChanges(cues, word.cue)) || index === 0,
    term: termOf(word.text.toLowerCase(), functionWords),
  }));
}

type RawWord = Omit<SpokenWord, 'term'> & { isFirst: boolean };

function wordsOfCue({ text, startMs, endMs }: Cue, cue: number): RawWord[] {
  const words: RawWord[] = [];
  let begins = false;
  for (const { segment, isWordLike, index } of segmenter.segment(text)) {
    if (isWordLike === true) {
      const atMs = Math.round(startMs + ((endMs - startMs) * index) / Math.max(1, text.length));
      words.push({ text: segment, atMs, cue, offset: index, begins, isFirst: words.length === 0 });
      begins = false;
    } else if (/[.!?:;…。！？]/u.test(segment)) begins = true;
  }
  return words;
}

function speakerChanges(cues: readonly Cue[], cue: number): boolean {
  const before = cues[cue - 1];
  return (
    before === undefined || before.speaker !== cues[cue]?.speaker || /[.!?…。！？]\s*$/u.test(before.text)
  );
}

/** Inflected forms share their first letters: good enough in any language that is written with letters. */
const stemLength = 6;

function termOf(word: string, functionWords: ReadonlySet<string>): string | undefined {
  if (functionWords.has(word) || /^[\p{N}\p{P}]+$/u.test(word)) return undefined;
  const [first] = word.split(/['’]/u);
  if (first === undefined || functionWords.has(first)) return undefined;
  const isIdeographic = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(first);
  if (!isIdeographic && Array.from(first).length < 3) return undefined;
  return Array.from(first).slice(0, stemLength).join('').replace(/s$/u, '');
}
