import { locale } from '../../ui/i18n.ts';

/** Writes how far a boundary moved, with its sign: `+0.8 s`, `−1.25 s`. */
export function formatMove(ms: number): string {
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'narrow',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 2,
  })
    .format(ms / 1000)
    .replace(/^-/, '\u2212');
}
