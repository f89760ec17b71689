import { describe, expect, it } from 'vitest';
import type { FrameIndex } from '../../../pipelines/cut/index-frames.ts';
import { tableOf } from '../../../pipelines/cut/mp4/packet-table.ts';
import { planFrames, planParts, type ClipPart, type FramePlan } from '../../../pipelines/cut/plan-cut.ts';

/** Packets in decode order, `K` a key packet: `indexOf('K0 4 2 1 3 K5')`, ticks of 40 ms. */
function indexOf(packets: string): FrameIndex {
  const rows = packets.split(' ').map((text) => {
    const key = text.startsWith('K');
    return { time: Number(key ? text.slice(1) : text), duration: 1, size: 100, key };
  });
  return { timeBase: { num: 1, den: 25 }, packets: tableOf(25, rows), source: 'tables' };
}

function planOf(index: FrameIndex, startMs: number, endMs: number, originSeconds = 0) {
  return planFrames(index, { startMs, endMs, recording: { originSeconds, durationMs: 10_000 } });
}

function framesOf({ frames: { pts, times, durations } }: FramePlan) {
  return Array.from(pts, (time, at) => ({ pts: time, time: times[at], duration: durations[at] }));
}

function shape(parts: readonly ClipPart[] | undefined): string[] | undefined {
  return parts?.map((part) => {
    const times = part.kind === 'copy' ? part.packets.times : part.frames.pts;
    return `${part.kind} ${times.join(' ')}`;
  });
}

describe('planFrames', () => {
  const index = indexOf('K0 3 1 2 6 4 5 K7 10 8 9');

  it('takes the frames shown at or after the start and before the end', () => {
    expect(planOf(index, 80, 200).frames.pts).toEqual(Float64Array.of(2, 3, 4));
    expect(planOf(index, 81, 201).frames.pts).toEqual(Float64Array.of(3, 4, 5));
    expect(planOf(index, 41, 80).frames.pts).toEqual(Float64Array.of(1)); // none begins: 1 still stands
  });

  it('gives each frame to exactly one of two chapters that touch, wherever the boundary is', () => {
    for (let boundaryMs = 1; boundaryMs < 430; boundaryMs += 7) {
      const before = planOf(index, 0, boundaryMs);
      const after = planOf(index, boundaryMs, Infinity);
      const shown = [...before.frames.pts, ...after.frames.pts];
      if (boundaryMs <= 400) expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(after.fromSeconds).toBe(before.toSeconds);
    }
  });

  it('starts the clip at its first frame, and lets each frame last until the next', () => {
    const plan = planOf(index, 81, 201);
    expect(framesOf(plan)).toEqual([
      { pts: 3, time: 0, duration: 1 },
      { pts: 4, time: 1, duration: 1 },
      { pts: 5, time: 2, duration: 1 },
    ]);
    expect([plan.fromSeconds, plan.toSeconds]).toEqual([0.12, 0.24]);
  });

  it('counts from the recording’s own start', () => {
    const late = indexOf('K35 36 37 38');
    expect(planOf(late, 0, 80, 1.4).frames.pts).toEqual(Float64Array.of(35, 36));
  });

  it('starts at the boundary itself where the next frame is long in coming', () => {
    const slow = indexOf('K0 10 20 30');
    const plan = planOf(slow, 500, 1000);
    expect(framesOf(plan)).toEqual([{ pts: 20, time: 7, duration: 5 }]);
    expect(plan.fromSeconds).toBe(0.52);
  });

  it('shows the standing picture again where none begins', () => {
    const plan = planOf(indexOf('K0 10 20 30'), 440, 640);
    expect(framesOf(plan)).toEqual([{ pts: 10, time: 0, duration: 5 }]);
  });

  it('refuses a chapter before the first picture', () => {
    expect(() => planOf(indexOf('K100 101'), 0, 400)).toThrow(
      expect.objectContaining({ code: 'empty-chapter' }),
    );
  });
});

describe('planParts', () => {
  const index = indexOf('K0 3 1 2 6 4 5 K7 10 8 9 13 11 12 K14 17 15 16 20 18 19');
  const partsOf = (startMs: number, endMs: number, join: number) =>
    shape(planParts(planOf(index, startMs, endMs), index, join));

  it('encodes up to the join, copies what decodes on its own, and encodes what depends on what follows', () => {
    expect(partsOf(200, 480, 7)).toEqual(['encode 5 6', 'copy 7 10 8 9', 'encode 11']);
  });

  it('copies everything where the chapter begins and ends at joins', () => {
    expect(partsOf(280, 560, 7)).toEqual(['copy 7 10 8 9 13 11 12']);
  });

  it('copies to the recording’s end', () => {
    expect(partsOf(280, Infinity, 7)).toEqual(['copy 7 10 8 9 13 11 12 14 17 15 16 20 18 19']);
  });

  it('never copies a packet that is shown after one that must be encoded', () => {
    const odd = indexOf('K0 4 9 1 2 3 5 6 7 8 K10');
    const plan = planOf(odd, 0, 360);
    const parts = planParts(plan, odd, 0);
    expect(shape(parts)).toEqual(undefined); // only one picture could be copied
    const shown = planParts(planOf(odd, 0, Infinity), odd, 0)?.flatMap((part) => [
      ...(part.kind === 'copy' ? part.packets.times : part.frames.pts),
    ]);
    expect(shown?.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('encodes all where hardly anything could be copied, or the join is none', () => {
    expect(partsOf(0, 280, 7)).toBeUndefined();
    expect(partsOf(40, 320, 7)).toBeUndefined();
    expect(partsOf(0, 280, 3)).toBeUndefined();
  });

  it('encodes all where two frames share one time', () => {
    const twice = indexOf('K0 1 1 2');
    expect(planParts(planOf(twice, 0, Infinity), twice, 0)).toBeUndefined();
  });
});
