import { AppError } from '../../domain/app-error.ts';

/**
 * Walks through our own pages as a browser would, without one: keeps cookies, follows redirects, posts forms.
 * The demo's teacher and administrator are such visitors.
 */
export class Browserless {
  private readonly cookies = new Map<string, string>();

  /** GET, following redirects while they stay on `origin`; gives the answer, or where a redirect leaves it. */
  async open(url: string, origin: string): Promise<Visit> {
    return await this.follow(await this.send(url, {}), url, origin);
  }

  /** POST of a form, followed in the same way. */
  async post(url: string, form: Readonly<Record<string, string>>, origin: string): Promise<Visit> {
    return await this.follow(
      await this.send(url, { method: 'POST', body: new URLSearchParams(form) }),
      url,
      origin,
    );
  }

  /** A request with this visitor's cookies, as its page's script would make it. */
  async send(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('accept', headers.get('accept') ?? 'text/html');
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    return response;
  }

  private async follow(first: Response, from: string, origin: string): Promise<Visit> {
    let response = first;
    let url = from;
    for (let hops = 0; hops < 10; hops++) {
      const location = response.headers.get('location');
      if (location === null) return { url, status: response.status, body: await response.text() };
      url = new URL(location, url).href;
      if (new URL(url).origin !== origin) return { url, status: response.status, body: '' };
      response = await this.send(url, {});
    }
    throw new AppError('demo-failed', 'The demo was sent in a circle.', { status: 500 });
  }

  private keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute)))
      this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(at + 1));
  }
}

export interface Visit {
  url: string;
  status: number;
  body: string;
}

/** The hidden fields and the address of the first form that posts, or undefined. Only ever read from our own pages. */
export function formOf(visit: Visit): { action: string; fields: Record<string, string> } | undefined {
  const form = /<form\b[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/i.exec(visit.body);
  if (!form) return undefined;
  const action = /\baction="([^"]*)"/i.exec(form[0])?.[1];
  const fields: Record<string, string> = {};
  for (const [input] of (form[1] ?? '').matchAll(/<input\b[^>]*>/gi)) {
    const name = /\bname="([^"]*)"/i.exec(input)?.[1];
    if (name !== undefined) fields[unescape(name)] = unescape(/\bvalue="([^"]*)"/i.exec(input)?.[1] ?? '');
  }
  return { action: new URL(unescape(action ?? ''), visit.url).href, fields };
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
