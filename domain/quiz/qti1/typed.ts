import { attributeOf, findElements, textInside, type XmlElement } from '../../formats/xml.ts';
import { parseNumber } from '../../number.ts';
import type { FoundChoice } from '../reader.ts';
import { essay, feedbackOf, weigh, type Answers, type ItemParts } from './item-parts.ts';
import type { Asked } from './presentation.ts';
import { wantedBy } from './scoring.ts';

/** Reads what is typed as words or as numbers; without accepted ones it is an essay. */
export function readTyped(parts: ItemParts, asked: Asked): Answers | string {
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
  return equals.length > 0 && equals.every((one) => /^yes$/i.test(attributeOf(one, 'case')));
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
  return weigh(tried).map(({ word, earned, weight }) => ({
    // A star stands for itself in QTI.
    text: word.replaceAll('*', '\\*'),
    weight,
    feedback: feedbackOf(parts, earned),
  }));
}

/** Exact numbers and ranges in the order of the rules; an exact number inside its rule's range is that range's middle. */
function readNumbers(parts: ItemParts, asked: Asked): FoundChoice[] | undefined {
  const found: { text: string; min: number; max: number }[] = [];
  for (const { element } of parts.scoring.conditions.filter(({ isRight }) => isRight)) {
    const exact = wantedBy(element, asked.ident).filter((text) => text !== '');
    const ranges = rangesOf(element);
    if (ranges === undefined) return undefined;
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
  const tried = found.map((number) => ({
    ...number,
    earned: parts.scoring.earn({ [asked.ident]: [String((number.min + number.max) / 2)] }),
  }));
  // A number may be written in a way that the rules do not compare; it is right all the same.
  return weigh(tried).map(({ earned, weight, ...number }) => ({
    ...number,
    weight: weight > 0 ? weight : 1,
    feedback: feedbackOf(parts, earned),
  }));
}

function isWithin(text: string, min: number, max: number): boolean {
  const value = parseNumber(text);
  return value !== undefined && value >= min && value <= max;
}

/** The bounds that follow one another in a rule; undefined where one is no number, or has none for its other end. */
function rangesOf(element: XmlElement): { min: number; max: number }[] | undefined {
  const bounds = (names: readonly string[]): (number | undefined)[] =>
    inOrder(element, names).map((one) => parseNumber(textInside(one)));
  const highs = bounds(['varlte', 'varlt']);
  const ranges = bounds(['vargte', 'vargt']).map((min, index) => {
    const max = highs[index];
    return min !== undefined && max !== undefined && min <= max ? { min, max } : undefined;
  });
  const whole = ranges.filter((range) => range !== undefined);
  return whole.length < ranges.length ? undefined : whole;
}

function inOrder(element: XmlElement, names: readonly string[]): XmlElement[] {
  return element.children.flatMap((child) => (names.includes(child.name) ? [child] : inOrder(child, names)));
}

/** The gap after a question is its answer's place; one inside a sentence is a missing word. */
function missingWord(prompt: string): string {
  return prompt
    .replace(/(?:^|\n)\s*\[\[1\]\]\s*$/, '')
    .replace(/([?:.])\s*\[\[1\]\]\s*$/, '$1')
    .replace('[[1]]', '_____')
    .trim();
}
