import { openAsBlob } from 'node:fs';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { moduleSchema, modulesSchema, type Module } from '../../domain/api/module.ts';
import { recordingSchema, type Recording } from '../../domain/api/recording.ts';
import { AppError } from '../../domain/app-error.ts';
import { makeSampleWebinar } from '../../fixtures/make-sample-webinar.ts';
import type { Context } from '../context.ts';
import type { ApiClient } from './api-client.ts';

const title = 'Running a small project';
const fixtures = path.resolve(import.meta.dirname, '../../fixtures');

type Say = (line: string) => void;

/** The published sample module: made from the sample webinar by the real pipeline, or found from an earlier run. */
export async function sampleModule(ctx: Context, api: ApiClient, say: Say): Promise<Module> {
  const { modules } = modulesSchema.parse(await api.get(`/api/modules?query=${encodeURIComponent(title)}`));
  const [kept] = modules;
  const moduleId = kept?.id ?? (await makeModule(ctx, api, say));
  const module = moduleSchema.parse(await api.get(`/api/modules/${moduleId}`));
  if (module.state === 'published') return module;
  return moduleSchema.parse(await api.post(`/api/modules/${moduleId}/publish`, {}));
}

async function makeModule(ctx: Context, api: ApiClient, say: Say): Promise<string> {
  const file = await sampleRecording(ctx, say);
  say('Uploading the recording, its outline, transcript, quiz and template');
  const form = new FormData();
  form.set('title', title);
  form.set('recording', await openAsBlob(file), 'webinar.mp4');
  form.set('outline', await openAsBlob(path.join(fixtures, 'sample-outline.txt')), 'outline.txt');
  form.set('transcript', await openAsBlob(path.join(fixtures, 'sample-transcript.vtt')), 'transcript.vtt');
  form.set('quiz', await openAsBlob(path.join(fixtures, 'sample-quiz.gift')), 'quiz.gift');
  form.append(
    'attachments',
    await openAsBlob(path.join(fixtures, 'sample-template.csv')),
    'Scoping template.csv',
  );
  const recording = recordingSchema.parse(await api.send('POST', '/api/recordings', form));
  const { moduleId } = await cut(api, recording.id, say);
  if (moduleId === null) throw new AppError('demo-failed', 'The sample has no module.', { status: 500 });
  return moduleId;
}

async function sampleRecording(ctx: Context, say: Say): Promise<string> {
  const folder = path.join(ctx.config.dataFolder, 'sample');
  const file = path.join(folder, 'webinar.mp4');
  if (existsSync(file)) return file;
  say('Making the sample webinar');
  await mkdir(folder, { recursive: true });
  const aside = path.join(folder, 'webinar.part.mp4');
  await makeSampleWebinar(ctx.tools, aside);
  await rename(aside, file);
  return file;
}

async function cut(api: ApiClient, recordingId: string, say: Say): Promise<Recording> {
  let shown = -1;
  for (;;) {
    const recording = recordingSchema.parse(await api.get(`/api/recordings/${recordingId}`));
    if (recording.chapterCount > 0 && recording.chaptersReady !== shown) {
      shown = recording.chaptersReady;
      say(`Cutting chapters: ${shown} of ${recording.chapterCount} done`);
    }
    if (recording.state === 'ready') return recording;
    if (recording.state === 'failed' || recording.state === 'waiting') {
      throw new AppError('demo-failed', recording.failure?.message ?? 'The sample could not be cut.', {
        status: 500,
      });
    }
    await delay(250);
  }
}
