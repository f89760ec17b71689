import { findElements, looksLikeXml, readXml, type XmlElement } from '../formats/xml.ts';
import { emptyDraft, type DraftEntry, type OutlineReader } from './reader.ts';

/**
 * Final Cut Pro's XML: chapter markers, else markers, else the clips of the story itself. Times are counted along the
 * sequence: a marker's stands in its clip's own time, a clip's in its parent's.
 */
export const fcpxmlReader: OutlineReader = {
  format: 'fcpxml',
  recognises: (text) => looksLikeXml(text) && /<fcpxml[\s>]/.test(text.slice(0, 5000)),
  read(text) {
    const xml = readXml(text);
    if ('problem' in xml) return { ...emptyDraft(), problems: [xml.problem] };
    const draft = emptyDraft();
    const [sequence, ...others] = sequencesOf(xml.root);
    if (others.length > 0)
      draft.warnings.push({ message: 'The file has several sequences; the first was read.' });
    const [root] = findElements(xml.root, 'fcpxml');
    const story = sequence ?? root;
    if (story === undefined) return draft;
    const found: Found = { chapters: [], markers: [], clips: [], broken: 0 };
    const originS = seconds(sequence?.attributes['tcStart']) ?? 0;
    for (const child of story.children) walk(child, -originS, 0, found, 0);
    if (found.broken > 0)
      draft.warnings.push({
        message: `Markers without a time that can be read were left out: ${String(found.broken)}.`,
      });
    const [entries] = [found.chapters, found.markers, found.clips].filter((list) => list.length > 0);
    return { ...draft, entries: entries ?? [] };
  },
};

/** The project's own; compound clips keep theirs among the resources. */
function sequencesOf(root: XmlElement): XmlElement[] {
  const own = findElements(root, 'project').flatMap((project) => findElements(project, 'sequence'));
  return own.length > 0 ? own : findElements(root, 'sequence');
}

interface Found {
  chapters: DraftEntry[];
  markers: DraftEntry[];
  clips: DraftEntry[];
  broken: number;
}

const clipNames = new Set([
  'clip',
  'asset-clip',
  'ref-clip',
  'sync-clip',
  'mc-clip',
  'video',
  'title',
  'gap',
  'audition',
]);

/** `originS` is where the parent's own time 0 lies in the sequence, `nextS` where an element without offset begins. Gives its end. */
function walk(element: XmlElement, originS: number, depth: number, found: Found, nextS: number): number {
  const { name, attributes, children } = element;
  if (name === 'marker' || name === 'chapter-marker') {
    addMarker(element, originS, found);
    return nextS;
  }
  const offsetS = seconds(attributes['offset']);
  const isClip = clipNames.has(name);
  const isPlaced = isClip || name === 'spine';
  const startsAtS = !isPlaced ? originS : offsetS === undefined ? nextS : originS + offsetS;
  const ownS = isClip
    ? startsAtS - (seconds(attributes['start']) ?? 0)
    : offsetS === undefined
      ? originS
      : startsAtS;
  const durationS = seconds(attributes['duration']);
  if (isClip && depth === 0 && name !== 'gap') {
    const startMs = Math.max(0, Math.round(startsAtS * 1000));
    const end = durationS === undefined ? {} : { endMs: startMs + Math.round(durationS * 1000) };
    found.clips.push({ startMs, ...end, title: attributes['name'] ?? '' });
  }
  // What stands in a spine follows one another; what hangs at a clip lies over it.
  let childS = startsAtS;
  for (const child of children) {
    const endS = walk(child, ownS, isClip ? depth + 1 : depth, found, childS);
    if (name === 'spine') childS = endS;
  }
  return isPlaced ? startsAtS + (durationS ?? 0) : nextS;
}

function addMarker({ name, attributes }: XmlElement, originS: number, found: Found): void {
  const startS = seconds(attributes['start']);
  if (startS === undefined) {
    found.broken += 1;
    return;
  }
  const entry = {
    startMs: Math.max(0, Math.round((originS + startS) * 1000)),
    title: attributes['value'] ?? '',
  };
  (name === 'marker' ? found.markers : found.chapters).push(entry);
}

/** `5s`, `1001/30000s`. */
function seconds(text: string | undefined): number | undefined {
  const [, part, whole = '1'] =
    /^(-?\d{1,18}(?:\.\d{1,9})?)(?:\/(\d{1,15}))?s$/.exec(text?.trim() ?? '') ?? [];
  return part === undefined || Number(whole) === 0 ? undefined : Number(part) / Number(whole);
}
