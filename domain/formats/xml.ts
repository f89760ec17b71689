import { XMLParser, XMLValidator } from 'fast-xml-parser';
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
  /** Where it begins in the file's text, for `lineFinder`. */
  start: number;
}

const cdata = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  parseAttributeValue: false,
  processEntities: false,
  cdataPropName: cdata,
  captureMetaData: true,
  maxNestedTags: 100,
});

/** Whether a text begins as XML does. */
export function looksLikeXml(text: string): boolean {
  return /^\s*<(?:\?xml\b|!--|!DOCTYPE\b|[a-zA-Z][\w:.-]*[\s/>])/.test(text.slice(0, 2000));
}

/** Parses XML from outside; entities that the file itself defines are refused, for they can expand without end. */
export function readXml(text: string): { root: XmlElement } | { problem: Problem } {
  if (definesEntities(text))
    return { problem: { message: 'The XML defines entities of its own, which are not read.' } };
  try {
    const nodes: unknown = parser.parse(text);
    return { root: toElement('', {}, nodes, 0) };
  } catch {
    return { problem: { message: 'The XML is broken or nested too deeply.' } };
  }
}

/** Only what stands before the first element can define entities; a question may well speak of them. */
function definesEntities(text: string): boolean {
  return /<!ENTITY/i.test(text.slice(0, text.search(/<[A-Za-z_]|$/)));
}

/** Tells the line of a place in a text, counted from 1; fast where the places come in their order. */
export function lineFinder(text: string): (start: number) => number {
  let line = 1;
  let from = 0;
  return (start) => {
    if (start < from) [line, from] = [1, 0];
    for (let at = text.indexOf('\n', from); at >= 0 && at < start; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    return line;
  };
}

/** The first place where XML breaks its rules, which `readXml` overlooks; undefined when it is well formed. */
export function xmlFault(text: string): Problem | undefined {
  // Its successor, a package of its own, throws errors that its types do not know.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  const result = XMLValidator.validate(text);
  if (result === true) return undefined;
  const message = 'The XML breaks its rules here; what could be read was read.';
  return { line: result.err.line, message };
}

/** A warning where a text is XML that breaks its rules, by being cut off for example; none of other texts. */
export function warnOfXmlFault(text: string): Problem[] {
  const fault = looksLikeXml(text) ? xmlFault(text) : undefined;
  return fault === undefined ? [] : [fault];
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The children of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
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

/** What an attribute says; empty when there is none. */
export function attributeOf(element: XmlElement | undefined, name: string): string {
  return element?.attributes[name] ?? '';
}

/** All the text inside an element, in order, whatever elements stand between. */
export function textInside({ content }: XmlElement): string {
  return content.map((part) => (typeof part === 'string' ? part : textInside(part))).join('');
}

/** From the parser's ordered form: a list of `{name: children, ':@': attributes}` and `{'#text': text}`. */
function toElement(
  name: string,
  attributes: Record<string, string>,
  nodes: unknown,
  start: number,
): XmlElement {
  const content = nodesOf(nodes).flatMap(toContent);
  const texts = content.filter((part) => typeof part === 'string');
  const children = content.filter((part) => typeof part !== 'string');
  return { name, attributes, text: texts.join('').trim(), children, content, start };
}

function toContent(node: Record<string, unknown>): (string | XmlElement)[] {
  if ('#text' in node) return [decodeEntities(String(node['#text']))];
  // What stands in CDATA is as it stands: no entities.
  if (cdata in node) return nodesOf(node[cdata]).map((text) => String(text['#text']));
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
  return [toElement(name, attributesOf(node[':@']), node[name], startOf(node))];
}

function nodesOf(list: unknown): Record<string, unknown>[] {
  return [list].flat().filter(isRecord);
}

/** The parser keeps the place under a symbol of its own, the only one. */
function startOf(node: object): number {
  const [place] = Object.getOwnPropertySymbols(node).map((symbol): unknown => Reflect.get(node, symbol));
  return isRecord(place) ? Number(place['startIndex']) : 0;
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
