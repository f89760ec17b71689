import { XMLParser } from 'fast-xml-parser';
import type { Problem } from './text.ts';
import { decodeEntities } from './webvtt.ts';

/** An element of an XML file: its name without prefix, its attributes, its text and its child elements. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** The text directly inside, entities decoded. */
  text: string;
  children: XmlElement[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  maxNestedTags: 100,
});

/** Whether a text begins as XML does. */
export function looksLikeXml(text: string): boolean {
  return /^\s*<(?:\?xml\b|!--|!DOCTYPE\b|[a-zA-Z][\w:.-]*[\s/>])/.test(text.slice(0, 2000));
}

/** Parses XML from outside; entities that the file itself defines are refused, for they can expand without end. */
export function readXml(text: string): { root: XmlElement } | { problem: Problem } {
  if (/<!ENTITY/i.test(text))
    return { problem: { message: 'The XML defines entities of its own, which are not read.' } };
  try {
    const nodes: unknown = parser.parse(text);
    return { root: { name: '', attributes: {}, text: '', children: toElements(nodes) } };
  } catch {
    return { problem: { message: 'The XML is broken or nested too deeply.' } };
  }
}

/** The elements of a name anywhere below, in the order of the file. */
export function findElements(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...findElements(child, name),
  ]);
}

/** The text of the first child of a name; empty when there is none. */
export function childText(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text ?? '';
}

/** The parser's ordered form: a list of `{name: children, ':@': attributes}` and `{'#text': text}`. */
function toElements(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => {
    if (!isRecord(node)) return [];
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
    const inside = node[name];
    return [
      { name, attributes: attributesOf(node[':@']), text: textOf(inside), children: toElements(inside) },
    ];
  });
}

function attributesOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, decodeEntities(String(text))]),
  );
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  const texts = nodes.map((node: unknown) =>
    isRecord(node) && '#text' in node ? String(node['#text']) : '',
  );
  return decodeEntities(texts.join('')).trim();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
