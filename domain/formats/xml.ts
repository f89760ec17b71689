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
  /** The texts and elements inside, in the file's order, spaces kept: for what is written text. */
  content: (string | XmlElement)[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
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
    return { root: toElement('', {}, nodes) };
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

/** All the text inside an element, in order, whatever elements stand between. */
export function textInside({ content }: XmlElement): string {
  return content.map((part) => (typeof part === 'string' ? part : textInside(part))).join('');
}

/** From the parser's ordered form: a list of `{name: children, ':@': attributes}` and `{'#text': text}`. */
function toElement(name: string, attributes: Record<string, string>, nodes: unknown): XmlElement {
  const content = Array.isArray(nodes) ? nodes.flatMap(toContent) : [];
  const texts = content.filter((part) => typeof part === 'string');
  const children = content.filter((part) => typeof part !== 'string');
  return { name, attributes, text: texts.join('').trim(), children, content };
}

function toContent(node: unknown): (string | XmlElement)[] {
  if (!isRecord(node)) return [];
  if ('#text' in node) return [decodeEntities(String(node['#text']))];
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
  return [toElement(name, attributesOf(node[':@']), node[name])];
}

function attributesOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [name, decodeEntities(String(text))]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
