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
      const startsAt = hint.startsAt ?? clockOf(only.startMs);
      return readAgenda(only.description, { ...hint, startsAt });
    }
    if (new Set(events.map(({ zone }) => zone)).size > 1)
      draft.warnings.push({
        message: 'The events are in several time zones; their times were taken as written.',
      });
    const beginMs = beginOf(
      events.map(({ startMs }) => startMs),
      hint.startsAt,
    );
    for (const { line, startMs, endMs, title } of events) {
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

/** The day is the first event's; the time of day may be told. */
function beginOf(starts: readonly number[], startsAt: string | undefined): number {
  const first = Math.min(...starts);
  const clock = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(startsAt?.slice(0, 40) ?? '');
  if (clock === null) return first;
  const [hour = 0, minute = 0, second = 0] = clock
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return first - (first % dayMs) + ((hour * 60 + minute) * 60 + second) * 1000;
}

function clockOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
