/**
 * Reads a number as learners and trainers type it: decimal point or comma, exponent, unicode minus, spaces or
 * apostrophes between thousands; a single comma is a decimal one. Undefined when it is none.
 */
export function parseNumber(text: string): number | undefined {
  const plain = text
    .trim()
    .slice(0, 60)
    .replace(/^[−–‒﹣－]/, '-')
    .replace(/(?<=[eE])[−–‒﹣－]/, '-')
    .replace(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, '');
  const number = readPlain(plain) ?? readGrouped(plain);
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

/** The numbers within a tolerance of a value, with decimal bounds: 3.14 ± 0.01 begins at 3.13, not at 3.1300000000000003. */
export function rangeAround(value: number, tolerance: number): { min: number; max: number } {
  return { min: decimal(value - tolerance), max: decimal(value + tolerance) };
}

function decimal(number: number): number {
  return Number(number.toPrecision(15));
}

function readPlain(text: string): number | undefined {
  const isNumber = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:\s?(?:[eE]|[x×·*]\s?10\^)\s?[+-]?\d{1,3})?$/.test(
    text,
  );
  if (!isNumber) return undefined;
  return Number(
    text
      .replace(',', '.')
      .replace(/\s?[x×·*]\s?10\^\s?/, 'e')
      .replace(/\s/g, ''),
  );
}

/** `1,234,567.5` and `1.234.567,5`: the separator that is repeated, or that stands first of two, parts thousands. */
function readGrouped(text: string): number | undefined {
  if (/^[+-]?\d{1,3}(?:,\d{3})+\.\d+$|^[+-]?\d{1,3}(?:,\d{3}){2,}$/.test(text))
    return Number(text.replaceAll(',', ''));
  if (!/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$|^[+-]?\d{1,3}(?:\.\d{3}){2,}$/.test(text)) return undefined;
  return Number(text.replaceAll('.', '').replace(',', '.'));
}
