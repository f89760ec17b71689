import type { Problem } from '../../domain/api/problem.ts';
import en from './locales/en/ui.json' with { type: 'json' };
import { texts } from './i18n.ts';

const t = texts('ui', en);

/** One line about a bad input: where it is and what would be right. */
export type ProblemLine = NonNullable<Problem['problems']>[number];

/** A request that was not answered with what it asked for. `message` is a sentence for the person. */
export class ApiError extends Error {
  /** Stable name for programs; `network` when no answer came. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly problems: readonly ProblemLine[];
  /** The whole problem document, for what only this code has; undefined when none came. */
  readonly document: unknown;

  constructor(
    code: string,
    sentence: string,
    status: number,
    problems: readonly ProblemLine[] = [],
    document?: unknown,
  ) {
    super(sentence);
    this.document = document;
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.problems = problems;
  }
}

/** What turns an answer into a trusted value: a zod schema, or `trusted()`. */
export interface Parser<T> {
  parse(answer: unknown): T;
}

/** Takes our own server's answer at its word: for pages where a schema library would cost too many bytes. */
export function trusted<T>(): Parser<T> {
  // The service answers with values checked against the same type; parsing them again would double the page's script.
  return { parse: (answer) => answer as T };
}

/** What a request can carry. `body` is sent as JSON, `form` as multipart. */
export interface ApiRequest {
  body?: unknown;
  form?: FormData;
  signal?: AbortSignal;
  /** Lets a request outlive the page, for the last save. */
  keepalive?: boolean;
}

/** One kind of request: to a path that begins with `/api/`, its answer parsed. */
export type Send = <T>(path: string, answer: Parser<T>, request?: ApiRequest) => Promise<T>;

/** Talks to the service; every failure is an `ApiError`. */
export interface Api {
  get: Send;
  post: Send;
  put: Send;
  patch: Send;
  delete: Send;
}

/** For requests that answer 204. */
export const nothing: Parser<void> = { parse: () => undefined };

/** How one app speaks to the service. */
export interface ApiOptions {
  /** Headers of each request: `x-csrf-token` in the studio, `x-launch` in a launch. */
  headers: () => Record<string, string>;
  /** Where the page must first find out who it is, and may once find it out again after a 401. */
  session?: { ready: () => Promise<void>; recover: () => Promise<boolean> };
  /** Told of each 401, before the error is thrown. */
  onSignedOut?: () => void;
}

/** Makes the client of one app; paths begin with `/api/`. */
export function createApi(options: ApiOptions): Api {
  const send =
    (method: string) =>
    async <T>(path: string, answer: Parser<T>, request: ApiRequest = {}): Promise<T> => {
      await options.session?.ready();
      const response = await sendOnce(path, method, request, options);
      if (response.ok) return read(response, answer);
      if (response.status === 401) options.onSignedOut?.();
      throw await toApiError(response);
    };
  return {
    get: send('GET'),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    delete: send('DELETE'),
  };
}

async function sendOnce(
  path: string,
  method: string,
  request: ApiRequest,
  { headers, session }: ApiOptions,
): Promise<globalThis.Response> {
  const response = await fetchOrFail(path, toInit(method, request, headers()));
  if (response.status !== 401 || session === undefined || !(await session.recover())) return response;
  return await fetchOrFail(path, toInit(method, request, headers()));
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return t('error.unexpected');
}

/** The problem lines by the field they are about (`path`), for forms. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.problems.flatMap((line) => (line.path ? [[line.path, line.message]] : [])));
}

/** Whether an error only says that its request was given up. */
export function wasAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function toInit(method: string, request: ApiRequest, headers: Record<string, string>): RequestInit {
  const json = request.body !== undefined;
  return {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(json ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    body: request.form ?? (json ? JSON.stringify(request.body) : null),
    signal: request.signal ?? null,
    keepalive: request.keepalive ?? false,
  };
}

async function fetchOrFail(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (wasAborted(error)) throw error;
    throw new ApiError('network', t(navigator.onLine ? 'error.unreachable' : 'error.offline'), 0);
  }
}

async function read<T>(response: Response, answer: Parser<T>): Promise<T> {
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  try {
    return answer.parse(body);
  } catch {
    throw new ApiError('unreadable-answer', t('error.unreadable'), response.status);
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!isProblem(body))
    return new ApiError('unknown', t('error.status', { status: response.status }), response.status);
  return new ApiError(body.code, body.title, response.status, body.problems ?? [], body);
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'title' in body &&
    typeof body.title === 'string' &&
    'code' in body &&
    typeof body.code === 'string' &&
    (!('problems' in body) || body.problems === undefined || Array.isArray(body.problems))
  );
}
