import { decodeText, type Problem } from './text.ts';
import { findElements, readXml, textInside, type XmlElement } from './xml.ts';
import { readZip } from './zip.ts';

/** A transcript of a day has some five million characters, in XML that is five times as long. */
const maxUnpackedBytes = 30_000_000;

/**
 * Reads the words of a Word document (ECMA-376, WordprocessingML): a line for each paragraph, line breaks and tabs kept,
 * tables cell by cell. fflate and fast-xml-parser read zip and XML here, as everywhere: mammoth drops the line breaks
 * that part a turn's time, name and words, and unpacks without bounds.
 */
export function readDocx(bytes: Uint8Array): { text: string } | { problem: Problem } {
  const zip = readZip(bytes, { wants: (name) => name === 'word/document.xml', maxBytes: maxUnpackedBytes });
  if ('problem' in zip) return zip;
  const part = zip.files.get('word/document.xml');
  if (part === undefined) return { problem: { message: 'The file is no Word document, or a broken one.' } };
  const xml = readXml(decodeText(part));
  if ('problem' in xml) return xml;
  const [body] = findElements(xml.root, 'body');
  if (body === undefined) return { problem: { message: 'The Word document has no text.' } };
  return { text: paragraphsOf(body).join('\n') };
}

/** What was deleted, what is drawn, and how a field is computed are no words of the document. */
const silent = new Set([
  'del',
  'moveFrom',
  'instrText',
  'delText',
  'drawing',
  'pict',
  'pPr',
  'rPr',
  'Fallback',
]);

function paragraphsOf(element: XmlElement): string[] {
  return element.children.flatMap((child) => {
    if (silent.has(child.name)) return [];
    return child.name === 'p' ? [wordsOf(child)] : paragraphsOf(child);
  });
}

function wordsOf(element: XmlElement): string {
  if (silent.has(element.name)) return '';
  if (element.name === 't') return textInside(element);
  if (element.name === 'br' || element.name === 'cr') return '\n';
  if (element.name === 'tab') return '\t';
  return element.children.map(wordsOf).join('');
}
