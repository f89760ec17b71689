import { moduleSchema, type Module } from '../../domain/api/module.ts';
import { problemSchema } from '../../domain/api/problem.ts';
import type { TestOrganisation } from './service.ts';

/** How tests ask for modules: `organisation` is there once its service runs. */
export function moduleRequests(organisation: () => TestOrganisation) {
  const read = async (path: string, as = organisation()): Promise<Module> =>
    moduleSchema.parse(await as.json(path));
  const send = async (method: string, path: string, body?: unknown): Promise<Module> =>
    moduleSchema.parse(await organisation().json(path, { method, ...(body === undefined ? {} : { body }) }));
  const refusal = async (method: string, path: string, body?: unknown, as = organisation()) => {
    const response = await as.fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, problem: problemSchema.parse(await response.json()) };
  };
  return { read, send, refusal };
}
