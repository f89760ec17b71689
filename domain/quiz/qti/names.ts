import type { XmlElement } from '../../formats/xml.ts';

/** QTI 3 says `qti-simple-choice` and `max-choices` where QTI 2 says `simpleChoice` and `maxChoices`: gives QTI 2's names. */
export function withQti2Names(element: XmlElement): XmlElement {
  const content = element.content.map((part) => (typeof part === 'string' ? part : withQti2Names(part)));
  const isQti3 = element.name.startsWith('qti-');
  return {
    ...element,
    name: isQti3 ? camel(element.name.slice('qti-'.length)) : element.name,
    attributes: isQti3
      ? Object.fromEntries(Object.entries(element.attributes).map(([name, value]) => [camel(name), value]))
      : element.attributes,
    content,
    children: content.filter((part) => typeof part !== 'string'),
  };
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Which QTI a file of items is, by its names and namespaces. */
export function qtiVersion(text: string): 'qti-2.0' | 'qti-2.1' | 'qti-2.2' | 'qti-3.0' {
  const head = text.slice(0, 5000);
  if (/<(?:\w+:)?qti-assessment-|imsqtiasi_v3p0/.test(head)) return 'qti-3.0';
  if (head.includes('imsqti_v2p2')) return 'qti-2.2';
  return head.includes('imsqti_v2p0') ? 'qti-2.0' : 'qti-2.1';
}
