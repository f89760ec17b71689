import { z } from 'zod';
import { looksLikeJson, readJson } from '../formats/json.ts';
import { parseSecondsOrTime, parseTime } from '../time.ts';
import { emptyDraft, type DraftEntry, type OutlineDraft, type OutlineReader } from './reader.ts';

/** JSON lists of chapters: ours, Podlove, Podcasting 2.0, ffprobe, yt-dlp, or a plain list of starts and titles. */
export const jsonOutlineReader: OutlineReader = {
  format: 'json',
  recognises: looksLikeJson,
  read(text) {
    const json = readJson(text);
    if ('problem' in json) return { ...emptyDraft(), problems: [json.problem] };
    const list = listSchema.safeParse(json.value);
    if (!list.success) {
      return {
        ...emptyDraft(),
        problems: [{ message: 'The JSON holds no list of chapters with starts and titles.' }],
      };
    }
    return readList(list.data);
  },
};

const time = z.union([z.number().min(0), z.string().max(40)]).nullish();

/** An end that cannot be read leaves its entry open. */
const endTime = time.catch(undefined);

const itemSchema = z.looseObject({
  startMs: time,
  endMs: endTime,
  startTime: time,
  endTime,
  start_time: time,
  end_time: endTime,
  start: time,
  end: endTime,
  time,
  timecode: time,
  title: z.unknown().optional(),
  name: z.unknown().optional(),
  toc: z.unknown().optional(),
  tags: z.object({ title: z.string().optional() }).optional().catch(undefined),
});
type Item = z.infer<typeof itemSchema>;

const list = z.array(z.unknown());
const listSchema = z.union([
  list,
  z.object({ entries: list }).transform(({ entries }) => entries),
  z.object({ chapters: list }).transform(({ chapters }) => chapters),
]);

function readList(items: readonly unknown[]): OutlineDraft {
  const draft = emptyDraft();
  const formats = new Set<string>();
  items.forEach((value, index) => {
    const name = `Entry ${String(index + 1)}`;
    const item = itemSchema.safeParse(value);
    const startMs = item.success ? startOf(item.data) : undefined;
    if (!item.success || startMs === undefined) {
      draft.warnings.push({ message: `${name} has no start time that can be read and was left out.` });
      return;
    }
    if (item.data.toc === false) {
      draft.warnings.push({
        message: `${name} is marked as not for the table of contents and was left out.`,
      });
      return;
    }
    formats.add(formatOf(item.data));
    draft.entries.push(entryOf(item.data, startMs));
  });
  const [format] = formats;
  return format !== undefined && formats.size === 1 ? { ...draft, format } : draft;
}

function entryOf(item: Item, startMs: number): DraftEntry {
  const title = [item.title, item.name, item.tags?.title].find((one) => typeof one === 'string') ?? '';
  const endMs = endOf(item);
  return endMs === undefined ? { startMs, title } : { startMs, endMs, title };
}

/** Ours is `startMs`; the public formats count seconds (`startTime`, ffprobe's `start_time`) or write times (Podlove). */
function startOf(item: Item): number | undefined {
  return (
    milliseconds(item.startMs) ??
    seconds(item.startTime ?? item.start_time ?? item.start ?? item.time ?? item.timecode)
  );
}

function endOf(item: Item): number | undefined {
  return milliseconds(item.endMs) ?? seconds(item.endTime ?? item.end_time ?? item.end);
}

function formatOf(item: Item): string {
  if (item.startMs !== undefined) return 'json';
  if (item.startTime !== undefined) return 'podcasting-json';
  if (item.start_time === undefined && typeof item.start === 'string') return 'podlove-json';
  return 'json';
}

function milliseconds(value: Item['startMs']): number | undefined {
  if (typeof value === 'number') return Math.round(value);
  return typeof value === 'string' ? parseTime(value) : undefined;
}

function seconds(value: Item['start']): number | undefined {
  if (typeof value === 'number') return Math.round(value * 1000);
  return typeof value === 'string' ? parseSecondsOrTime(value) : undefined;
}
