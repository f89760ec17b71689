/** What follows a page of a platform's list. */
export interface NextPage {
  url: string | undefined;
  /** The platform named one on another origin: it is never called, because the platform's token would go there. */
  isForeign: boolean;
}

/** rel=next of a Link header (RFC 8288) as an address on the same origin; Moodle writes curly quotes and `&amp;`. */
export function nextPage(link: string | undefined, current: string): NextPage {
  const [, address] = /<([^>]+)>\s*;\s*rel=\W*next/.exec(link ?? '') ?? [];
  const url = address === undefined ? null : URL.parse(address.replaceAll('&amp;', '&'), current);
  const isForeign = url !== null && url.origin !== new URL(current).origin;
  return { url: url === null || isForeign ? undefined : url.href, isForeign };
}

/** The address that tells what changed since (NRPS §2.5.1), kept as it came; undefined where there is none of this origin. */
export function differencesLink(link: string | undefined, current: string): string | undefined {
  const [, address] = /<([^>]+)>\s*;\s*rel=\W*differences/.exec(link ?? '') ?? [];
  const url = address === undefined ? null : URL.parse(address, current);
  return url !== null && url.origin === new URL(current).origin ? address : undefined;
}
