import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createApp, type App } from '../../src/app.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let app: App;
beforeAll(async () => {
  service = await startTestService();
  app = createApp(service.ctx);
});
afterAll(async () => {
  await app.close();
  await service.stop();
});

const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

test('the document describes every route of the API, and nothing else', async () => {
  const { paths } = documentSchema.parse(await (await fetch(`${service.url}/api/openapi.json`)).json());
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => (isUpload(path) ? `any ${path}` : `${method} ${path}`)),
  );
  const routed = routesIn(app.express.router.stack, '').filter((route) => route.includes(' /api/'));
  expect([...new Set(described)].toSorted()).toEqual(routed.toSorted());
});

/** tus answers whatever method it knows. */
function isUpload(path: string): boolean {
  return path.startsWith('/api/uploads');
}

/** What Express keeps of each `use` and each route. */
interface Layer {
  handle: { stack?: unknown[] };
  /** Where it is mounted, if the address is under it. */
  match: (address: string) => { path: string } | false;
  route?: { path: string | string[]; methods: Record<string, boolean> };
}

function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && 'handle' in value && 'match' in value;
}

function routesIn(stack: readonly unknown[], prefix: string): string[] {
  return stack.filter(isLayer).flatMap((layer) => {
    const { route, handle } = layer;
    if (route !== undefined) return addressesOf(route, prefix);
    const match = layer.match('/api');
    const mounted = match === false ? '' : match.path;
    return handle.stack === undefined ? [] : routesIn(handle.stack, prefix + mounted);
  });
}

function addressesOf({ path, methods }: NonNullable<Layer['route']>, prefix: string): string[] {
  return [path].flat().flatMap((one) => {
    const address = prefix + one.replace(/:(\w+)/g, '{$1}');
    return Object.keys(methods).map((method) => `${method === '_all' ? 'any' : method} ${address}`);
  });
}
