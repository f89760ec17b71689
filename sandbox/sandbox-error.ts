/** A refusal of the sandbox: an HTTP status, a stable code, and a sentence that says what was wrong. */
export class SandboxError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, sentence: string, options: { cause?: unknown } = {}) {
    super(sentence, options);
    this.name = 'SandboxError';
    this.status = status;
    this.code = code;
  }
}

/** What stands behind a failure, in one line, for messages shown to whoever debugs a tool. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
