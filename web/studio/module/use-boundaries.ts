import { useState } from 'preact/hooks';
import { z } from 'zod';
import { moduleSchema, type Module } from '../../../domain/api/module.ts';
import { AppError } from '../../../domain/app-error.ts';
import {
  changedIntervals,
  checkIntervals,
  inOrderOfTime,
  moveBoundary,
  type Interval,
} from '../../../domain/boundaries.ts';
import { useAction, type Action } from '../../ui/use-action.ts';
import { api } from '../shell/session.ts';

/** Boundaries that were moved on the page and not yet cut. */
export interface Boundaries {
  /** In order of time, as they would be after "Cut again". */
  intervals: readonly Interval[];
  /** Ids of the chapters that would be cut again. */
  changed: ReadonlySet<string>;
  /** Moves a chapter's start or end, and its neighbour's with it; gives why that cannot be, as a sentence. */
  move: (id: string, to: { startMs?: number; endMs?: number }) => string | undefined;
  /** Puts all boundaries elsewhere at once; gives why that cannot be, as a sentence. */
  replace: (next: readonly Interval[]) => string | undefined;
  reset: () => void;
  cut: Action<[]>;
  /** Puts back what was before the last cut. */
  restore: (before: readonly Interval[]) => Promise<void>;
}

/** Edits a module's boundaries as a draft that this window keeps until it is cut or given up. */
export function useBoundaries(module: Module, set: (module: Module) => void): Boundaries {
  const saved = inOrderOfTime(module.chapters.map(({ id, startMs, endMs }) => ({ id, startMs, endMs })));
  const [draft, setDraft] = useState<readonly Interval[] | undefined>(() => findKept(module.id));
  const fits = draft?.length === saved.length && saved.every(({ id }) => draft.some((one) => one.id === id));
  const intervals = fits ? draft : saved;
  const change = (next: readonly Interval[] | undefined) => {
    setDraft(next);
    keep(module.id, next);
  };
  const send = async (chapters: readonly Interval[]) => {
    set(await api.put(`/api/modules/${module.id}/boundaries`, moduleSchema, { body: { chapters } }));
    change(undefined);
  };
  const replace = (next: readonly Interval[]) => {
    const refusal = refusalOf(saved, next, module.recordingDurationMs);
    if (refusal === undefined) change(next);
    return refusal;
  };
  return {
    intervals,
    changed: new Set(changedIntervals(saved, intervals).map(({ id }) => id)),
    move: (id, to) => replace(moveBoundary(intervals, id, to)),
    replace,
    reset: () => change(undefined),
    cut: useAction(() => send(changedIntervals(saved, intervals))),
    restore: send,
  };
}

function refusalOf(
  before: readonly Interval[],
  after: readonly Interval[],
  durationMs: number | null,
): string | undefined {
  try {
    checkIntervals(before, after, durationMs);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

const keptSchema = z.array(z.object({ id: z.string(), startMs: z.number(), endMs: z.number() }));

function findKept(moduleId: string): Interval[] | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(localStorage.getItem(nameOf(moduleId)) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

function keep(moduleId: string, intervals: readonly Interval[] | undefined): void {
  try {
    if (intervals) localStorage.setItem(nameOf(moduleId), JSON.stringify(intervals));
    else localStorage.removeItem(nameOf(moduleId));
  } catch {
    // Without a store the draft lives as long as the page.
  }
}

function nameOf(moduleId: string): string {
  return `afterclass.boundaries.${moduleId}`;
}
