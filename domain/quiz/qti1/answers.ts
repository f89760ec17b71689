import { childOf, findElements, textInside, type XmlElement } from '../../formats/xml.ts';
import { parseNumber } from '../../number.ts';
import { joinGaps, type FoundGap } from '../cloze-gaps.ts';
import type { FoundChoice, FoundQuestion } from '../reader.ts';
import { shareOfScore } from '../weight.ts';
import type { Asked, Presentation } from './presentation.ts';
import type { Earned, Scoring } from './scoring.ts';

/** What an item asks and what earns what, and how its feedback is known. */
export interface ItemParts extends Presentation {
  scoring: Scoring;
  /** The item's own word for its type, as the program that wrote it says. */
  typeName: string;
  /** What a feedback says, by its identifier, where it belongs to single answers. */
  feedback: ReadonlyMap<string, string>;
}

type Answers = Partial<FoundQuestion> & Pick<FoundQuestion, 'type' | 'choices'>;

/** Tells an item's type by what it asks, and reads its answers; a string says why it cannot be used. */
export function readAnswers(parts: ItemParts): Answers | string {
  const { asked, typeName, prompt } = parts;
  const unusable = reasonAgainst(parts);
  if (unusable !== undefined) return unusable;
  const [first, ...others] = asked;
  if (first === undefined || /essay|short.?response|long.?answer/i.test(typeName)) return essay(prompt);
  if (others.length > 0) return readSeveral(parts);
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

function essay(prompt: string): Answers {
  return { type: 'essay', prompt: prompt.replace(/\s*\[\[\d+\]\]/g, ''), choices: [] };
}

function readChoices(parts: ItemParts, asked: Asked): Answers {
  const { scoring } = parts;
  const isMultiple = asked.cardinality === 'multiple';
  const alone = asked.offered.map(({ ident }) => scoring.earn({ [asked.ident]: [ident] }));
  const nothing = scoring.earn({ [asked.ident]: [] }).score;
  const weights = isMultiple
    ? weighSeveral(parts, asked, alone, nothing)
    : weigh(alone.map(({ score }) => score));
  return {
    type: isMultiple ? 'multiple-choice' : 'single-choice',
    choices: asked.offered.map(({ ident, text }, index) => ({
      text: text === '' ? ident : text,
      weight: weights[index] ?? 0,
      feedback: feedbackOf(parts, alone[index]),
    })),
  };
}

function weigh(scores: readonly number[]): number[] {
  const best = Math.max(...scores);
  return scores.map((score) => shareOfScore(score, best));
}

/** Choices that earn alone earn their part; where only the whole answer earns, its choices earn the same. */
function weighSeveral(parts: ItemParts, asked: Asked, alone: readonly Earned[], nothing: number): number[] {
  const right = rightSet(parts.scoring, asked);
  const gains = alone.map(({ score }) => score - nothing);
  const whole = gains.reduce((sum, gain) => sum + Math.max(0, gain), 0);
  const isPartial = whole > 0 && (right.size < 2 || gains.filter((gain) => gain > 0).length > 1);
  if (isPartial) return gains.map((gain) => shareOfScore(gain, whole));
  if (right.size > 1) parts.lost.add('its rule that only the whole right answer earns anything');
  return asked.offered.map(({ ident }) => (right.has(ident) ? 1 / right.size : 0));
}

/** The choices that the best rule wants, those that it excludes left out. */
function rightSet({ conditions, earn }: Scoring, asked: Asked): ReadonlySet<string> {
  const sets = conditions
    .filter(({ isRight }) => isRight)
    .map(({ element }) => new Set(wantedBy(element, asked.ident)));
  const scored = sets.map((set) => ({ set, score: earn({ [asked.ident]: [...set] }).score }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (one, other) => (one === undefined || other.score > one.score ? other : one),
    undefined,
  );
  return best?.set ?? new Set();
}

/** The values that a rule wants of a response, not those under `not`. */
function wantedBy(element: XmlElement, respident: string): string[] {
  return element.children.flatMap((child) => {
    if (child.name === 'not') return [];
    if (child.name !== 'varequal') return wantedBy(child, respident);
    return (child.attributes['respident'] ?? respident) === respident ? [textInside(child).trim()] : [];
  });
}

function feedbackOf({ feedback }: ItemParts, earned: Earned | undefined): string {
  const texts = earned?.feedbackIds.map((id) => feedback.get(id) ?? '').filter((text) => text !== '') ?? [];
  return [...new Set(texts)].join('\n');
}

function readOrdered(parts: ItemParts, asked: Asked): Answers | string {
  const orders = parts.scoring.conditions
    .filter(({ isRight }) => isRight)
    .map(({ element }) => wantedBy(element, asked.ident));
  const longest = orders.reduce((one, other) => (other.length > one.length ? other : one), []);
  const texts = longest.map((ident) => asked.offered.find((one) => one.ident === ident)?.text ?? '');
  if (texts.length !== asked.offered.length || texts.includes('')) return 'its right order is not told';
  return { type: 'ordering', choices: texts.map((text) => ({ text, weight: 1 / texts.length })) };
}

function readTyped(parts: ItemParts, asked: Asked): Answers | string {
  const prompt = missingWord(parts.prompt);
  const isNumber =
    /^(?:integer|decimal|scientific)$/i.test(asked.fibType) ||
    /numeric/i.test(parts.typeName) ||
    parts.scoring.conditions.some(({ element }) => findElements(element, 'vargte').length > 0);
  const choices = isNumber ? readNumbers(parts, asked) : readWords(parts, asked);
  if (choices === undefined) return 'a number in its answers cannot be read';
  if (choices.length === 0) return essay(parts.prompt);
  if (isNumber) return { type: 'numeric', prompt, choices };
  return { type: 'short-answer', prompt, caseSensitive: mindsCase(parts, asked), choices };
}

function mindsCase({ scoring }: ItemParts, { ident }: Asked): boolean {
  const equals = scoring.conditions
    .flatMap(({ element }) => findElements(element, 'varequal'))
    .filter(({ attributes }) => attributes['respident'] === ident);
  return equals.length > 0 && equals.every(({ attributes }) => /^yes$/i.test(attributes['case'] ?? ''));
}

function readWords(parts: ItemParts, asked: Asked): FoundChoice[] {
  const { scoring } = parts;
  const words = new Set(
    scoring.conditions
      .filter(({ isRight }) => isRight)
      .flatMap(({ element }) => wantedBy(element, asked.ident)),
  );
  const tried = [...words]
    .filter((word) => word !== '')
    .map((word) => ({ word, earned: scoring.earn({ [asked.ident]: [word] }) }));
  const weights = weigh(tried.map(({ earned }) => earned.score));
  return tried.map(({ word, earned }, index) => ({
    // A star stands for itself in QTI.
    text: word.replaceAll('*', '\\*'),
    weight: weights[index] ?? 0,
    feedback: feedbackOf(parts, earned),
  }));
}

/** Exact numbers and ranges in the order of the rules; an exact number inside its rule's range is that range's middle. */
function readNumbers(parts: ItemParts, asked: Asked): FoundChoice[] | undefined {
  const found: { text: string; min: number; max: number }[] = [];
  for (const { element } of parts.scoring.conditions.filter(({ isRight }) => isRight)) {
    const exact = wantedBy(element, asked.ident).filter((text) => text !== '');
    const ranges = rangesOf(element);
    for (const { min, max } of ranges) {
      const text = exact.find((one) => isWithin(one, min, max)) ?? `${String(min)}..${String(max)}`;
      found.push({ text, min, max });
    }
    for (const text of exact.filter((one) => !ranges.some(({ min, max }) => isWithin(one, min, max)))) {
      const value = parseNumber(text);
      if (value === undefined) return undefined;
      found.push({ text, min: value, max: value });
    }
  }
  const earned = found.map(({ min, max }) =>
    parts.scoring.earn({ [asked.ident]: [String((min + max) / 2)] }),
  );
  const weights = weigh(earned.map(({ score }) => score));
  // A number may be written in a way that the rules do not compare; it is right all the same.
  return found.map((number, index) => ({
    ...number,
    weight: (weights[index] ?? 0) > 0 ? (weights[index] ?? 0) : 1,
    feedback: feedbackOf(parts, earned[index]),
  }));
}

function isWithin(text: string, min: number, max: number): boolean {
  const value = parseNumber(text);
  return value !== undefined && value >= min && value <= max;
}

/** The bounds that follow one another in a rule. */
function rangesOf(element: XmlElement): { min: number; max: number }[] {
  const bounds = (names: readonly string[]): number[] =>
    inOrder(element, names).map((one) => parseNumber(textInside(one)) ?? NaN);
  const lows = bounds(['vargte', 'vargt']);
  const highs = bounds(['varlte', 'varlt']);
  return lows.flatMap((min, index) => {
    const max = highs[index] ?? NaN;
    return min <= max ? [{ min, max }] : [];
  });
}

function inOrder(element: XmlElement, names: readonly string[]): XmlElement[] {
  return element.children.flatMap((child) => (names.includes(child.name) ? [child] : inOrder(child, names)));
}

/** Several things are asked: blanks of a text, or the left sides of pairs. */
function readSeveral(parts: ItemParts): Answers | string {
  const named = parts.asked.every(({ ident, label }) => blankIn(parts.prompt, ident, label) !== undefined);
  if (named) return readBlanks(parts);
  if (parts.asked.every(({ kind }) => kind === 'typed')) return readTypedGaps(parts);
  if (parts.asked.every(({ kind, label }) => kind === 'choice' && label !== '')) return readPairs(parts);
  return 'it asks several things at once';
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
  const isTyped = /fill_in_multiple_blanks/.test(parts.typeName);
  const { choices } = readChoices(parts, { ...asked, cardinality: 'single' });
  return isTyped
    ? { kind: 'short-answer', counts: 1, answers: choices.map((choice) => ({ ...choice, weight: 1 })) }
    : { kind: 'single-choice', counts: 1, answers: choices };
}

function readTypedGaps(parts: ItemParts): Answers | string {
  const gaps = parts.asked.map((asked) => gapOf(parts, asked));
  const reason = gaps.find((gap) => typeof gap === 'string');
  if (reason !== undefined) return reason;
  return { type: 'cloze', ...joinGaps(gaps.filter((gap) => typeof gap !== 'string')) };
}

function readPairs(parts: ItemParts): Answers | string {
  const { asked, scoring } = parts;
  const pairs = asked.map((one) => {
    const scores = one.offered.map(({ ident }) => scoring.earn({ [one.ident]: [ident] }).score);
    const best = Math.max(...scores);
    const match = best > 0 ? (one.offered[scores.indexOf(best)]?.text ?? '') : '';
    return { text: one.label, match, weight: 1 / asked.length };
  });
  if (pairs.some(({ match }) => match === '')) return 'one of its pairs has no match';
  const used = new Set(pairs.map(({ match }) => match));
  const others = new Set(
    asked
      .flatMap(({ offered }) => offered.map(({ text }) => text))
      .filter((text) => text !== '' && !used.has(text)),
  );
  return {
    type: 'matching',
    choices: [...pairs, ...[...others].map((match) => ({ text: '', match, weight: 0 }))],
  };
}

/** The gap after a question is its answer's place; one inside a sentence is a missing word. */
function missingWord(prompt: string): string {
  return prompt
    .replace(/(?:^|\n)\s*\[\[1\]\]\s*$/, '')
    .replace(/([?:.])\s*\[\[1\]\]\s*$/, '$1')
    .replace('[[1]]', '_____')
    .trim();
}

/** What an item says of itself in its metadata: `question_type`, `cc_profile`, `bbmd_questiontype`, `points_possible`… */
export function readMetadata(item: XmlElement): ReadonlyMap<string, string> {
  const fields = findElements(item, 'qtimetadatafield').map((field): [string, string] => [
    textInside(childOf(field, 'fieldlabel') ?? item)
      .trim()
      .toLowerCase(),
    textInside(childOf(field, 'fieldentry') ?? item).trim(),
  ]);
  const plain = (childOf(item, 'itemmetadata')?.children ?? [])
    .filter(({ children }) => children.length === 0)
    .map(({ name, text }): [string, string] => [name.toLowerCase(), text]);
  return new Map([...plain, ...fields]);
}
