import { element, type WrittenElement } from '../../formats/xml-write.ts';
import { safeFileName } from '../../file-name.ts';
import type { Picture } from '../../picture.ts';
import type { ReadQuestion } from '../read-question.ts';
import { setOutcome } from './write-rules.ts';

/** What an item's answers need in each part of it. */
export interface WrittenAnswers {
  declarations: WrittenElement[];
  body: WrittenElement[];
  /** The rules that score. */
  rules: WrittenElement[];
  /** What is said of single answers; `when` is the rule that shows it, where no identifier of a choice does. */
  feedback: { identifier: string; text: string; when?: WrittenElement }[];
}

/** A question of one type. */
export type Of<T extends ReadQuestion['type']> = Extract<ReadQuestion, { type: T }>;

interface Declared {
  correct?: readonly string[];
  entries?: readonly { key: string; value: number; caseSensitive?: boolean }[];
  upperBound?: number;
}

/** A response with what is right and what each value earns. */
export function declare(
  identifier: string,
  cardinality: string,
  baseType: string,
  { correct = [], entries = [], upperBound }: Declared = {},
): WrittenElement {
  const right =
    correct.length === 0
      ? []
      : [element('correctResponse', {}, ...correct.map((one) => element('value', {}, one)))];
  const mapped = entries.map(({ key, value, caseSensitive }) =>
    element('mapEntry', {
      mapKey: key,
      mappedValue: value,
      caseSensitive: caseSensitive === undefined ? undefined : String(caseSensitive),
    }),
  );
  const mapping =
    mapped.length === 0
      ? []
      : [element('mapping', { defaultValue: 0, lowerBound: 0, upperBound }, ...mapped)];
  return element('responseDeclaration', { identifier, cardinality, baseType }, ...right, ...mapping);
}

/** The rule that scores by a response's mapping. */
export function scoreByMapping(identifier: string): WrittenElement {
  return setOutcome('SCORE', element('mapResponse', { identifier }));
}

/** Where something is typed. */
export function textEntry(responseIdentifier: string): WrittenElement {
  return element('textEntryInteraction', { responseIdentifier });
}

/** The identifier of a choice by its index. */
export function choiceId(index: number): string {
  return `A${String(index + 1)}`;
}

/** A text as a paragraph. */
export function paragraph(text: string): WrittenElement {
  return element('p', {}, ...lines(text));
}

/** What a choice shows: its text, and under it its pictures. */
export function shown({ text, pictures = [] }: Shown): (string | WrittenElement)[] {
  return [...lines(text), ...pictures.flatMap((picture) => [element('br', {}), image(picture)])];
}

interface Shown {
  text: string;
  pictures?: Picture[] | undefined;
}

/** A picture as a paragraph of its own. */
export function pictureParagraph(picture: Picture): WrittenElement {
  return element('p', {}, image(picture));
}

function image(picture: Picture): WrittenElement {
  const { alt, width, height } = picture;
  return element('img', { src: `../${pictureHref(picture)}`, alt, width, height });
}

/** Where a picture lies in a package; items lie in a folder beside. */
export function picturePath({ id, name }: Picture): string {
  return `pictures/${id}/${safeFileName(name)}`;
}

/** The same as an address, from the package's root. */
export function pictureHref(picture: Picture): string {
  return picturePath(picture).split('/').map(encodeURIComponent).join('/');
}

/** A text with its line breaks as elements. */
export function lines(text: string): (string | WrittenElement)[] {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [element('br', {}), line]));
}
