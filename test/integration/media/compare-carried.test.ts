import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeSampleWebinar } from '../../../fixtures/make-sample-webinar.ts';
import type { BoundarySource } from '../../../pipelines/cut/encode-boundary.ts';
import { encodePart } from '../../../pipelines/cut/encode-part.ts';
import { findJoin } from '../../../pipelines/cut/find-join.ts';
import type { CarriedPicture } from '../../../pipelines/cut/h264/carry-pictures.ts';
import { joinDecoderConfigs } from '../../../pipelines/cut/h264/decoder-config.ts';
import { indexRecording } from '../../../pipelines/cut/index-recording.ts';
import { joinParts, type ReadyPart } from '../../../pipelines/cut/join-parts.ts';
import { planCarrying } from '../../../pipelines/cut/plan-carrying.ts';
import { planFrames, planParts, type ClipPart } from '../../../pipelines/cut/plan-cut.ts';
import { openPackets } from '../../../pipelines/cut/read-packets.ts';
import { verifyClip, type ClipFlaw } from '../../../pipelines/cut/verify-clip.ts';
import { writeCarried } from '../../../pipelines/cut/write-carried.ts';
import { writeExcerpt } from '../../../pipelines/cut/write-excerpt.ts';
import type { CutJob } from '../../../pipelines/jobs/cut-job.ts';
import type { MediaTools } from '../../../pipelines/media/ffmpeg.ts';
import { findMediaTools } from '../../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../../pipelines/media/probe-recording.ts';
import { withFolder } from '../../support/clips.ts';
import { smallPicture } from '../../support/cut-sample.ts';

let tools: MediaTools;
beforeAll(async () => {
  tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
});

/** Changes the pictures planned for a boundary, as a wrong model of what decoders keep would have planned them. */
type Mistake = (head: readonly CarriedPicture[]) => readonly CarriedPicture[];

const videoOptions = [
  '-c:v',
  'libx264',
  '-pix_fmt',
  'yuv420p',
  '-preset',
  'medium',
  '-refs',
  '3',
  '-g',
  '60',
];

/** Cuts a sample at a boundary with a mistake made on the way, and gives what is found to be wrong of the clip. */
async function flawAfter(mistake: Mistake): Promise<ClipFlaw | undefined> {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'a.mp4');
    await makeSampleWebinar(tools, file, { seconds: 5, ...smallPicture, videoOptions, sound: false });
    const recording = await probeRecording(tools, file);
    const job: CutJob = { tools, path: file, recording, workDir: path.join(folder, 'work') };
    await mkdir(job.workDir);
    const { frames, avcC } = await indexRecording(tools, { path: file, recording });
    const span = { startMs: 1010, endMs: Number.POSITIVE_INFINITY };
    const index = await frames({ fromMs: span.startMs, toMs: span.endMs });
    const { video, container } = recording;
    if (video === undefined) throw new Error('The sample has pictures');
    const track = { path: file, container, kind: 'video', trackNumber: 1 } as const;
    const pictures = await openPackets(track, index.packets);
    try {
      const planned = planFrames(index, { ...span, recording });
      const join = await findJoin({ video }, { avcC, index, pictures }, planned);
      const parts = join && planParts(planned, index, join.pts);
      if (join === undefined || parts === undefined) throw new Error('The sample can be joined');
      return await makeAndVerify(job, { video, index, join, pictures }, { parts, mistake });
    } finally {
      await pictures.close();
    }
  });
}

async function makeAndVerify(
  job: CutJob,
  source: BoundarySource,
  { parts, mistake }: { parts: readonly ClipPart[]; mistake: Mistake },
): Promise<ClipFlaw | undefined> {
  const { index, join, pictures, video } = source;
  const [head, copied] = parts;
  if (head?.kind !== 'encode' || copied?.kind !== 'copy')
    throw new Error('The boundary is off the key frames');
  const { times, durations, keys } = index.packets;
  const read = await pictures.read(0, times.indexOf(join.pts));
  const packets = read.map((bytes, at) => ({
    ...{ pts: times[at] ?? 0, duration: durations[at] ?? 0, key: keys[at] === 1, bytes },
  }));
  const shown = Array.from(head.frames.pts, (pts) => ({ pts }));
  const plan = planCarrying(packets, join, { tail: [], head: shown });
  if (plan === undefined) throw new Error('The sample can be carried over');
  const samplesPath = path.join(job.workDir, 'recorded.gray');
  const sampled = Float64Array.from(plan.head.slice(0, plan.compared), ({ name }) => name);
  const avcC = joinDecoderConfigs(join.config, []);
  const joined = {
    match: { ...join.match, setId: join.freeSetId },
    excerpt: await writeExcerpt(job, source, { name: 'source', avcC, packets }),
    alone: { samplesPath, sampled },
  };
  const part = await encodePart(job, {
    ...{ name: 'part', video, index, toEnd: false, joined },
    frames: Float64Array.from(plan.encode, ({ pts }) => pts),
  });
  const made = { ...plan, head: mistake(plan.head) };
  const carried = await writeCarried(job, source, { plan: made, part, samplesPath, packets, name: 'made' });
  if (carried?.head === undefined) throw new Error('The sample can be put together');
  const ready: ReadyPart[] = [
    { ...head, part: carried.head },
    { ...copied, config: join.config },
  ];
  const outPath = path.join(job.workDir, 'clip');
  const samples = await joinParts(job, { outPath, picture: { video, index, parts: ready } });
  return verifyClip(job, outPath, {
    ...{ samples, sound: undefined },
    copied: { from: shown.length, to: samples.count, recorded: carried.head.recorded },
  });
}

describe('a clip with carried pictures', () => {
  it('is right where they are planned as they should be', async () => {
    expect(await flawAfter((head) => head)).toBeUndefined();
  });

  it.each<{ what: string; check: ClipFlaw['check']; mistake: Mistake }>([
    {
      what: 'pictures whose references are not there',
      check: 'decoder',
      mistake: (head) => head.map((picture, at) => ({ ...picture, anew: at === 0 })),
    },
    {
      what: 'numbers that stand still, so that others are referred to',
      check: 'pictures',
      mistake: (head) => {
        const from = settledAt(head) + 2;
        return head.map((picture, at) =>
          at < from ? picture : { ...picture, frameNumber: picture.frameNumber - 1 },
        );
      },
    },
    {
      what: 'one picture in the place of another',
      check: 'pictures',
      mistake: (head) => {
        const at = settledAt(head) + 1;
        const [one, other] = [head[at], head[at + 6]];
        if (one === undefined || other === undefined) throw new Error('The sample is long enough');
        return head.with(at, { ...one, source: { ...other.source, name: one.name } });
      },
    },
  ])('is not let through with $what', async ({ mistake, check }) => {
    expect(await flawAfter(mistake)).toMatchObject({ check });
  });
});

function settledAt(head: readonly CarriedPicture[]): number {
  return head.findLastIndex(({ anew }) => anew) + 1;
}
