import { parseSecondsOrTime } from '../time.ts';
import { findElements, looksLikeXml, readXml, type XmlElement } from '../formats/xml.ts';
import { emptyDraft, type OutlineDraft, type OutlineReader } from './reader.ts';

/** Podlove Simple Chapters, alone or inside a feed (podlove.org/simple-chapters); times may be seconds alone (RFC 2326 §3.6). */
export const podloveXmlReader: OutlineReader = {
  format: 'podlove',
  recognises: (text) =>
    looksLikeXml(text) && /<(?:psc:)?chapter\s/.test(text) && /<(?:psc:)?chapters[\s>]/.test(text),
  read(text) {
    const xml = readXml(text);
    if ('problem' in xml) return { ...emptyDraft(), problems: [xml.problem] };
    const draft = emptyDraft();
    const [list, ...others] = findElements(xml.root, 'chapters');
    if (others.length > 0)
      draft.warnings.push({ message: 'The file has several lists of chapters; the first was read.' });
    list?.children.forEach((chapter, index) => readChapter(chapter, index, draft));
    return draft;
  },
};

function readChapter({ name, attributes }: XmlElement, index: number, draft: OutlineDraft): void {
  if (name !== 'chapter') return;
  const startMs = parseSecondsOrTime(attributes['start'] ?? '');
  if (startMs === undefined) {
    draft.warnings.push({
      message: `Chapter ${String(index + 1)} has no start time that can be read and was left out.`,
    });
    return;
  }
  draft.entries.push({ startMs, title: attributes['title'] ?? '' });
}
