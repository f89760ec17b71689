import { attributeOf, childOf, findElements, textInside, type XmlElement } from '../../formats/xml.ts';
import { rangeAround } from '../../number.ts';
import { readElement } from '../html.ts';

/** A number that is right within a range. */
export interface AcceptedNumber {
  text: string;
  min: number;
  max: number;
}

/** The branches of an item's response processing that set something where a response has a value. */
export interface Branch {
  values: string[];
  numbers: AcceptedNumber[];
  feedbackId?: string;
  score?: number;
  caseSensitive?: boolean;
}

/** Reads the rules `if the response is …, then the score or the feedback is …` of an item. */
export function readBranches(item: XmlElement): Branch[] {
  const processing = childOf(item, 'responseProcessing');
  if (processing === undefined) return [];
  return [...findElements(processing, 'responseIf'), ...findElements(processing, 'responseElseIf')].map(
    readBranch,
  );
}

function readBranch(branch: XmlElement): Branch {
  const [condition] = branch.children;
  const set = settingsOf(branch);
  const feedbackId = set.find(([name]) => name !== 'SCORE')?.[1];
  const score = Number(set.find(([name]) => name === 'SCORE')?.[1]);
  const matched = condition === undefined ? [] : within(condition, 'stringMatch');
  const caseless = matched.some(({ attributes }) => attributes['caseSensitive'] === 'false');
  return {
    ...(feedbackId === undefined ? {} : { feedbackId }),
    ...(Number.isFinite(score) ? { score } : {}),
    values: condition === undefined ? [] : within(condition, 'baseValue').map(valueOf),
    numbers: condition === undefined ? [] : numbersOf(condition),
    ...(matched.length > 0 ? { caseSensitive: !caseless } : {}),
  };
}

/** What a branch itself sets to plain values: the outcome's name and its value. */
function settingsOf(branch: XmlElement): [name: string, value: string][] {
  return branch.children.flatMap((child) => {
    if (child.name !== 'setOutcomeValue') return [];
    const [value] = findElements(child, 'baseValue');
    return value === undefined ? [] : [[attributeOf(child, 'identifier'), valueOf(value)]];
  });
}

function within(element: XmlElement, name: string): XmlElement[] {
  return element.name === name ? [element] : findElements(element, name);
}

function valueOf(value: XmlElement): string {
  return textInside(value).trim();
}

/** Numbers compared with a tolerance (`equal`), and ranges between `gte` and `lte`. */
function numbersOf(condition: XmlElement): AcceptedNumber[] {
  const equals = [...within(condition, 'equal'), ...within(condition, 'equalRounded')].flatMap((equal) => {
    const [value] = findElements(equal, 'baseValue');
    if (value === undefined) return [];
    const number = Number(valueOf(value));
    return Number.isFinite(number) ? [{ text: valueOf(value), ...aroundOf(equal, number) }] : [];
  });
  const low = boundOf(condition, ['gte', 'gt']);
  const high = boundOf(condition, ['lte', 'lt']);
  if (low === undefined || high === undefined || low > high) return equals;
  return [...equals, { text: `${String(low)}..${String(high)}`, min: low, max: high }];
}

/** The tolerance of a comparison around a number: absolute, or in per cent of it. */
function aroundOf(equal: XmlElement, value: number): { min: number; max: number } {
  const [low = 0, high = low] = attributeOf(equal, 'tolerance').split(/\s+/).filter(Boolean).map(Number);
  const mode = attributeOf(equal, 'toleranceMode');
  const scale = mode === 'relative' ? Math.abs(value) / 100 : 1;
  if (mode === 'exact' || !Number.isFinite(low) || !Number.isFinite(high)) {
    return { min: value, max: value };
  }
  return { min: rangeAround(value, low * scale).min, max: rangeAround(value, high * scale).max };
}

function boundOf(condition: XmlElement, names: readonly string[]): number | undefined {
  const found = names
    .flatMap((name) => within(condition, name))
    .flatMap((one) => findElements(one, 'baseValue'));
  const bound = found[0] === undefined ? NaN : Number(valueOf(found[0]));
  return Number.isFinite(bound) ? bound : undefined;
}

/** What an item says after a response, by the identifier that shows it. */
export function readModalFeedback(item: XmlElement): ReadonlyMap<string, string> {
  return new Map(
    item.children
      .filter(({ name, attributes }) => name === 'modalFeedback' && attributes['showHide'] !== 'hide')
      .map((feedback) => [attributeOf(feedback, 'identifier'), readElement(feedback).text] as const)
      .filter(([, text]) => text !== ''),
  );
}
