import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';
import { AppError } from '../../domain/app-error.ts';

/** What is asked of a platform. */
export interface PlatformRequest {
  method?: 'GET' | 'POST' | 'PUT';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}

/** Its answer, whatever the status; redirects are not followed. */
export interface PlatformAnswer {
  status: number;
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
  text: string;
}

export type FetchPlatform = (url: string, options?: PlatformRequest) => Promise<PlatformAnswer>;

/** The platform could not be asked at all, or answered too slowly or too much. Worth another try. */
export class PlatformUnreachableError extends AppError {
  constructor(code: string, sentence: string, cause?: unknown) {
    super(code, sentence, { status: 502, cause });
  }
}

const defaultTimeoutMs = 8_000;
const limits = { connectMs: 3_000, bodyBytes: 1_000_000 };
const userAgent = 'Afterclass/0.1 (LTI 1.3 tool)';

/**
 * Every outgoing call to a platform (rule 30): https and public addresses only, checked where the connection is made so
 * that a name cannot change its mind; no redirects; bounded in time and size; with a User-Agent. Where the operator
 * allows private networks, http and any address. Throws `PlatformUnreachableError`.
 */
export function createFetchPlatform(options: {
  allowPrivateNetworks: boolean;
  /** For the whole of a call. */
  timeoutMs?: number;
  resolve?: LookupFunction;
}): FetchPlatform {
  const { allowPrivateNetworks, timeoutMs = defaultTimeoutMs, resolve = dns.lookup } = options;
  const lookup = allowPrivateNetworks ? resolve : publicOnly(resolve);
  const agent = new Agent({
    connect: { lookup, timeout: Math.min(limits.connectMs, timeoutMs) },
    allowH2: false,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return async (address, { method = 'GET', headers = {}, body, signal } = {}) => {
    const url = checkAddress(address, allowPrivateNetworks);
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await request(url, {
        dispatcher: agent,
        method,
        headers: { 'user-agent': userAgent, ...headers },
        body: body ?? null,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return {
        status: answer.statusCode,
        header: (name) => firstOf(answer.headers[name]),
        text: await readBody(answer.body, url),
      };
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw unreachable(url, error, timeout.aborted);
    }
  };
}

/** Whether an address is one that anybody on the internet can reach: no loopback, private, link-local or reserved one. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function checkAddress(address: string, allowPrivateNetworks: boolean): URL {
  const url = URL.parse(address);
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.username !== '') {
    throw new PlatformUnreachableError('platform-address-wrong', `${address} is not a web address.`);
  }
  if (allowPrivateNetworks) return url;
  if (url.protocol !== 'https:') {
    throw new PlatformUnreachableError(
      'platform-address-not-https',
      `${url.host} must be called over https. (The operator can allow private networks.)`,
    );
  }
  // A literal address is connected to without asking `lookup`.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal) && !isPublicAddress(literal)) throw notPublic(url.hostname);
  return url;
}

function publicOnly(resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const all = Array.isArray(found) ? found : [];
      const addresses = all.filter(({ address }) => isPublicAddress(address));
      const [first] = addresses;
      if (error !== null || first === undefined) callback(error ?? notPublic(hostname), '', 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

async function readBody(body: AsyncIterable<Uint8Array>, url: URL): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > limits.bodyBytes) {
      throw new PlatformUnreachableError('platform-answer-too-large', `${url.host} answered too much.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function notPublic(host: string): PlatformUnreachableError {
  return new PlatformUnreachableError(
    'platform-address-not-public',
    `${host} is on a private network. The operator can allow that.`,
  );
}

function unreachable(url: URL, cause: unknown, timedOut: boolean): PlatformUnreachableError {
  return timedOut
    ? new PlatformUnreachableError('platform-too-slow', `${url.host} did not answer in time.`, cause)
    : new PlatformUnreachableError('platform-unreachable', `${url.host} could not be reached.`, cause);
}
