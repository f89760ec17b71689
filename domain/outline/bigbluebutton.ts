import { z } from 'zod';
import { readJson } from '../formats/json.ts';
import { findElements, looksLikeXml, readXml, type XmlElement } from '../formats/xml.ts';
import { emptyDraft, type DraftEntry, type OutlineDraft, type OutlineReader } from './reader.ts';

/** Slides shown for less are passed through on the way to another. */
const shortestMs = 3000;

/**
 * The slide changes of a BigBlueButton recording: `<image in out xlink:href/>` in `shapes.svg`, named by the slides'
 * own first lines where `presentation_text.json` is at hand.
 */
export const bigBlueButtonReader: OutlineReader = {
  format: 'bigbluebutton',
  recognises: (text) =>
    looksLikeXml(text) &&
    /<svg[\s>]/.test(text.slice(0, 5000)) &&
    /<image\s(?:[^>]{0,2000}\s)?in="/.test(text),
  read(text, hint) {
    const xml = readXml(text);
    if ('problem' in xml) return { ...emptyDraft(), problems: [xml.problem] };
    const draft = emptyDraft();
    const titles = readTitles(hint.slideTexts, draft);
    const shown = findElements(xml.root, 'image').flatMap((image) => readImage(image, titles));
    const inOrder = shown.toSorted((one, other) => one.startMs - other.startMs);
    const kept = inOrder.filter(({ startMs, endMs }) => endMs - startMs >= shortestMs);
    const passed = shown.length - kept.length;
    if (passed > 0)
      draft.warnings.push({
        message: `Slides shown for less than ${String(shortestMs / 1000)} seconds were left out: ${String(passed)}.`,
      });
    return { ...draft, entries: joinRepeated(kept) };
  },
};

interface Shown extends DraftEntry {
  endMs: number;
  slide: string;
}

const textsSchema = z.record(z.string(), z.record(z.string(), z.string()));

function readTitles(json: string | undefined, draft: OutlineDraft): ReadonlyMap<string, string> {
  if (json === undefined) return new Map();
  const read = readJson(json);
  const texts = 'value' in read ? textsSchema.safeParse(read.value) : undefined;
  if (texts?.success !== true) {
    draft.warnings.push({
      message: 'The texts of the slides cannot be read; the chapters are named by number.',
    });
    return new Map();
  }
  const titles = Object.entries(texts.data).flatMap(([presentation, slides]) =>
    Object.entries(slides).map(([slide, text]): [string, string] => [
      `${presentation}/${slide}`,
      firstLine(text),
    ]),
  );
  return new Map(titles.filter(([, title]) => title !== ''));
}

function firstLine(text: string): string {
  return (
    text
      .split('\n', 50)
      .find((line) => /[\p{L}\p{N}]{2}/u.test(line.slice(0, 500)))
      ?.trim() ?? ''
  );
}

/** `in` and `out` may hold several times, one for each showing. */
function readImage({ attributes }: XmlElement, titles: ReadonlyMap<string, string>): Shown[] {
  const address = attributes['href'] ?? '';
  const starts = readTimes(attributes['in']);
  const ends = readTimes(attributes['out']);
  const [, presentation = '', number = ''] = /([^/]{1,200})\/slide-(\d{1,5})\.\w{1,5}$/.exec(address) ?? [];
  const isScreen = address.includes('deskshare');
  if (!isScreen && number === '') return [];
  const title = isScreen
    ? 'Screen sharing'
    : (titles.get(`${presentation}/slide-${number}`) ?? `Slide ${number}`);
  return starts.map((startMs, index) => ({
    startMs,
    endMs: ends[index] ?? ends.find((endMs) => endMs > startMs) ?? Infinity,
    title,
    slide: isScreen ? 'screen' : `${presentation}/${number}`,
  }));
}

function readTimes(text = ''): number[] {
  const seconds = text
    .slice(0, 20_000)
    .split(/\s+/)
    .filter((part) => /^\d{1,7}(?:\.\d{1,9})?$/.test(part));
  return seconds.map((part) => Math.round(Number(part) * 1000));
}

/** A slide that comes back after a slip is still the same chapter. */
function joinRepeated(shown: readonly Shown[]): DraftEntry[] {
  return shown.flatMap(({ startMs, title, slide }, index) =>
    shown[index - 1]?.slide === slide ? [] : [{ startMs, title }],
  );
}
