import { setTimeout as delay } from 'node:timers/promises';
import { moduleSchema, type Module } from '../../domain/api/module.ts';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import type { ApiClient } from '../../src/demo/api-client.ts';

const patienceMs = 90_000;
const pollMs = 100;

/** Waits until a recording neither is probed nor cut. */
export async function settleRecording(api: ApiClient, id: string): Promise<Recording> {
  return await poll(
    async () => recordingSchema.parse(await api.get(`/api/recordings/${id}`)),
    ({ state }) => state !== 'probing' && state !== 'cutting',
  );
}

/** Waits until the first chapter of a module has its smaller forms. */
export async function settleFirstRenditions(api: ApiClient, moduleId: string): Promise<void> {
  await poll<Module>(
    async () => moduleSchema.parse(await api.get(`/api/modules/${moduleId}`)),
    ({ chapters }) => chapters[0]?.renditions.state === 'ready',
  );
}

async function poll<T extends { title: string; state: string }>(
  read: () => Promise<T>,
  isSettled: (found: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await read();
    if (isSettled(found)) return found;
    if (Date.now() > deadline) throw new Error(`${found.title} is still ${found.state}`);
    await delay(pollMs);
  }
}
