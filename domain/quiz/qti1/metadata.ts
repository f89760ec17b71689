import { childOf, findElements, textInside, type XmlElement } from '../../formats/xml.ts';

/** What an item says of itself in its metadata: `question_type`, `cc_profile`, `bbmd_questiontype`, `points_possible`… */
export function readMetadata(item: XmlElement): ReadonlyMap<string, string> {
  // D2L writes the field's name with a line in it.
  const fields = ['qtimetadatafield', 'qti_metadatafield']
    .flatMap((name) => findElements(item, name))
    .map((field): [string, string] => [
      wordsOf(field, 'fieldlabel').toLowerCase(),
      wordsOf(field, 'fieldentry'),
    ]);
  const plain = (childOf(item, 'itemmetadata')?.children ?? [])
    .filter(({ children }) => children.length === 0)
    .map(({ name, text }): [string, string] => [name.toLowerCase(), text]);
  return new Map([...plain, ...fields]);
}

function wordsOf(field: XmlElement, name: string): string {
  const child = childOf(field, name);
  return child === undefined ? '' : textInside(child).trim();
}
