import { z } from 'zod';
import { shorten } from './formats/text.ts';

/** `offered`: found in the chat, waits for the trainer; `shown`: learners see it; `dismissed`: not wanted. */
export const linkStateSchema = z.enum(['offered', 'shown', 'dismissed']);
export type LinkState = z.infer<typeof linkStateSchema>;

/** A web address that belongs to a chapter or to the whole module. */
export const linkSchema = z.object({
  id: z.string(),
  /** Null: belongs to the whole module. */
  chapterId: z.string().nullable(),
  state: linkStateSchema,
  url: z.string(),
  title: z.string(),
  /** What was written around it in the chat. */
  note: z.string(),
  /** When it was shared, on the recording's clock. */
  atMs: z.number().int().nullable(),
});
export type Link = z.infer<typeof linkSchema>;

/** Tells a site who clicked where; the page is the same without. */
const trackers =
  /^(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igsh(?:id)?|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|vero_id|oly_\w+_id|ref_src|trk\w*|si|feature|cmpid|_ga|_gl)$/i;
/** Signs in whoever has the address. */
const signIns =
  /^(?:access_?token|id_?token|refresh_?token|auth_?token|auth|token|jwt|ticket|otp|pwd|passw(?:or)?d|passcode|session_?id|session|sid|phpsessid|jsessionid|api_?key|secret|sig|signature|x-amz-(?:signature|credential|security-token)|x-goog-(?:signature|credential))$/i;

/** The way into a live session that is over. */
const joining =
  /^(?:[\w-]+\.)*zoom\.us\/(?:j|w|s|my|wc)\/|^teams\.(?:microsoft|live)\.com\/(?:l\/meetup-join|meet)|^meet\.google\.com\/[a-z]{3}-|^[\w.-]+\/(?:b|rooms|bigbluebutton)\/[\w-]+(?:\/join)?$|webex\.com\/(?:meet|join)/i;

const privateHost =
  /^(?:localhost|.*\.(?:local|internal|localhost|test)|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|169\.254\.[\d.]+|0\.0\.0\.0|\[.*\])$/i;

/**
 * An address as learners may get it: http or https, without what follows people around and without what signs somebody
 * in. Undefined for anything else, for addresses of private networks, and for the way into a live session.
 */
export function cleanAddress(written: string): string | undefined {
  if (!URL.canParse(written) || written.length > 2000) return undefined;
  const url = new URL(written);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (!url.hostname.includes('.') || privateHost.test(url.hostname)) return undefined;
  if (joining.test(`${url.hostname}${url.pathname}`)) return undefined;
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) {
    if (trackers.test(name) || signIns.test(name)) url.searchParams.delete(name);
  }
  url.pathname = url.pathname.replace(/;jsessionid=[^/]*/gi, '');
  if (/(?:^#|[#&?])(?:access_token|id_token|token|auth)=/i.test(url.hash)) url.hash = '';
  return url.href;
}

/** What a link is called to begin with: what was written around it where that is short, else its address. */
export function linkTitle(url: string, note: string): string {
  const words = note.replace(/[\s:–-]+$/, '').trim();
  if (words !== '' && words.length <= 120) return words;
  const { hostname, pathname } = new URL(url);
  return shorten(`${hostname.replace(/^www\./, '')}${pathname === '/' ? '' : pathname}`, 120);
}
