import { parseTime } from '../time.ts';
import { childText, findElements, looksLikeXml, readXml, type XmlElement } from '../formats/xml.ts';
import { emptyDraft, type OutlineDraft, type OutlineReader } from './reader.ts';

/** Matroska chapters as mkvextract writes them; of nested chapters only the outer ones. */
export const matroskaXmlReader: OutlineReader = {
  format: 'matroska-xml',
  recognises: (text) =>
    looksLikeXml(text) && text.includes('<ChapterAtom>') && text.includes('<EditionEntry>'),
  read(text) {
    const xml = readXml(text);
    if ('problem' in xml) return { ...emptyDraft(), problems: [xml.problem] };
    const draft = emptyDraft();
    const [edition, ...others] = findElements(xml.root, 'EditionEntry');
    if (others.length > 0)
      draft.warnings.push({ message: 'The file has several editions; the first was read.' });
    const atoms = edition?.children.filter(({ name }) => name === 'ChapterAtom') ?? [];
    atoms.forEach((atom, index) => readAtom(atom, index, draft));
    return draft;
  },
};

function readAtom(atom: XmlElement, index: number, draft: OutlineDraft): void {
  const name = `Chapter ${String(index + 1)}`;
  const startMs = parseTime(childText(atom, 'ChapterTimeStart'));
  if (startMs === undefined) {
    draft.warnings.push({ message: `${name} has no start time that can be read and was left out.` });
    return;
  }
  const isHidden = childText(atom, 'ChapterFlagHidden') === '1';
  if (isHidden || childText(atom, 'ChapterFlagEnabled') === '0') {
    const mark = isHidden ? 'hidden' : 'not enabled';
    draft.warnings.push({ message: `${name} is marked as ${mark} and was left out.` });
    return;
  }
  if (atom.children.some((child) => child.name === 'ChapterAtom')) {
    draft.warnings.push({ message: `${name} has chapters inside it, which were left out.` });
  }
  const [display] = atom.children.filter((child) => child.name === 'ChapterDisplay');
  const title = display === undefined ? '' : childText(display, 'ChapterString');
  const endMs = parseTime(childText(atom, 'ChapterTimeEnd'));
  draft.entries.push(endMs === undefined ? { startMs, title } : { startMs, endMs, title });
}
