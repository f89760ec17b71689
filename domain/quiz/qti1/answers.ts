import { joinGaps, type FoundGap } from '../cloze-gaps.ts';
import { shareOfScore } from '../weight.ts';
import { essay, feedbackOf, weigh, type Answers, type ItemParts, type Tried } from './item-parts.ts';
import { readCategories, readOrdered, readPairs } from './pairs.ts';
import type { Asked } from './presentation.ts';
import { wantedBy, type Scoring } from './scoring.ts';
import { readTyped } from './typed.ts';

/** Tells an item's type by what it asks, and reads its answers; a string says why it cannot be used. */
export function readAnswers(parts: ItemParts): Answers | string {
  const { asked, typeName, prompt } = parts;
  const unusable = reasonAgainst(parts);
  if (unusable !== undefined) return unusable;
  const [first, ...others] = asked;
  if (first === undefined || /essay|short.?response|long.?answer/i.test(typeName)) return essay(prompt);
  const isBlank = first.kind === 'choice' && blankIn(prompt, first.ident, first.label) !== undefined;
  if (others.length > 0 || isBlank) return readSeveral(parts);
  if (first.kind === 'typed') return readTyped(parts, first);
  if (first.cardinality === 'ordered') return readOrdered(parts, first);
  return readChoices(parts, first);
}

function reasonAgainst({ asked, typeName, prompt }: ItemParts): string | undefined {
  if (/text_only/i.test(typeName)) return 'it is a description, with nothing to answer';
  if (/calculated/i.test(typeName)) return 'its numbers are drawn anew for each learner';
  if (/file.?upload/i.test(typeName)) return 'it asks for a file';
  if (asked.some(({ kind }) => kind === 'place')) return 'it asks for a place in a picture';
  return prompt === '' && asked.length === 0 ? 'it has nothing to answer' : undefined;
}

function readChoices(parts: ItemParts, asked: Asked): Answers {
  const { scoring } = parts;
  const isMultiple = asked.cardinality === 'multiple';
  const tried = asked.offered.map((one) => ({
    ...one,
    earned: scoring.earn({ [asked.ident]: [one.ident] }),
  }));
  const weighed = isMultiple ? weighSeveral(parts, asked, tried) : weigh(tried);
  return {
    type: isMultiple ? 'multiple-choice' : 'single-choice',
    choices: weighed.map(({ ident, text, pictures, earned, weight }) => ({
      text: text === '' ? ident : text,
      pictures,
      weight,
      feedback: feedbackOf(parts, earned),
    })),
  };
}

/** Choices that earn alone earn their part; where only the whole answer earns, its choices earn the same. */
function weighSeveral<T extends Tried & { ident: string }>(
  parts: ItemParts,
  asked: Asked,
  tried: readonly T[],
): (T & { weight: number })[] {
  const right = rightSet(parts.scoring, asked);
  const nothing = parts.scoring.earn({ [asked.ident]: [] }).score;
  const gains = tried.map((one) => ({ ...one, gain: one.earned.score - nothing }));
  const whole = gains.reduce((sum, { gain }) => sum + Math.max(0, gain), 0);
  const isPartial = whole > 0 && (right.size < 2 || gains.filter(({ gain }) => gain > 0).length > 1);
  if (isPartial) return gains.map((one) => ({ ...one, weight: shareOfScore(one.gain, whole) }));
  if (right.size > 1) parts.lost.add('its rule that only the whole right answer earns anything');
  return tried.map((one) => ({ ...one, weight: right.has(one.ident) ? 1 / right.size : 0 }));
}

/** The choices that the best rule wants, those that it excludes left out. */
function rightSet(scoring: Scoring, asked: Asked): ReadonlySet<string> {
  const sets = scoring.conditions
    .filter(({ isRight }) => isRight)
    .map(({ element }) => new Set(wantedBy(element, asked.ident)));
  const scored = sets.map((set) => ({ set, score: scoring.earn({ [asked.ident]: [...set] }).score }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (one, other) => (one === undefined || other.score > one.score ? other : one),
    undefined,
  );
  return best?.set ?? new Set();
}

/** Several things are asked: blanks of a text, or the left sides of pairs. */
function readSeveral(parts: ItemParts): Answers | string {
  const named = parts.asked.every(({ ident, label }) => blankIn(parts.prompt, ident, label) !== undefined);
  if (named) return readBlanks(parts);
  if (parts.asked.every(({ kind }) => kind === 'typed')) return readTypedGaps(parts);
  if (parts.asked.some(({ kind, label }) => kind !== 'choice' || label === ''))
    return 'it asks several things at once';
  const areCategories = parts.asked.every(({ cardinality }) => cardinality === 'multiple');
  return areCategories ? readCategories(parts) : readPairs(parts);
}

/** Canvas and Blackboard write `[name]` where a blank is; Canvas' responses are called `response_name`. */
function blankIn(prompt: string, ident: string, label: string): string | undefined {
  const names = [label.trim(), ident, ident.replace(/^response_/, '')].filter((name) => name !== '');
  return names.map((name) => `[${name}]`).find((blank) => prompt.includes(blank));
}

function readBlanks(parts: ItemParts): Answers | string {
  let prompt = parts.prompt;
  const gaps: FoundGap[] = [];
  for (const [index, asked] of parts.asked.entries()) {
    // What Blackboard asks for inside the text was put there by its place.
    prompt = prompt.replaceAll(`${asked.label}[[${String(index + 1)}]]`, '');
    const blank = blankIn(prompt, asked.ident, asked.label);
    if (blank !== undefined) prompt = prompt.replace(blank, `[[${String(index + 1)}]]`);
    const gap = gapOf(parts, asked);
    if (typeof gap === 'string') return gap;
    gaps.push(gap);
  }
  return { type: 'cloze', prompt: prompt.trim(), ...joinGaps(gaps) };
}

function gapOf(parts: ItemParts, asked: Asked): FoundGap | string {
  if (asked.kind === 'typed') {
    const read = readTyped(parts, asked);
    if (typeof read === 'string') return read;
    return { kind: read.type === 'numeric' ? 'numeric' : 'short-answer', counts: 1, answers: read.choices };
  }
  // Of a blank to type into, Canvas lists every accepted word as if it were offered.
  const isTyped = parts.typeName.includes('fill_in_multiple_blanks') && !asked.isPicked;
  const { choices } = readChoices(parts, { ...asked, cardinality: 'single' });
  return isTyped
    ? { kind: 'short-answer', counts: 1, answers: choices.map((choice) => ({ ...choice, weight: 1 })) }
    : { kind: 'single-choice', counts: 1, answers: choices };
}

function readTypedGaps(parts: ItemParts): Answers | string {
  const gaps = parts.asked.map((asked) => gapOf(parts, asked));
  const reason = gaps.find((gap) => typeof gap === 'string');
  if (reason !== undefined) return reason;
  // D2L's texts before and after a gap are pieces of one line.
  const prompt = parts.prompt.replace(/\n\s*(?=\[\[\d)/g, ' ').replace(/(\d\]\])\n/g, '$1 ');
  return { type: 'cloze', prompt, ...joinGaps(gaps.filter((gap) => typeof gap !== 'string')) };
}
