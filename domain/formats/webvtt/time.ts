/** The standard's `MM:SS.mmm` and `H…:MM:SS.mmm`; with a comma as SubRip has it. */
const strict = /^(?:(\d{1,9}):(\d{2})|(\d{2})):(\d{2})[.,](\d{3})(?!\d)/;
/** What Teams writes: hours, minutes and seconds as plain numbers, as many digits of the second as it has. */
const unpadded = /^(0|[1-9]\d{0,3}):(0|[1-9]\d?):(0|[1-9]\d?)(?:\.(\d{1,9}))?(?=[ \t\f]|$)/;
const loose = /^(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?$/;

/** Takes a WebVTT time from the start of a text (W3C WebVTT §6.3), or one as Teams writes it; undefined without one. */
export function takeTime(text: string): { ms: number; rest: string } | undefined {
  const match = strict.exec(text);
  if (match === null) return takeUnpadded(text);
  const [whole, hours = '0', withHours, without = '0', seconds = '', fraction = ''] = match;
  const minutes = Number(withHours ?? without);
  if (minutes > 59 || Number(seconds) > 59) return undefined;
  const ms = ((Number(hours) * 60 + minutes) * 60 + Number(seconds)) * 1000 + Number(fraction);
  return { ms, rest: text.slice(whole.length) };
}

/** Reads a time of SubRip, SBV or a document in milliseconds, padded or not; undefined when it is none. */
export function readLooseTime(text: string): number | undefined {
  const match = loose.exec(text);
  if (!match) return undefined;
  const [hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match.slice(1);
  if (Number(seconds) > 59 || (match[1] !== undefined && Number(minutes) > 59)) return undefined;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
}

function takeUnpadded(text: string): { ms: number; rest: string } | undefined {
  const match = unpadded.exec(text);
  const ms = match === null ? undefined : readLooseTime(match[0]);
  return match === null || ms === undefined ? undefined : { ms, rest: text.slice(match[0].length) };
}
