import { emptyDraft, type OutlineDraft, type OutlineReader } from './reader.ts';

/** ffmpeg's metadata file: `[CHAPTER]` sections with TIMEBASE, START, END and title (ffmpeg.org/ffmpeg-formats, §metadata). */
export const ffmetadataReader: OutlineReader = {
  format: 'ffmetadata',
  recognises: (text) => /^;FFMETADATA\d/.test(text),
  read(text) {
    const draft = emptyDraft();
    for (const section of splitSections(text)) readSection(section, draft);
    return draft;
  },
};

interface Section {
  line: number;
  name: string;
  values: Map<string, string>;
}

/** ffmpeg counts in nanoseconds where no TIMEBASE is written. */
const defaultTimebase = '1/1000000000';

function splitSections(text: string): Section[] {
  const sections: Section[] = [];
  logicalLines(text).forEach(({ line, text: content }) => {
    const name = /^\[([A-Z]+)\]\s*$/.exec(content)?.[1];
    if (name !== undefined) sections.push({ line, name, values: new Map() });
    const [, key, value] = /^((?:\\[\s\S]|[^=;#\\])+)=([\s\S]*)$/.exec(content) ?? [];
    if (key !== undefined && value !== undefined)
      sections.at(-1)?.values.set(unescape(key).trim().toUpperCase(), unescape(value));
  });
  return sections;
}

/** A line that ends in a backslash goes on in the next: the line break belongs to the value. */
function logicalLines(text: string): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = [];
  let goesOn = false;
  text.split('\n').forEach((raw, index) => {
    const last = lines.at(-1);
    if (goesOn && last !== undefined) last.text += `\n${raw}`;
    else lines.push({ line: index + 1, text: raw });
    const slashes = /\\{0,1000}$/.exec(raw.slice(-1000))?.[0].length ?? 0;
    goesOn = slashes % 2 === 1;
  });
  return lines.filter(({ text: content }) => !/^[;#]/.test(content));
}

function readSection({ line, name, values }: Section, draft: OutlineDraft): void {
  if (name !== 'CHAPTER') return;
  const [, part, whole] = /^(\d{1,10})\/(\d{1,10})$/.exec(values.get('TIMEBASE') ?? defaultTimebase) ?? [];
  const tickMs = (Number(part) * 1000) / Number(whole);
  const startMs = toMs(values.get('START'), tickMs);
  const endMs = toMs(values.get('END'), tickMs);
  if (startMs === undefined) {
    draft.problems.push({ line, message: 'The chapter that begins here has no START that can be read.' });
    return;
  }
  const title = values.get('TITLE') ?? '';
  draft.entries.push(endMs === undefined ? { line, startMs, title } : { line, startMs, endMs, title });
}

/** A chapter may begin before the first frame, where an encoder's delay was cut away. */
function toMs(ticks: string | undefined, tickMs: number): number | undefined {
  const ms =
    ticks !== undefined && /^\s*-?\d{1,18}\s*$/.test(ticks) ? Math.round(Number(ticks) * tickMs) : NaN;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1');
}
