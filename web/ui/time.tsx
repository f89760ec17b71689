import { formatBriefly, formatMoment, formatTime } from './format.ts';

/** A moment, briefly (10:32 today, else 12 Nov); whole in its tooltip. */
export function Time({ at, whole = false }: { at: string; whole?: boolean | undefined }) {
  const date = new Date(at);
  const full = formatMoment(date);
  return (
    <time dateTime={at} title={full}>
      {whole ? full : formatBriefly(date)}
    </time>
  );
}

/** A length of time or a place in a recording: 1:02:03. */
export function Clock({ ms }: { ms: number }) {
  return <time dateTime={`PT${Math.round(ms / 1000)}S`}>{formatTime(ms)}</time>;
}
