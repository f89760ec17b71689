import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import multer from 'multer';
import pg from 'pg';
import { ZodError } from 'zod';
import { AppError } from '../domain/app-error.ts';
import type { Problem } from '../domain/api/problem.ts';
import type { Log } from './log.ts';

/** Answers what no route answered. */
export const notFound: RequestHandler = (req, _res, next) => {
  next(new AppError('not-found', `There is nothing at ${req.path}.`, { status: 404 }));
};

/** The one place where an error becomes an answer: application/problem+json (RFC 9457). */
export function createErrorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) log.error({ err: error, method: req.method, path: req.path }, problem.title);
    if (res.headersSent) {
      next(error);
      return;
    }
    drain(req);
    res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** Any thrown value as a problem document; what is not ours shows nothing of its inside. */
function toProblem(error: unknown): Problem {
  if (error instanceof AppError) {
    return {
      type: 'about:blank',
      title: error.message,
      status: error.status,
      code: error.code,
      ...error.details,
    };
  }
  if (error instanceof ZodError) return problemOfInput(error);
  if (error instanceof multer.MulterError) return problemOfForm(error);
  if (error instanceof pg.DatabaseError && unkeepable.has(error.code ?? '')) {
    return {
      type: 'about:blank',
      title: 'There is a character in the text that cannot be kept. Type it again without.',
      status: 422,
      code: 'character-unkeepable',
    };
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    return { type: 'about:blank', title: sentenceOf(status), status, code: codeOf(status) };
  }
  return {
    type: 'about:blank',
    title: 'The service failed. The operator’s log says why.',
    status: 500,
    code: 'internal',
  };
}

/** What PostgreSQL says of NUL in a text and in JSON. */
const unkeepable = new Set(['22021', '22P05']);

function problemOfInput(error: ZodError): Problem {
  const problems = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  return {
    type: 'about:blank',
    title: problems[0]?.message ?? 'The input is not right.',
    status: 422,
    code: 'invalid-input',
    problems,
  };
}

function problemOfForm(error: multer.MulterError): Problem {
  const tooLarge = error.code === 'LIMIT_FILE_SIZE';
  return {
    type: 'about:blank',
    title: tooLarge
      ? `The file in ${error.field ?? 'the form'} is larger than this service takes.`
      : `The form is not as expected: ${error.message}${error.field ? ` (${error.field})` : ''}.`,
    status: tooLarge ? 413 : 400,
    code: tooLarge ? 'file-too-large' : 'invalid-form',
  };
}

/** body-parser, multer, tus and friends put the status on the error they throw. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const status = 'status' in error ? error.status : 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

function sentenceOf(status: number): string {
  if (status === 413) return 'That is larger than this service takes.';
  if (status === 403) return 'You may not do that.';
  if (status === 415) return 'That content type is not taken here.';
  return 'The request could not be read.';
}

function codeOf(status: number): string {
  if (status === 413) return 'too-large';
  if (status === 403) return 'forbidden';
  return 'bad-request';
}

/** Lets a refused upload end, so that the client reads the answer instead of a broken connection. */
function drain(req: Request): void {
  req.unpipe();
  req.resume();
}
