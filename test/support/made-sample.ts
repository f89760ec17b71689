import { createHash, randomUUID } from 'node:crypto';
import { copyFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { makeSampleWebinar, type SampleOptions } from '../../fixtures/make-sample-webinar.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';

/** All that makes a sample what it is; the compiler asks for what is added. */
const recipeOf = (options: SampleOptions): Record<keyof SampleOptions, unknown> => ({
  seconds: options.seconds,
  width: options.width,
  height: options.height,
  fps: options.fps,
  gop: options.gop,
  bframes: options.bframes,
  videoOptions: options.videoOptions,
  audioOptions: options.audioOptions,
  sound: options.sound,
  picture: options.picture,
  variableFrameRate: options.variableFrameRate,
  fileOptions: options.fileOptions,
});

/**
 * Gives a copy of the sample webinar with these options: each is made once a run of the tests and an ffmpeg, and kept in
 * the run's folder for all files.
 */
export async function makeSample(
  tools: MediaTools,
  file: string,
  options: SampleOptions = {},
): Promise<void> {
  const extension = path.extname(file);
  const recipe = JSON.stringify([tools.ffmpegPath, tools.version, recipeOf(options)]);
  const name = createHash('sha256').update(recipe).digest('hex').slice(0, 32);
  const kept = path.join(inject('samplesFolder'), `${name}${extension}`);
  if (!(await stat(kept).catch(() => undefined))) {
    // Another file of the run may make the same one now: each writes aside, and either will do.
    const aside = path.join(inject('samplesFolder'), `${name}-${randomUUID()}${extension}`);
    await makeSampleWebinar(tools, aside, options);
    await rename(aside, kept);
  }
  await copyFile(kept, file);
}
