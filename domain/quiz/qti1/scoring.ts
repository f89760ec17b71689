import { attributeOf, childOf, childrenOf, textInside, type XmlElement } from '../../formats/xml.ts';
import { parseNumber } from '../../number.ts';

/** What a learner answered: the values of each response by its identifier. */
export type Given = Readonly<Record<string, readonly string[]>>;

/** What a response earned, and which feedback it is shown. */
export interface Earned {
  score: number;
  feedbackIds: string[];
}

/** An item's rules of scoring, which can be tried on any response. */
export interface Scoring {
  conditions: readonly Condition[];
  earn(given: Given): Earned;
}

/** One rule: when `holds`, it changes the score. */
export interface Condition {
  element: XmlElement;
  holds(given: Given): boolean;
  /** Whether it can raise the score. */
  isRight: boolean;
}

/** Reads the rules of an item (IMS QTI 1.2, `resprocessing`). */
export function readScoring(item: XmlElement): Scoring {
  const processing = childrenOf(item, 'resprocessing');
  const conditions = processing.flatMap((one) => childrenOf(one, 'respcondition'));
  const whole = wholeOf(processing);
  const hasScores = conditions.some((one) => childOf(one, 'setvar') !== undefined);
  const rules = conditions.map((element) => readRule(element, whole, hasScores));
  return {
    conditions: rules,
    earn(given) {
      const earned: Earned = { score: 0, feedbackIds: [] };
      for (const rule of rules) {
        if (!rule.holds(given)) continue;
        earned.score = rule.change(earned.score);
        earned.feedbackIds.push(...rule.feedbackIds);
        if (!rule.goesOn) break;
      }
      return earned;
    },
  };
}

interface Rule extends Condition {
  change: (score: number) => number;
  feedbackIds: string[];
  goesOn: boolean;
}

function readRule(element: XmlElement, whole: number, hasScores: boolean): Rule {
  const condition = childOf(element, 'conditionvar');
  const feedbackIds = childrenOf(element, 'displayfeedback').map((shown) => attributeOf(shown, 'linkrefid'));
  // Blackboard's matching tells what is right by its feedback alone.
  const tellsRight =
    !hasScores && (feedbackIds.includes('correct') || element.attributes['title'] === 'correct');
  const sets = tellsRight ? [] : childrenOf(element, 'setvar').filter((set) => !countsFaults(set));
  const change = (score: number): number =>
    tellsRight ? score + 1 : sets.reduce((sum, set) => applySet(sum, set, whole), score);
  return {
    element,
    holds: (given) => condition !== undefined && holdsAll(condition, given),
    isRight: change(0) > 0,
    change,
    feedbackIds,
    // Rules that only show feedback are written without `continue` by some, though others follow.
    goesOn: /^yes$/i.test(attributeOf(element, 'continue')) || (sets.length === 0 && hasScores) || tellsRight,
  };
}

/** D2L counts what was right and what was wrong; only the first is a score. */
function countsFaults(set: XmlElement): boolean {
  return /incorrect/i.test(attributeOf(set, 'varname') || attributeOf(set, 'variablename'));
}

function wholeOf(processing: readonly XmlElement[]): number {
  const [variable] = processing.flatMap((one) => childrenOf(childOf(one, 'outcomes'), 'decvar'));
  const greatest = Number(variable?.attributes['maxvalue']);
  return Number.isFinite(greatest) && greatest > 0 ? greatest : 100;
}

/** Blackboard writes `SCORE.max` for the whole score. */
function applySet(score: number, set: XmlElement, whole: number): number {
  const text = textInside(set).trim();
  const value = /max/i.test(text) ? whole : Number(text || NaN);
  if (!Number.isFinite(value)) return score;
  switch (attributeOf(set, 'action').toLowerCase()) {
    case 'add':
      return score + value;
    case 'subtract':
      return score - value;
    case 'multiply':
      return score * value;
    case 'divide':
      return value === 0 ? score : score / value;
    default:
      return value;
  }
}

/** What stands side by side must all hold; but words and choices of which only one is given cannot all be it. */
function holdsAll(element: XmlElement, given: Given): boolean {
  const equals = element.children.filter(({ name }) => name === 'varequal');
  const others = element.children.filter(({ name }) => name !== 'varequal');
  const byResponse = Map.groupBy(equals, (one) => attributeOf(one, 'respident'));
  const heldEquals = [...byResponse].every(([respident, all]) => {
    const isSingle = valuesOf(respident, given).length < 2;
    return isSingle ? all.some((one) => holds(one, given)) : all.every((one) => holds(one, given));
  });
  return heldEquals && others.every((one) => holds(one, given));
}

function holds(element: XmlElement, given: Given): boolean {
  const values = valuesOf(attributeOf(element, 'respident'), given);
  const wanted = textInside(element).trim();
  switch (element.name) {
    case 'and':
      return element.children.every((one) => holds(one, given));
    case 'or':
      return element.children.some((one) => holds(one, given));
    case 'not':
      return !element.children.some((one) => holds(one, given));
    case 'varequal':
      return values.some((value) => isSame(value, wanted, attributeOf(element, 'case')));
    case 'varsubset':
    case 'varsubstring':
      return wanted.split(/[,\s]+/).every((one) => values.includes(one));
    case 'vargt':
    case 'vargte':
    case 'varlt':
    case 'varlte':
      return values.some((value) => compares(element.name, parseNumber(value), parseNumber(wanted)));
    case 'unanswered':
      return values.length === 0;
    case 'other':
      return true;
    default:
      return false;
  }
}

/** A rule that names no response speaks of whatever is answered. */
function valuesOf(respident: string, given: Given): readonly string[] {
  return respident === '' ? Object.values(given).flat() : (given[respident] ?? []);
}

function isSame(value: string, wanted: string, minds: string): boolean {
  if (value === wanted) return true;
  return !/^yes$/i.test(minds) && value.toLowerCase() === wanted.toLowerCase();
}

function compares(name: string, value: number | undefined, bound: number | undefined): boolean {
  if (value === undefined || bound === undefined) return false;
  if (name === 'vargt') return value > bound;
  if (name === 'vargte') return value >= bound;
  return name === 'varlt' ? value < bound : value <= bound;
}

/** The values that a rule wants of a response, not those under `not`; a value of no named response is of any. */
export function wantedBy(element: XmlElement, respident: string, ofAny = true): string[] {
  return element.children.flatMap((child) => {
    if (child.name === 'not') return [];
    if (child.name !== 'varequal') return wantedBy(child, respident, ofAny);
    const own = attributeOf(child, 'respident');
    return own === respident || (own === '' && ofAny) ? [textInside(child).trim()] : [];
  });
}
