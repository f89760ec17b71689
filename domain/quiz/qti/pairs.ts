import { attributeOf, childrenOf, type XmlElement } from '../../formats/xml.ts';
import { readElement, type TakeElement } from '../html.ts';
import { lostPicture } from '../lost-from-text.ts';
import { choiceOf, type FoundChoice } from '../reader.ts';
import type { ResponseDeclaration } from './declarations.ts';
import type { ItemParts, ReadItem } from './interactions.ts';

interface Named {
  identifier: string;
  /** In words alone: its pictures are named. */
  text: string;
  shown: Pick<FoundChoice, 'text' | 'pictures'>;
}

/** Things are put in order. */
export function readOrder(
  parts: ItemParts,
  interaction: XmlElement,
  { correct }: ResponseDeclaration,
): ReadItem | string {
  const things = namedIn(parts, interaction, 'simpleChoice');
  const ordered = correct.map((identifier) => things.find((one) => one.identifier === identifier));
  const known = ordered.filter((thing) => thing !== undefined);
  if (known.length !== things.length || new Set(known).size !== things.length)
    return 'its right order is not told';
  const choices = known.map(({ shown }) => ({ ...shown, weight: 1 / things.length }));
  return { type: 'ordering', prompt: parts.prompt, choices };
}

/** Things of one set are matched with those of another: the side of which each has one match is asked. */
export function readMatch(
  parts: ItemParts,
  interaction: XmlElement,
  { correct, mapped }: ResponseDeclaration,
): ReadItem | string {
  const [left = [], right = []] = childrenOf(interaction, 'simpleMatchSet').map((set) =>
    namedIn(parts, set, 'simpleAssociableChoice'),
  );
  const told = correct.length > 0 ? correct : mapped.filter(({ value }) => value > 0).map(({ key }) => key);
  const pairs = told.map((pair) => pair.split(/\s+/)).map(([one = '', other = '']) => ({ one, other }));
  const asked = pairUp(left, right, pairs);
  const turned = pairUp(
    right,
    left,
    pairs.map(({ one, other }) => ({ one: other, other: one })),
  );
  const choices = asked ?? turned;
  if (choices === undefined) return 'its pairs are not one to one';
  loseUnshown(parts, [...left, ...right], choices);
  return { type: 'matching', prompt: parts.prompt, choices };
}

/** Things of one set are paired with each other: the first of each pair is asked for the second. */
export function readAssociate(
  parts: ItemParts,
  interaction: XmlElement,
  { correct, mapped }: ResponseDeclaration,
): ReadItem | string {
  const sets = [interaction, ...childrenOf(interaction, 'simpleMatchSet')];
  const things = sets.flatMap((set) => namedIn(parts, set, 'simpleAssociableChoice'));
  const pairs = correct.length > 0 ? correct : mapped.filter(({ value }) => value > 0).map(({ key }) => key);
  const found = pairs.map((pair) =>
    pair.split(/\s+/).map((identifier) => things.find((thing) => thing.identifier === identifier)),
  );
  const choices = found.flatMap(([one, other, ...more]) =>
    one === undefined || other === undefined || more.length > 0
      ? []
      : [{ ...one.shown, match: other.text, weight: 1 / found.length }],
  );
  const paired = new Set(found.flat());
  if (choices.length < found.length || paired.size < found.length * 2) return 'its pairs are not one to one';
  const others = things.filter((thing) => !paired.has(thing));
  loseUnshown(parts, things, choices);
  const distractors = others.map(({ text }) => ({ text: '', match: text, weight: 0 }));
  return { type: 'matching', prompt: parts.prompt, choices: [...choices, ...distractors] };
}

/** Each of `asked` with its only match, then the matches of nothing; undefined where one has none or several. */
function pairUp(
  asked: readonly Named[],
  offered: readonly Named[],
  pairs: readonly { one: string; other: string }[],
): ReadItem['choices'] | undefined {
  const matched = asked.map(({ identifier, shown }) => {
    const own = pairs.filter(({ one }) => one === identifier);
    const match = offered.find((other) => other.identifier === own[0]?.other);
    return own.length === 1 && match !== undefined
      ? { ...shown, match: match.text, weight: 1 / asked.length }
      : undefined;
  });
  const whole = matched.filter((pair) => pair !== undefined);
  if (whole.length < asked.length || asked.length === 0) return undefined;
  const used = new Set(pairs.map(({ other }) => other));
  const distractors = offered.filter(({ identifier }) => !used.has(identifier));
  return [...whole, ...distractors.map(({ text }) => ({ text: '', match: text, weight: 0 }))];
}

function namedIn(parts: ItemParts, element: XmlElement, name: string): Named[] {
  const isFeedback: TakeElement = (inner) => inner.name.startsWith('feedback');
  return childrenOf(element, name).map((child, index) => {
    const read = readElement(child, isFeedback, parts.find);
    read.lost.forEach((what) => parts.lost.add(what));
    const { text } = readElement(child, isFeedback);
    return { identifier: attributeOf(child, 'identifier'), text, shown: choiceOf(read, index) };
  });
}

/** What is matched stands in a list, which shows words alone. */
function loseUnshown(parts: ItemParts, things: readonly Named[], choices: readonly FoundChoice[]): void {
  const shown = new Set(choices.flatMap(({ pictures = [] }) => pictures).map(({ id }) => id));
  const all = things.flatMap((thing) => thing.shown.pictures ?? []);
  all.filter(({ id }) => !shown.has(id)).forEach(({ name }) => parts.lost.add(lostPicture(name)));
}
