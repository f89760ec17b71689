import { formatTime } from '../../domain/time.ts';
import { locale } from './i18n.ts';

export { formatTime };

/** Writes a size in the unit that people read: `640 kB`, `12.4 MB`, `1.3 GB`. */
export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes >= 1e9
      ? (['gigabyte', 1e9] as const)
      : bytes >= 1e6
        ? (['megabyte', 1e6] as const)
        : (['kilobyte', 1e3] as const);
  const value = bytes / size;
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 100 && unit !== 'kilobyte' ? 1 : 0,
  }).format(bytes > 0 && unit === 'kilobyte' ? Math.max(1, value) : value);
}

/** Writes a share, 0 to 1, as whole per cent. */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** Writes a number as the reader does: `4`, `1,250`, `2.5`. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value);
}

/** Writes the time of day of a moment: `10:32`. */
export function formatClock(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** Writes a day and its time, the year only when it is another: `12 Nov, 10:32`. */
export function formatMoment(at: Date, now: Date = new Date()): string {
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    ...year,
  }).format(at);
}

/** Writes a moment as briefly as is clear: the time of day today, else the day. */
export function formatBriefly(at: Date, now: Date = new Date()): string {
  if (at.toDateString() === now.toDateString()) return formatClock(at);
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', ...year }).format(at);
}
