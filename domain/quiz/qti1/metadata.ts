import { childrenOf, findElements, textInside, type XmlElement } from '../../formats/xml.ts';

/** What an item says of itself in its metadata: `question_type`, `cc_profile`, `bbmd_questiontype`, `points_possible`… */
export function readMetadata(item: XmlElement): ReadonlyMap<string, string> {
  const plain = childrenOf(item, 'itemmetadata')
    .flatMap(({ children }) => children)
    .filter(({ children }) => children.length === 0)
    .map(({ name, text }): [string, string] => [name.toLowerCase(), text]);
  return new Map([...plain, ...fieldsIn(item)]);
}

/** The fields anywhere inside an element: each a label in small letters and what it says. */
export function fieldsIn(element: XmlElement): [label: string, entry: string][] {
  return ['qtimetadatafield', 'qti_metadatafield']
    .flatMap((name) => findElements(element, name))
    .map((field) => [wordsOf(field, 'fieldlabel').toLowerCase(), wordsOf(field, 'fieldentry')]);
}

/** D2L writes the field's name with a line in it. */
function wordsOf(field: XmlElement, name: string): string {
  return childrenOf(field, name).map(textInside).join('').trim();
}
