import { openAsBlob } from 'node:fs';
import { embedSchema } from '../../domain/api/embed.ts';
import { moduleSchema, type Module } from '../../domain/api/module.ts';
import { recordingSchema } from '../../domain/api/recording.ts';
import type { ApiClient } from '../../src/demo/api-client.ts';
import type { SampleFiles } from './sample-files.ts';
import { zoomFiles } from './session-folder.ts';
import { settleRecording } from './settle-recording.ts';

/** A published module of sound alone that came with its chat and polls, and its public page. */
export interface SoundSession {
  module: Module;
  publicUrl: string;
}

/** Gives a session of sound alone to the service as Zoom leaves it; learners see one of the chat's links. */
export async function seedSoundSession(api: ApiClient, files: SampleFiles): Promise<SoundSession> {
  const form = new FormData();
  form.set('title', 'Questions and answers on scoping');
  form.set('recording', await openAsBlob(files.sound), 'GMT20260915-143000_Recording.m4a');
  form.set('outline', await openAsBlob(files.outline), 'outline.txt');
  for (const [name, content] of zoomFiles(new Uint8Array())) {
    const field = /chat/i.test(name) ? 'chat' : name.startsWith('poll') ? 'polls' : undefined;
    if (field !== undefined && typeof content === 'string') form.set(field, new Blob([content]), name);
  }
  const { id } = recordingSchema.parse(await api.send('POST', '/api/recordings', form));
  const { moduleId } = await settleRecording(api, id);
  const at = `/api/modules/${moduleId ?? ''}`;
  const made = moduleSchema.parse(await api.get(at));
  const [link] = made.links;
  await api.patch(`/api/links/${link?.id ?? ''}`, { state: 'shown' });
  const module = moduleSchema.parse(await api.post(`${at}/publish`, {}));
  const { url: publicUrl } = embedSchema.parse(await api.post(`${at}/embeds`, {}));
  return { module, publicUrl };
}
