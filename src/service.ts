import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import type { Context } from './context.ts';

/** A listening service. */
export interface Service {
  port: number;
  /** Stops taking requests, ends idle connections, and waits for those at work. */
  close(): Promise<void>;
}

/** Listens on the configured host and port; port 0 takes a free one. */
export async function startService(ctx: Context, listen: { host: string; port: number }): Promise<Service> {
  const app = createApp(ctx);
  const server = createServer(app.express);
  // Uploads of hours are normal; slow headers are not.
  server.requestTimeout = 0;
  server.headersTimeout = 30_000;
  const port = await listenOn(server, listen);
  return {
    port,
    async close() {
      await closeServer(server);
      await app.close();
    },
  };
}

function listenOn(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(portOf(server.address()));
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}

/** Event streams never end by themselves: after a moment every connection is closed. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), 2000);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
