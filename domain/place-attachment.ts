import type { AttachmentKind } from './attachment.ts';
import { extensionOf } from './file-name.ts';

const editable = new Set([
  'doc',
  'docx',
  'dotx',
  'odt',
  'rtf',
  'xls',
  'xlsx',
  'xltx',
  'ods',
  'csv',
  'ppt',
  'pptx',
  'potx',
  'odp',
]);

/** A file to be filled in is a template: its name says so, or its format is made for editing. Others are handouts. */
export function attachmentKindOf(fileName: string): AttachmentKind {
  if (/template|worksheet|vorlage|checklist|canvas/i.test(fileName)) return 'template';
  return editable.has(extensionOf(fileName)) ? 'template' : 'handout';
}

/**
 * The chapter that a file's name names, by index from 0: by its title (`scoping-template.docx`), or by its number
 * (`Chapter 2 notes.pdf`). Undefined when it names none or several.
 */
export function chapterOfAttachment(fileName: string, chapterTitles: readonly string[]): number | undefined {
  const name = ` ${fold(fileName.replace(/\.[^.]+$/, ''))} `;
  const named = chapterTitles
    .map((title, index) => ({ index, words: fold(title) }))
    .filter(({ words }) => words !== '' && name.includes(` ${words} `));
  const longest = Math.max(...named.map(({ words }) => words.length));
  const [first, second] = named.filter(({ words }) => words.length === longest);
  if (first) return second ? undefined : first.index;
  const number = Number(/ (?:chapter|part|kapitel) 0*(\d{1,3}) /.exec(name)?.[1] ?? 0);
  return number >= 1 && number <= chapterTitles.length ? number - 1 : undefined;
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
