import { utcOf } from '../time-zone.ts';
import { readAgenda } from './agenda.ts';
import { emptyDraft, type OutlineDraft, type OutlineReader } from './reader.ts';

/**
 * An iCalendar file (RFC 5545): its events in order, counted from `startsAt` or the first of them; of a single event,
 * the agenda in its description.
 */
export const icalendarReader: OutlineReader = {
  format: 'icalendar',
  recognises: (text) => /^\s*BEGIN:VCALENDAR\s*$/im.test(text.slice(0, 5000)),
  read(text, hint) {
    const draft = emptyDraft();
    const events = readEvents(text, draft);
    const [only, ...others] = events;
    if (only === undefined)
      return { ...draft, problems: [{ message: 'The calendar has no event with a start.' }] };
    if (others.length === 0 && /\d[:.h]\d{2}/.test(only.description)) {
      // A start in UTC says nothing of the clocks that the description's author looked at.
      const startsAt = hint.startsAt ?? (only.zone === 'UTC' ? undefined : clockOf(only.startMs));
      return readAgenda(only.description, { ...hint, ...(startsAt === undefined ? {} : { startsAt }) });
    }
    const inOneZone = toZoneOfFirst(events);
    if (inOneZone === undefined)
      draft.warnings.push({
        message: 'The events are in several time zones; their times were taken as written.',
      });
    const placed = (inOneZone ?? events).toSorted((one, other) => one.startMs - other.startMs);
    const beginMs = beginOf(placed, hint.startsAt);
    for (const { line, startMs, endMs, title } of placed) {
      if (startMs < beginMs) {
        draft.warnings.push({
          line,
          message: `"${title.slice(0, 60)}" begins before the recording and was left out.`,
        });
        continue;
      }
      const end = endMs === undefined || endMs <= startMs ? {} : { endMs: endMs - beginMs };
      draft.entries.push({ line, startMs: startMs - beginMs, ...end, title });
    }
    return draft;
  },
};

interface CalendarEvent {
  line: number;
  startMs: number;
  endMs?: number;
  zone: string;
  title: string;
  description: string;
}

const dayMs = 86_400_000;

function readEvents(text: string, draft: OutlineDraft): CalendarEvent[] {
  const events: CalendarEvent[] = [];
  let open: { line: number; values: Map<string, { value: string; zone: string }> } | undefined;
  for (const { line, text: content } of unfold(text)) {
    const { name, zone, value } = readProperty(content);
    if (name === 'BEGIN' && value.toUpperCase() === 'VEVENT') open = { line, values: new Map() };
    else if (name === 'END' && value.toUpperCase() === 'VEVENT' && open !== undefined) {
      const event = toEvent(open.line, open.values);
      if (event === undefined)
        draft.warnings.push({ line: open.line, message: 'The event has no time of day and was left out.' });
      else events.push(event);
      open = undefined;
    } else if (open !== undefined && !open.values.has(name)) open.values.set(name, { value, zone });
  }
  return events.toSorted((one, other) => one.startMs - other.startMs);
}

/** The events with all times as clocks show them where the first is; undefined where a zone is not known. */
function toZoneOfFirst(events: readonly CalendarEvent[]): CalendarEvent[] | undefined {
  const [first] = events;
  if (first === undefined || events.every(({ zone }) => zone === first.zone)) return [...events];
  const firstMs = utcOf(first.startMs, first.zone);
  const moved = events.flatMap((event) => {
    const ms = utcOf(event.startMs, event.zone);
    if (ms === undefined || firstMs === undefined) return [];
    const byMs = first.startMs + ms - firstMs - event.startMs;
    const end = event.endMs === undefined ? {} : { endMs: event.endMs + byMs };
    return [{ ...event, startMs: event.startMs + byMs, ...end }];
  });
  return moved.length === events.length ? moved : undefined;
}

/** A line that begins with a space goes on the line before it. */
function unfold(text: string): { line: number; text: string }[] {
  const lines: { line: number; parts: string[] }[] = [];
  text.split('\n').forEach((raw, index) => {
    const last = lines.at(-1);
    if (/^[ \t]/.test(raw) && last !== undefined) last.parts.push(raw.slice(1));
    else lines.push({ line: index + 1, parts: [raw] });
  });
  return lines.map(({ line, parts }) => ({ line, text: parts.join('') }));
}

/** `NAME;PARAM=x;TZID="y":value`; a colon inside quotation marks ends nothing. */
function readProperty(content: string): { name: string; zone: string; value: string } {
  const head = /^(?:[^":]|"[^"]*")*/.exec(content.slice(0, 2000))?.[0] ?? '';
  const [name = ''] = head.split(';', 1);
  const zone = /;TZID="?([^";:]{1,100})/i.exec(head)?.[1] ?? '';
  return { name: name.trim().toUpperCase(), zone, value: content.slice(head.length + 1).trim() };
}

function toEvent(
  line: number,
  values: ReadonlyMap<string, { value: string; zone: string }>,
): CalendarEvent | undefined {
  const start = values.get('DTSTART');
  const startMs = readDateTime(start?.value);
  const endMs = readDateTime(values.get('DTEND')?.value);
  const lengthMs = readDuration(values.get('DURATION')?.value);
  if (start === undefined || startMs === undefined) return undefined;
  const end = endMs ?? (lengthMs === undefined ? undefined : startMs + lengthMs);
  return {
    line,
    startMs,
    ...(end === undefined ? {} : { endMs: end }),
    zone: start.value.endsWith('Z') ? 'UTC' : start.zone,
    title: unescape(values.get('SUMMARY')?.value),
    description: unescape(values.get('DESCRIPTION')?.value),
  };
}

/** `20260915T143000Z`; a date alone is no time. Only the differences between events matter. */
function readDateTime(text = ''): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z?$/.exec(text)?.slice(1).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? [];
  return parts === undefined ? undefined : Date.UTC(year, month - 1, day, hour, minute, second);
}

/** `PT1H30M`. */
function readDuration(text = ''): number | undefined {
  const match = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?$/.exec(text);
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return days * dayMs + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function unescape(text = ''): string {
  return text.replace(/\\([\\;,nN])/g, (_, one: string) => (/n/i.test(one) ? '\n' : one));
}

/** A moment with its zone is taken as it is where it is near the events; else the day is the first's, and the time of day is told. */
function beginOf(events: readonly CalendarEvent[], startsAt = ''): number {
  const firstMs = events[0]?.startMs ?? 0;
  const momentMs = /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(startsAt) ? Date.parse(startsAt) : NaN;
  const zoneMs = utcOf(firstMs, events[0]?.zone ?? '');
  const toldMs = zoneMs === undefined ? NaN : firstMs + momentMs - zoneMs;
  if (Math.abs(toldMs - firstMs) < dayMs / 2) return toldMs;
  const clock = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(startsAt.slice(0, 40));
  if (clock === null) return firstMs;
  const [hour = 0, minute = 0, second = 0] = clock
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return firstMs - (firstMs % dayMs) + ((hour * 60 + minute) * 60 + second) * 1000;
}

function clockOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
