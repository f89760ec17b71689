import { AppError } from '../../domain/app-error.ts';
import type { Failure } from '../../domain/recording.ts';
import type { MediaDeps } from '../pipeline-deps.ts';

/** Why a step failed, for the row and its page. What is no fault of the input goes to the operator's log. */
export function failureOf(log: MediaDeps['log'], error: unknown, doing: string): Failure {
  if (error instanceof AppError && error.status < 500) {
    if (error.cause !== undefined) log.error({ err: error }, doing);
    return { code: error.code, message: error.message };
  }
  log.error({ err: error }, doing);
  return {
    code: 'internal',
    message: `The service failed while ${doing}. Retry starts again; the operator’s log says why.`,
  };
}
