/** An http(s) address, or null for anything else that stands in its place. */
export function webAddress(text: string | undefined): string | null {
  const url = URL.parse(text ?? '');
  return url !== null && ['https:', 'http:'].includes(url.protocol) ? url.href : null;
}
