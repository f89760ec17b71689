import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { ApiError, createApi, fieldErrors, nothing, trusted } from '../../../web/ui/api.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closers.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

const api = createApi({ headers: () => ({ 'x-csrf-token': 'abc' }) });

test('sends JSON with the headers of its app and gives the parsed answer', async () => {
  const url = await serve((request, response) => {
    response.end(JSON.stringify({ method: request.method, token: request.headers['x-csrf-token'] }));
  });
  const answer = await api.patch(url, trusted<{ method: string; token: string }>(), { body: {} });
  expect(answer).toEqual({ method: 'PATCH', token: 'abc' });
});

test('turns a problem document into an ApiError with its sentence and its fields', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Type your name.',
    status: 422,
    code: 'invalid-input',
    problems: [{ path: 'name', message: 'Type your name.' }],
  };
  const url = await serve((_request, response) => {
    response.writeHead(422, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  });
  const error: unknown = await api.post(url, nothing).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'invalid-input', status: 422, message: 'Type your name.' });
  expect(fieldErrors(error)).toEqual({ name: 'Type your name.' });
});

test('gives a sentence for an answer that is no problem document, such as a proxy’s page', async () => {
  const url = await serve((_request, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'));
  await expect(api.get(url, nothing)).rejects.toThrow(/status 502/);
});

test('gives a sentence when nobody answers', async () => {
  await expect(api.get('http://127.0.0.1:1', nothing)).rejects.toMatchObject({ code: 'network', status: 0 });
});

test('refuses an answer of another form', async () => {
  const url = await serve((_request, response) => response.end('{}'));
  const strict = {
    parse: () => {
      throw new TypeError('not that');
    },
  };
  await expect(api.get(url, strict)).rejects.toMatchObject({ code: 'unreadable-answer' });
});

test('tells the app of a session that has ended', async () => {
  let told = 0;
  const watched = createApi({ headers: () => ({}), onSignedOut: () => (told += 1) });
  const url = await serve((_request, response) => response.writeHead(401).end());
  await expect(watched.get(url, nothing)).rejects.toBeInstanceOf(ApiError);
  expect(told).toBe(1);
});
