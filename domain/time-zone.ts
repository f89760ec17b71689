/**
 * The moment, in milliseconds since 1970, at which clocks of a zone (`Europe/Berlin`, `UTC`) show a time that is written
 * as if it were UTC; undefined for a zone that is not known.
 */
export function utcOf(writtenMs: number, zone: string): number | undefined {
  const shown = clockOf(zone);
  if (shown === undefined || !Number.isFinite(writtenMs)) return undefined;
  // Twice: the first guess may lie on the other side of a change to or from summer time.
  const guess = writtenMs - (shown(writtenMs) - writtenMs);
  return writtenMs - (shown(guess) - guess);
}

/** What clocks of a zone show at a moment, as if it were UTC. */
function clockOf(zone: string): ((ms: number) => number) | undefined {
  if (zone === 'UTC') return (ms) => ms;
  try {
    const format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (ms) => {
      const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
      const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
      return Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
      );
    };
  } catch {
    return undefined;
  }
}
