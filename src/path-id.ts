import type { Request } from 'express';
import { NotFoundError } from '../domain/app-error.ts';
import { isUuid } from './uuid.ts';

/** The id in a request's path; what cannot be an id of ours is not there: `NotFoundError` naming `what`. */
export function pathId(req: Request, what: string, name = 'id'): string {
  const id = req.params[name];
  if (typeof id === 'string' && isUuid(id)) return id;
  throw new NotFoundError(what);
}
