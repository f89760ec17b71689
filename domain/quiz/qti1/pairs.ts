import { choiceOf } from '../reader.ts';
import { weigh, type Answers, type ItemParts } from './item-parts.ts';
import type { Asked } from './presentation.ts';
import { wantedBy, type Condition } from './scoring.ts';

/** Reads left sides that each have one match among what is offered. */
export function readPairs(parts: ItemParts): Answers | string {
  const { asked, scoring } = parts;
  const pairs = asked.map((one, index) => {
    const tried = one.offered.map((offer) => ({
      ...offer,
      earned: scoring.earn({ [one.ident]: [offer.ident] }),
    }));
    const match = weigh(tried).find(({ weight }) => weight === 1)?.text ?? '';
    const left = choiceOf({ text: one.label.trim(), pictures: one.labelPictures }, index);
    return { ...left, match, weight: 1 / asked.length };
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

/** Reads things that are sorted into categories: each thing has its category for a match. */
export function readCategories({ asked, scoring, lost }: ItemParts): Answers | string {
  const wanted = asked.map(
    ({ ident }) =>
      new Set(
        scoring.conditions
          .filter(({ isRight }) => isRight)
          .flatMap(({ element }) => wantedBy(element, ident, false)),
      ),
  );
  const things = new Map(
    asked.flatMap(({ offered }) => offered.map(({ ident, ...thing }) => [ident, thing])),
  );
  const sorted = [...things].map(([ident, thing]) => ({
    ...thing,
    match: asked.find((_, index) => wanted[index]?.has(ident))?.label ?? '',
  }));
  const pairs = sorted.filter(({ match }) => match !== '');
  if (pairs.length === 0) return 'what belongs to its categories is not told';
  if (pairs.length < sorted.length) lost.add('its things that belong nowhere');
  return { type: 'matching', choices: pairs.map((pair) => ({ ...pair, weight: 1 / pairs.length })) };
}

/** Reads things that are put in order, told by a list of them or by the place of each. */
export function readOrdered(parts: ItemParts, asked: Asked): Answers | string {
  const rules = parts.scoring.conditions.filter(({ isRight }) => isRight);
  const lists = rules.map(({ element }) => wantedBy(element, asked.ident));
  const longest = lists.reduce((one, other) => (other.length > one.length ? other : one), []);
  const listed = longest.flatMap((ident) => asked.offered.filter((one) => one.ident === ident).slice(0, 1));
  const isListed = listed.length === asked.offered.length && listed.every(({ text }) => text !== '');
  const ordered = isListed ? listed : orderByPlaces(rules, asked);
  if (ordered === undefined) return 'its right order is not told';
  const weight = 1 / ordered.length;
  return { type: 'ordering', choices: ordered.map(({ text, pictures }) => ({ text, pictures, weight })) };
}

/** D2L tells of each thing which place it has, as if each were a response of its own. */
function orderByPlaces(rules: readonly Condition[], { offered }: Asked): Asked['offered'] | undefined {
  const placed = offered.map((thing) => {
    const [place] = rules.flatMap(({ element }) => wantedBy(element, thing.ident, false)).map(Number);
    return { ...thing, place: place ?? NaN };
  });
  const places = new Set(placed.map(({ place }) => place));
  if (
    placed.some(({ place, text }) => !Number.isInteger(place) || text === '') ||
    places.size < placed.length
  )
    return undefined;
  return placed.toSorted((one, other) => one.place - other.place);
}
