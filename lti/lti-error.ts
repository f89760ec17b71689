import { AppError } from '../domain/app-error.ts';

/** A login initiation that cannot be answered: 400 unless said otherwise. */
export class LoginError extends AppError {
  constructor(code: string, sentence: string, status = 400) {
    super(code, sentence, { status });
  }
}

/** A launch that is refused: 401 unless said otherwise. The code names the check that failed. */
export class LaunchError extends AppError {
  /** The launch was right, what it opens is not there: the LMS can say so itself (rule 22). */
  readonly sendBack: boolean;

  constructor(
    code: string,
    sentence: string,
    options: { status?: number; cause?: unknown; sendBack?: boolean } = {},
  ) {
    super(code, sentence, { status: 401, ...options });
    this.sendBack = options.sendBack ?? false;
  }
}

/** A deep linking response that cannot be made, or a dynamic registration that cannot be finished. */
export class LtiRequestError extends AppError {
  constructor(code: string, sentence: string, options: { status?: number; cause?: unknown } = {}) {
    super(code, sentence, { status: 422, ...options });
  }
}
