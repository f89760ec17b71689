import { XMLBuilder } from 'fast-xml-parser';

/** An element to be written: made by `element`, told apart from a text by being an object. */
export interface WrittenElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (WrittenElement | string)[];
}

// eslint-disable-next-line @typescript-eslint/no-deprecated -- the package it moves to is this one's own part
const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  processEntities: true,
});

/** An element with its attributes in the order given and its children; what is undefined is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly (WrittenElement | string | undefined)[]
): WrittenElement {
  return {
    name,
    attributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, String(value)]],
      ),
    ),
    children: children.filter((child) => child !== undefined),
  };
}

/** A whole XML 1.0 file in UTF-8 around its root element. Characters that XML cannot hold are left out. */
export function writeXml(root: WrittenElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build([toOrdered(root)])}\n`;
}

/** The builder's ordered form: `{name: children, ':@': attributes}` and `{'#text': text}`. */
function toOrdered({ name, attributes, children }: WrittenElement): Record<string, unknown> {
  const clean = Object.entries(attributes).map(([key, value]) => [key, writable(value)] as const);
  return {
    [name]: children.map((child) =>
      typeof child === 'string' ? { '#text': writable(child) } : toOrdered(child),
    ),
    ':@': Object.fromEntries(clean),
  };
}

/** XML 1.0 §2.2: no control characters but tab and line ends, no half of a pair. */
function writable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
}
