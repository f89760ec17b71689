const hourMs = 3_600_000;
const minuteMs = 60_000;

/** What a written time says: its milliseconds, or why it is none, with the nearest time that would be one. */
export type ReadTime = { ms: number } | { problem: string; suggestion?: string };

/** Writes milliseconds as people do: `0:05`, `12:30`, `1:02:03`. Parts of a second are left out. */
export function formatTime(ms: number): string {
  const [hours, minutes, seconds] = parts(ms);
  const tail = `${pad(minutes)}:${pad(seconds)}`;
  return hours > 0 ? `${String(hours)}:${tail}` : `${String(minutes)}:${pad(seconds)}`;
}

/** Writes a time to the millisecond where it has any: `5:30`, `5:30.250`. */
export function formatExactTime(ms: number): string {
  const rest = ms % 1000;
  return rest === 0 ? formatTime(ms) : `${formatTime(ms)}.${String(rest).padStart(3, '0')}`;
}

/** Writes milliseconds as WebVTT and SRT do: `01:02:03.004` (SRT wants `,` before the milliseconds). */
export function formatTimestamp(ms: number, point: '.' | ',' = '.'): string {
  const [hours, minutes, seconds, rest] = parts(ms);
  return `${pad(hours)}:${pad(minutes)}:${pad(seconds)}${point}${String(rest).padStart(3, '0')}`;
}

/** Reads `1:02:03.5`, `2:03`, `1h 2m 3s`, `90 s` as milliseconds; undefined when it is no time. */
export function parseTime(text: string): number | undefined {
  const read = readTime(text);
  return 'ms' in read ? read.ms : undefined;
}

/** Reads a time as `parseTime` does, and says of a wrong one what is wrong: `1:75:00` suggests `1:15:00`. */
export function readTime(text: string): ReadTime {
  const written = text.trim().slice(0, 40).replaceAll('：', ':');
  return readColons(written) ?? readUnits(written) ?? { problem: `"${written}" is not a time.` };
}

/** Reads a bare number of seconds (`330`, `12.5`, `12,5`) or whatever `parseTime` reads. */
export function parseSecondsOrTime(text: string): number | undefined {
  const written = text.trim();
  if (/^\d{1,7}(?:[.,]\d{1,9})?$/.test(written)) return Math.round(Number(written.replace(',', '.')) * 1000);
  return parseTime(written);
}

function readColons(written: string): ReadTime | undefined {
  const match = /^(\d{1,9})((?::\d{1,9}){1,2})(?:[.,](\d{1,9}))?$/.exec(written);
  if (!match) return undefined;
  const numbers = [match[1] ?? '', ...(match[2] ?? '').slice(1).split(':')];
  const after = numbers.slice(1);
  if (after.some((part) => part.length > 2 || Number(part) > 59)) return wrongTime(written, numbers);
  const hasHours = numbers.length === 3;
  const [first, second = 0, third = 0] = numbers.map(Number);
  if (first === undefined || first > (hasHours ? 999 : 9999)) return wrongTime(written, numbers);
  const whole = hasHours
    ? first * hourMs + second * minuteMs + third * 1000
    : first * minuteMs + second * 1000;
  return { ms: whole + fractionMs(match[3]) };
}

/** `1h02m03s`, `5 min`, `90s`: at least one unit, each once, the larger first. */
function readUnits(written: string): ReadTime | undefined {
  const match =
    /^(?:(\d{1,3}) ?h(?:ours?|rs?)?)? ?(?:(\d{1,4}) ?m(?:in(?:ute)?s?)?)? ?(?:(\d{1,6})(?:[.,](\d{1,9}))? ?s(?:ec(?:ond)?s?)?)?$/i.exec(
      written,
    );
  if (!match || written === '') return undefined;
  const [hours = '0', minutes = '0', seconds = '0'] = match.slice(1, 4);
  return {
    ms: Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * 1000 + fractionMs(match[4]),
  };
}

function wrongTime(written: string, numbers: readonly string[]): ReadTime {
  const problem = `${written} is not a time.`;
  const [first = '', ...after] = numbers;
  if (first.length > 3 || after.some((part) => part.length > 2)) return { problem };
  const mended = after.map((part) => pad(Number(part) % 60));
  return { problem, suggestion: [String(Number(first)), ...mended].join(':') };
}

function fractionMs(digits: string | undefined): number {
  return digits === undefined ? 0 : Math.round(Number(`0.${digits}`) * 1000);
}

function parts(ms: number): [number, number, number, number] {
  const whole = Math.max(0, Math.trunc(ms));
  return [
    Math.floor(whole / hourMs),
    Math.floor((whole % hourMs) / minuteMs),
    Math.floor((whole % minuteMs) / 1000),
    whole % 1000,
  ];
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
