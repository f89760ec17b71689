import type { CsvRow } from './csv.ts';
import type { Problem } from './text.ts';
import { decodeText } from './text.ts';
import { attributeOf, childText, findElements, readXml, textInside, type XmlElement } from './xml.ts';
import { readZip } from './zip.ts';

/** A sheet of a workbook: its filled rows as text, `line` being the row's number. */
export interface Sheet {
  name: string;
  rows: CsvRow[];
}

/** A workbook's files unpack to many times their size; polls and quizzes stay far below. */
const maxUnpackedBytes = 20_000_000;
const maxColumns = 500;

/**
 * Reads the sheets of an Excel workbook (ECMA-376, SpreadsheetML) in its order. Only what tables of text need: shared and inline
 * strings, numbers, booleans and the results of formulas. fflate and fast-xml-parser read zip and XML here, as
 * everywhere: the libraries for whole workbooks unpack without bounds, and weigh twenty times as much in a browser.
 */
export function readXlsx(bytes: Uint8Array): { sheets: Sheet[] } | { problem: Problem } {
  const zip = readZip(bytes, { wants: (name) => isWanted(name), maxBytes: maxUnpackedBytes });
  if ('problem' in zip) return zip;
  const workbook = readPart(zip.files, 'xl/workbook.xml');
  if (workbook === undefined)
    return { problem: { message: 'The file is no Excel workbook, or a broken one.' } };
  const targets = readTargets(readPart(zip.files, 'xl/_rels/workbook.xml.rels'));
  const strings = readStrings(readPart(zip.files, 'xl/sharedStrings.xml'));
  const sheets = findElements(workbook, 'sheet').map((sheet, index) => {
    const target = targets.get(attributeOf(sheet, 'id')) ?? `worksheets/sheet${String(index + 1)}.xml`;
    const part = readPart(zip.files, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    return { name: attributeOf(sheet, 'name'), rows: part === undefined ? [] : readRows(part, strings) };
  });
  return { sheets };
}

function isWanted(name: string): boolean {
  return /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/.test(
    name,
  );
}

function readPart(files: ReadonlyMap<string, Uint8Array>, name: string): XmlElement | undefined {
  const bytes = files.get(name);
  const xml = bytes === undefined ? undefined : readXml(decodeText(bytes));
  return xml !== undefined && 'root' in xml ? xml.root : undefined;
}

function readTargets(part: XmlElement | undefined): ReadonlyMap<string, string> {
  const relations = part === undefined ? [] : findElements(part, 'Relationship');
  return new Map(relations.map(({ attributes }) => [attributes['Id'] ?? '', attributes['Target'] ?? '']));
}

function readStrings(part: XmlElement | undefined): string[] {
  return part === undefined ? [] : findElements(part, 'si').map(richText);
}

/** A text, or the runs of one; `rPh` only says how it sounds. */
function richText({ children }: XmlElement): string {
  const texts = children.flatMap((child) =>
    child.name === 'r'
      ? child.children.filter(({ name }) => name === 't')
      : child.name === 't'
        ? [child]
        : [],
  );
  return texts.map(textInside).join('');
}

function readRows(sheet: XmlElement, strings: readonly string[]): CsvRow[] {
  const rows: CsvRow[] = [];
  for (const row of findElements(sheet, 'row')) {
    const line = Number(row.attributes['r']) || (rows.at(-1)?.line ?? 0) + 1;
    const cells: string[] = [];
    for (const cell of row.children) {
      if (cell.name !== 'c') continue;
      const column = columnOf(attributeOf(cell, 'r')) ?? cells.length;
      if (column >= maxColumns) continue;
      while (cells.length < column) cells.push('');
      cells[column] = cellText(cell, strings).trim();
    }
    if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
  }
  return rows;
}

/** `C7` is the third column, counted from 0. */
function columnOf(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellText(cell: XmlElement, strings: readonly string[]): string {
  const value = childText(cell, 'v');
  const type = cell.attributes['t'];
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'inlineStr')
    return cell.children
      .filter(({ name }) => name === 'is')
      .map(richText)
      .join('');
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  return type === 'e' ? '' : value;
}
