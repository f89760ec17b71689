import {
  attributeOf,
  childOf,
  childrenOf,
  findElements,
  textInside,
  type XmlElement,
} from '../../formats/xml.ts';
import { shareOfScore } from '../weight.ts';

/** What an item says of one response: what is right, and what each value is worth. */
export interface ResponseDeclaration {
  cardinality: string;
  baseType: string;
  correct: string[];
  mapped: { key: string; value: number; caseSensitive: boolean }[];
  upperBound?: number;
}

/** The response declarations of an item by their identifiers. */
export function readDeclarations(item: XmlElement): ReadonlyMap<string, ResponseDeclaration> {
  return new Map(
    childrenOf(item, 'responseDeclaration').map((declaration) => [
      attributeOf(declaration, 'identifier'),
      readDeclaration(declaration),
    ]),
  );
}

function readDeclaration(declaration: XmlElement): ResponseDeclaration {
  const { cardinality = 'single', baseType = 'identifier' } = declaration.attributes;
  const mapping = childOf(declaration, 'mapping');
  const bound = Number(mapping?.attributes['upperBound']);
  return {
    cardinality,
    baseType,
    correct: childrenOf(childOf(declaration, 'correctResponse'), 'value').map((value) =>
      textInside(value).trim(),
    ),
    mapped: childrenOf(mapping, 'mapEntry').map((entry) => ({
      key: attributeOf(entry, 'mapKey').trim(),
      value: Number(attributeOf(entry, 'mappedValue')) || 0,
      caseSensitive: !/^(?:false|0)$/i.test(attributeOf(entry, 'caseSensitive')),
    })),
    ...(Number.isFinite(bound) && bound > 0 ? { upperBound: bound } : {}),
  };
}

/** How the responses of an item are scored, as far as it decides what a choice is worth. */
export interface Scoring {
  /** A value's share of the mark, −1 to 1. */
  weightOf(value: string): number;
  /** Whether only the whole right answer earns anything. */
  allOrNothing: boolean;
}

/** What the values of a response are worth: by the mapping where the item uses it, else by what is right. */
export function scoringOf(declaration: ResponseDeclaration, item: XmlElement): Scoring {
  const { correct, mapped, cardinality } = declaration;
  const isMapped = mapped.some(({ value }) => value > 0) && (correct.length === 0 || usesMapping(item));
  if (isMapped) {
    const values = new Map(mapped.map(({ key, value }) => [key, value]));
    const whole = greatestScore(item) ?? wholeOf(declaration);
    return { allOrNothing: false, weightOf: (value) => shareOfScore(values.get(value) ?? 0, whole) };
  }
  const right = new Set(correct);
  const share = cardinality === 'single' ? 1 : 1 / Math.max(1, right.size);
  return {
    allOrNothing: cardinality !== 'single' && right.size > 1,
    weightOf: (value) => (right.has(value) ? share : 0),
  };
}

/** What a whole right response is worth in the mapping's own numbers. */
function wholeOf({ cardinality, mapped, upperBound }: ResponseDeclaration): number {
  const values = mapped.map(({ value }) => value);
  const best =
    cardinality === 'single'
      ? Math.max(...values)
      : values.reduce((sum, value) => sum + Math.max(0, value), 0);
  return upperBound === undefined ? best : Math.min(best, upperBound);
}

function usesMapping(item: XmlElement): boolean {
  const processing = childOf(item, 'responseProcessing');
  if (processing === undefined) return true;
  const template = attributeOf(processing, 'template') || attributeOf(processing, 'templateLocation');
  if (template.includes('map_response')) return true;
  return findElements(processing, 'mapResponse').length > 0;
}

/** The mark of an item: its greatest score, where it is told. */
export function markOf(item: XmlElement): number | undefined {
  const normal = Number(outcomeOf(item, 'SCORE')?.attributes['normalMaximum']);
  return [greatestScore(item), normal].find((mark) => mark !== undefined && mark > 0);
}

/** What a whole right response scores, as the item's outcome `MAXSCORE` says. */
export function greatestScore(item: XmlElement): number | undefined {
  const value = childOf(childOf(outcomeOf(item, 'MAXSCORE'), 'defaultValue'), 'value');
  const score = value === undefined ? NaN : Number(textInside(value));
  return Number.isFinite(score) && score > 0 ? score : undefined;
}

function outcomeOf(item: XmlElement, name: string): XmlElement | undefined {
  return childrenOf(item, 'outcomeDeclaration').find(({ attributes }) => attributes['identifier'] === name);
}
