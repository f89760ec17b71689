/** What every failure of ours has: a stable code for programs and a sentence that a person can act on. */
export class AppError extends Error {
  readonly code: string;
  /** HTTP status that fits when the error reaches a route. */
  readonly status: number;
  /** Further members of the problem document (RFC 9457), safe to show. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    sentence: string,
    options: { status?: number; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.status = options.status ?? 400;
    this.details = options.details ?? {};
  }
}

/** Nothing is there, or it is not yours: the two are never told apart. */
export class NotFoundError extends AppError {
  constructor(what: string) {
    super('not-found', `There is no such ${what}, or you may not see it.`, { status: 404 });
  }
}
