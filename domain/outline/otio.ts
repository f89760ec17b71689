import { z } from 'zod';
import { looksLikeJson, readJson } from '../formats/json.ts';
import { emptyDraft, type DraftEntry, type OutlineReader } from './reader.ts';

/** OpenTimelineIO: the markers of the timeline, its tracks and clips; without any, the clips of the first track. */
export const otioReader: OutlineReader = {
  format: 'otio',
  recognises: (text) => looksLikeJson(text) && text.slice(0, 5000).includes('"OTIO_SCHEMA"'),
  read(text) {
    const json = readJson(text);
    if ('problem' in json) return { ...emptyDraft(), problems: [json.problem] };
    const found: Found = { markers: [], clips: [] };
    const root = itemSchema.safeParse(json.value);
    if (root.success) walk(root.data, 0, 0, found);
    const isOfClips = found.markers.length === 0 && found.clips.length > 0;
    const warnings = isOfClips ? [{ message: 'The timeline has no markers; its clips were read.' }] : [];
    return { ...emptyDraft(), entries: isOfClips ? found.clips : found.markers, warnings };
  },
};

interface Found {
  markers: DraftEntry[];
  clips: DraftEntry[];
}

const timeSchema = z.looseObject({ value: z.number(), rate: z.number().positive() });
const rangeSchema = z.looseObject({ start_time: timeSchema, duration: timeSchema.optional() });
const markerSchema = z.looseObject({ name: z.string().nullish(), marked_range: rangeSchema });
const itemSchema = z.looseObject({
  OTIO_SCHEMA: z.string(),
  name: z.string().nullish().catch(''),
  source_range: rangeSchema.nullish().catch(undefined),
  media_reference: z
    .looseObject({ available_range: rangeSchema.nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  media_references: z
    .record(z.string(), z.looseObject({ available_range: rangeSchema.nullish().catch(undefined) }))
    .nullish()
    .catch(undefined),
  markers: z.array(z.unknown()).nullish().catch(undefined),
  children: z.array(z.unknown()).nullish().catch(undefined),
  tracks: z.unknown().optional(),
});
type Item = z.infer<typeof itemSchema>;

/** Deeper than any editor nests; what lies below is not read. */
const maxDepth = 20;

/** Reads an item that begins at `atMs` in the timeline; gives how long it lasts. */
function walk(item: Item, atMs: number, depth: number, found: Found): number {
  if (depth > maxDepth) return 0;
  const kind = item.OTIO_SCHEMA.split('.')[0] ?? '';
  if (kind === 'Transition') return 0;
  const range = item.source_range ?? mediaRange(item);
  // Markers stand in the item's own time, which begins where its range does.
  const ownMs = atMs - toMs(range?.start_time);
  for (const value of item.markers ?? []) {
    const marker = markerSchema.safeParse(value);
    if (marker.success) found.markers.push(entryOf(marker.data, ownMs));
  }
  if (kind === 'Timeline') {
    const tracks = itemSchema.safeParse(item.tracks);
    return tracks.success ? walk(tracks.data, atMs, depth + 1, found) : 0;
  }
  const insideMs = walkChildren(item, kind, item.source_range ? ownMs : atMs, depth, found);
  const lengthMs = range?.duration === undefined ? insideMs : toMs(range.duration);
  if (kind === 'Clip' && lengthMs > 0)
    found.clips.push({
      startMs: Math.round(atMs),
      endMs: Math.round(atMs + lengthMs),
      title: item.name ?? '',
    });
  return lengthMs;
}

/** The children of a track follow one another, those of a stack lie above one another. */
function walkChildren(item: Item, kind: string, fromMs: number, depth: number, found: Found): number {
  const children = (item.children ?? []).flatMap((child) => itemSchema.safeParse(child).data ?? []);
  let lengthMs = 0;
  children.forEach((child, index) => {
    const own: Found = { markers: found.markers, clips: kind === 'Stack' && index > 0 ? [] : found.clips };
    if (kind === 'Stack') lengthMs = Math.max(lengthMs, walk(child, fromMs, depth + 1, own));
    else lengthMs += walk(child, fromMs + lengthMs, depth + 1, own);
  });
  return lengthMs;
}

function entryOf({ name, marked_range: range }: z.infer<typeof markerSchema>, ownMs: number): DraftEntry {
  const startMs = Math.max(0, Math.round(ownMs + toMs(range.start_time)));
  const lengthMs = toMs(range.duration);
  // A marker of one frame or less marks a moment.
  const isSpan = lengthMs > 1000;
  return { startMs, ...(isSpan ? { endMs: Math.round(startMs + lengthMs) } : {}), title: name ?? '' };
}

function mediaRange({ media_reference, media_references }: Item): z.infer<typeof rangeSchema> | undefined {
  const [first] = Object.values(media_references ?? {});
  return (media_reference ?? first)?.available_range ?? undefined;
}

function toMs(time: z.infer<typeof timeSchema> | undefined): number {
  return time === undefined ? 0 : (time.value * 1000) / time.rate;
}
