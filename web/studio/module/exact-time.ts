import { formatTime } from '../../../domain/time.ts';

/** Writes a time to the millisecond where it has any: `5:30`, `5:30.250`. */
export function formatExactTime(ms: number): string {
  const rest = ms % 1000;
  return rest === 0 ? formatTime(ms) : `${formatTime(ms)}.${String(rest).padStart(3, '0')}`;
}
