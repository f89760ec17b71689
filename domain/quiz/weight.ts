/** A percentage as files write it, as a share from −1 to 1 without the dust of division. */
export function shareOfPercent(percent: string | number): number {
  const number = typeof percent === 'number' ? percent : Number(percent.replace(',', '.'));
  if (!Number.isFinite(number)) return 0;
  return Math.min(1, Math.max(-1, Number((number / 100).toFixed(7)) + 0));
}

/** A share as a percentage that `shareOfPercent` reads back. */
export function percentOfShare(share: number): string {
  return String(Number((share * 100).toFixed(5)));
}

/** A score of `whole` as a share from −1 to 1. */
export function shareOfScore(score: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(-1, Number((score / whole).toFixed(7)) + 0)) : 0;
}
