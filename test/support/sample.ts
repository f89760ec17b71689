import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SampleOptions } from '../../fixtures/make-sample-webinar.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { makeSample } from './made-sample.ts';

let made: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** A small recording of 12 seconds with picture and sound, made once a test file. */
export function sampleRecording(): Promise<Uint8Array<ArrayBuffer>> {
  made ??= makeRecording();
  return made;
}

/** Three chapters of four seconds for it. */
export const sampleOutline = '0:00 Welcome\n0:04 Scoping\n0:08 Wrap-up\n';

/** Another small recording, with what the sample webinar's options say. */
export async function makeRecording(options: SampleOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-small-'));
  try {
    const file = path.join(folder, 'small.mp4');
    const small = { seconds: 12, width: 320, height: 180, fps: 25, gop: 50 };
    await makeSample(await findMediaTools(), file, { ...small, ...options });
    return new Uint8Array(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
