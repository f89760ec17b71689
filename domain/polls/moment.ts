const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads when something happened as a report writes it: `Nov 23, 2020 10:41:25`, `2026-03-12 10:41:25`, `03/12/2026
 * 10:41:25 AM`. Gives milliseconds on the report's own clock, to be compared with others of the same report; undefined
 * when it is no such time.
 */
export function readMoment(written: string): number | undefined {
  const text = written.trim().slice(0, 60);
  const clock = /(?:^|[ ,T])(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([ap]m)?(?:$|\s|\()/i.exec(text);
  const day = readDay(text);
  if (clock === null || day === undefined) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = clock
    .slice(1, 4)
    .map((part: string | undefined) => Number(part ?? 0));
  const half = clock[4]?.toLowerCase();
  const hour = half === undefined ? hours : (hours % 12) + (half === 'pm' ? 12 : 0);
  return day + ((hour * 60 + minutes) * 60 + seconds) * 1000;
}

function readDay(text: string): number | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})/.exec(text);
  if (iso) return Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  const named = /^(\p{L}{3})\p{L}{0,8}\.? (\d{1,2}),? (\d{4})/u.exec(text);
  if (named) {
    const month = months.indexOf((named[1] ?? '').toLowerCase());
    return month < 0 ? undefined : Date.UTC(Number(named[3]), month, Number(named[2]));
  }
  // Day and month change places between countries; within one report they stand in one order.
  const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})/.exec(text);
  return slashed ? Date.UTC(Number(slashed[3]), Number(slashed[1]) - 1, Number(slashed[2])) : undefined;
}
