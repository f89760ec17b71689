import { attributeOf, findElements, looksLikeXml, readXml, type XmlElement } from '../formats/xml.ts';
import type { Cue } from './cue.ts';
import type { TranscriptDraft, TranscriptReader } from './reader.ts';

/** TTML and its older name DFXP (W3C TTML2): `<p begin end>`, offsets of its parents added, agents as speakers. */
export const ttmlReader: TranscriptReader = {
  format: 'ttml',
  recognises: (text) => looksLikeXml(text) && /<(?:\w{1,20}:)?tt[\s>]/.test(text.slice(0, 5000)),
  read(text) {
    const draft: TranscriptDraft = { cues: [], warnings: [], problems: [] };
    const xml = readXml(text);
    if ('problem' in xml) return { ...draft, problems: [xml.problem] };
    const [tt] = findElements(xml.root, 'tt');
    const [body] = tt === undefined ? [] : findElements(tt, 'body');
    if (tt === undefined || body === undefined)
      return { ...draft, problems: [{ message: 'The TTML has no body.' }] };
    const context: Context = { rates: ratesOf(tt), speakers: speakersOf(tt), untimed: 0 };
    readTimed(body, { fromMs: 0, toMs: Infinity }, undefined, context, draft.cues);
    if (context.untimed > 0) {
      const count = String(context.untimed);
      draft.warnings.push({ message: `Paragraphs without a time that can be read were left out: ${count}.` });
    }
    return draft;
  },
};

interface Context {
  rates: { frame: number; tick: number };
  speakers: ReadonlyMap<string, string>;
  untimed: number;
}

interface Span {
  fromMs: number;
  toMs: number;
}

function ratesOf({ attributes }: XmlElement): Context['rates'] {
  const [, part = 1, whole = 1] =
    /^(\d{1,6})[ :](\d{1,6})$/.exec(attributes['frameRateMultiplier'] ?? '')?.map(Number) ?? [];
  const frame = (Number(attributes['frameRate']) || 30) * (whole > 0 ? part / whole : 1);
  return { frame: frame > 0 ? frame : 30, tick: Number(attributes['tickRate']) || frame || 1 };
}

function speakersOf(tt: XmlElement): ReadonlyMap<string, string> {
  const agents = findElements(tt, 'agent').map((agent): [string, string] => {
    const [name] = findElements(agent, 'name');
    return [attributeOf(agent, 'id'), name?.text ?? ''];
  });
  return new Map(agents.filter(([, name]) => name !== ''));
}

/** Times count from the parent's begin, or in a sequence from the end before; what is in `p` or in its timed spans is a cue. Gives the end. */
function readTimed(
  element: XmlElement,
  parent: Span,
  speaker: string | undefined,
  context: Context,
  cues: Cue[],
): number {
  const { attributes, children, name } = element;
  const span = spanOf(attributes, parent, context.rates);
  const named = context.speakers.get(attributes['agent'] ?? '') ?? speaker;
  const isText = name === 'p' || name === 'span';
  if (!isText || children.some(isTimedSpan)) {
    const isSequence = attributes['timeContainer'] === 'seq';
    let endMs = span.fromMs;
    for (const child of children) {
      const from = isSequence && Number.isFinite(endMs) ? endMs : span.fromMs;
      endMs = readTimed(child, { ...span, fromMs: from }, named, context, cues);
    }
    return span.toMs;
  }
  const text = wordsOf(element)
    .replace(/ *\n */g, '\n')
    .trim();
  if (!Number.isFinite(span.toMs)) {
    if (text !== '') context.untimed += 1;
    return span.toMs;
  }
  const times = { startMs: Math.round(span.fromMs), endMs: Math.round(span.toMs) };
  cues.push({ ...times, ...(named === undefined ? {} : { speaker: named }), text });
  return span.toMs;
}

function isTimedSpan({ name, attributes }: XmlElement): boolean {
  return name === 'span' && attributes['begin'] !== undefined;
}

function spanOf(attributes: XmlElement['attributes'], parent: Span, rates: Context['rates']): Span {
  const begin = readTtmlTime(attributes['begin'] ?? '', rates);
  const end = readTtmlTime(attributes['end'] ?? '', rates);
  const duration = readTtmlTime(attributes['dur'] ?? '', rates);
  const fromMs = parent.fromMs + (begin ?? 0);
  const ends = [parent.toMs];
  if (end !== undefined) ends.push(parent.fromMs + end);
  if (duration !== undefined) ends.push(fromMs + duration);
  return { fromMs, toMs: Math.min(...ends) };
}

/** `00:00:01.5`, `00:00:01:12` (frames), and offsets: `1.5s`, `1500ms`, `36f`, `1t`, `2m`, `1h`. */
function readTtmlTime(text: string, { frame, tick }: Context['rates']): number | undefined {
  const clock = /^(\d{1,4}):(\d{2}):(\d{2})(?:(\.\d{1,9})|:(\d{2,4})(?:\.\d{1,4})?)?$/.exec(text.trim());
  if (clock) {
    const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1, 4).map(Number);
    const rest = Number(clock[4] ?? 0) * 1000 + (Number(clock[5] ?? 0) * 1000) / frame;
    return minutes > 59 || seconds > 60 ? undefined : ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest;
  }
  const [, count, unit = ''] = /^(\d{1,15}(?:\.\d{1,9})?)(h|m|s|ms|f|t)$/.exec(text.trim()) ?? [];
  if (count === undefined) return undefined;
  const units: Readonly<Record<string, number>> = {
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
    f: 1000 / frame,
    t: 1000 / tick,
  };
  return Number(count) * (units[unit] ?? 1);
}

function wordsOf({ content }: XmlElement): string {
  return content
    .map((part) => {
      if (typeof part === 'string') return part.replace(/\s+/g, ' ');
      if (part.name === 'br') return '\n';
      return part.name === 'metadata' ? '' : wordsOf(part);
    })
    .join('');
}
