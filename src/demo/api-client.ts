import { AppError } from '../../domain/app-error.ts';
import { problemSchema } from '../../domain/api/problem.ts';

/** The service's API as a script uses it: JSON in, JSON out, an API token. */
export interface ApiClient {
  get(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
  put(path: string, body: object): Promise<unknown>;
  patch(path: string, body: object): Promise<unknown>;
  send(method: string, path: string, body: FormData): Promise<unknown>;
}

/** Throws the service's own problem as an AppError. */
export function createApiClient(origin: string, token: string): ApiClient {
  const request = async (method: string, path: string, body?: FormData | string): Promise<unknown> => {
    const response = await fetch(new URL(path, origin), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body }),
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (response.ok) return answer;
    const problem = problemSchema.parse(answer);
    throw new AppError(problem.code, problem.title, { status: problem.status });
  };
  return {
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, JSON.stringify(body)),
    put: (path, body) => request('PUT', path, JSON.stringify(body)),
    patch: (path, body) => request('PATCH', path, JSON.stringify(body)),
    send: (method, path, body) => request(method, path, body),
  };
}
