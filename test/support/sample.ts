import { mkdtemp, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeSampleWebinar } from '../../fixtures/make-sample-webinar.ts';
import { findMediaTools } from '../../pipelines/find-media-tools.ts';

let made: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** A small recording of 12 seconds with picture and sound, made once a test file. */
export function sampleRecording(): Promise<Uint8Array<ArrayBuffer>> {
  made ??= makeSmall();
  return made;
}

/** Three chapters of four seconds for it. */
export const sampleOutline = '0:00 Welcome\n0:04 Scoping\n0:08 Wrap-up\n';

async function makeSmall(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-small-'));
  const file = path.join(folder, 'small.mp4');
  await makeSampleWebinar(await findMediaTools(), file, {
    seconds: 12,
    width: 320,
    height: 180,
    fps: 25,
    gop: 50,
  });
  return new Uint8Array(await readFile(file));
}
