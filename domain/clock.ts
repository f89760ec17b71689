const hourMs = 3_600_000;

/**
 * Reads a time of day in milliseconds since midnight: `14:30`, `14:30:12`, `2:30 PM`, `2 pm`, `14h30`, `14.30 Uhr`.
 * Undefined when it is none.
 */
export function readClock(text: string): number | undefined {
  const match = /^(\d{1,2})(?:[:.h](\d{2})?(?:[:.](\d{2}))?)?\s?(?:([ap])\.?\s?m\.?|uhr|h)?$/i.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [hours = '', minutes = '0', seconds = '0', half] = match.slice(1);
  const isBare = !/\D/.test(text.trim());
  const hour = half === undefined ? Number(hours) : toTwentyFour(Number(hours), half);
  if (isBare || hour === undefined || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    return undefined;
  return hour * hourMs + Number(minutes) * 60_000 + Number(seconds) * 1000;
}

/** How long after one time of day another comes; the hours before it belong to the day before. */
export function clockDistance(fromMs: number, toMs: number): number {
  const distance = (toMs - fromMs + 24 * hourMs) % (24 * hourMs);
  return distance > 18 * hourMs ? distance - 24 * hourMs : distance;
}

/** Twelve in the morning is midnight, twelve in the afternoon noon. */
function toTwentyFour(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (/p/i.test(half) ? 12 : 0);
}
