import type { Response } from '../../../domain/quiz.ts';
import { ApiError, sentenceOf } from '../../ui/api.ts';
import { keep } from '../keep.ts';

/** Where one answer is on its way to the service. */
export type AnswerState =
  { kind: 'saving' } | { kind: 'saved' } | { kind: 'waiting' } | { kind: 'refused'; sentence: string };

/** Saves answers as they are given, and keeps those that could not be sent until they can. */
export interface AnswerQueue {
  /** Answers of an earlier visit that were never sent. */
  unsent: Record<string, Response>;
  /** Takes an answer; sends it after `delayMs`, the newest one only. */
  give(questionId: string, response: Response, delayMs?: number): void;
  /** Sends all that waits; resolves to how many are still unsent. */
  flush(last?: boolean): Promise<number>;
  stop(): void;
}

const retryMs = 5_000;

/** The queue of one attempt. `send` rejects when an answer could not be saved. */
export function createAnswerQueue(
  attemptId: string,
  send: (questionId: string, response: Response, last: boolean) => Promise<unknown>,
  onState: (questionId: string, state: AnswerState) => void,
): AnswerQueue {
  const key = `answers:${attemptId}`;
  const unsent = readUnsent(key);
  const waiting = new Map<string, Response>(Object.entries(unsent));
  /** One request at a time: two answers to one question must arrive in their order. */
  let running: Promise<void> = Promise.resolve();
  let timer = 0;

  const remember = () => {
    if (waiting.size === 0) keep.remove(key);
    else keep.set(key, Object.fromEntries(waiting));
  };
  const sendOne = async (questionId: string, response: Response, last: boolean) => {
    onState(questionId, { kind: 'saving' });
    try {
      await send(questionId, response, last);
      if (waiting.get(questionId) === response) waiting.delete(questionId);
      onState(questionId, { kind: 'saved' });
    } catch (error) {
      if (isRefused(error)) {
        waiting.delete(questionId);
        onState(questionId, { kind: 'refused', sentence: sentenceOf(error) });
        return;
      }
      onState(questionId, { kind: 'waiting' });
      schedule(retryMs);
    }
  };
  const sendAll = async (last: boolean) => {
    for (const [questionId, response] of waiting) await sendOne(questionId, response, last);
    remember();
  };
  const flush = async (last = false) => {
    window.clearTimeout(timer);
    if (last)
      await Promise.all([...waiting].map(([questionId, response]) => sendOne(questionId, response, true)));
    else {
      running = running.then(() => sendAll(false));
      await running;
    }
    return waiting.size;
  };
  const schedule = (ms: number) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void flush(), ms);
  };
  const onOnline = () => void flush();
  const onLeave = () => void flush(true);
  window.addEventListener('online', onOnline);
  window.addEventListener('pagehide', onLeave, true);
  if (waiting.size > 0) schedule(0);
  return {
    unsent,
    give(questionId, response, delayMs = 0) {
      waiting.set(questionId, response);
      remember();
      onState(questionId, { kind: 'saving' });
      schedule(delayMs);
    },
    flush,
    stop() {
      window.removeEventListener('online', onOnline);
      window.removeEventListener('pagehide', onLeave, true);
      onLeave();
      window.clearTimeout(timer);
    },
  };
}

/** The service has said no to this answer: sending it again would change nothing. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.status >= 400 &&
    error.status < 500 &&
    ![401, 408, 429].includes(error.status)
  );
}

function readUnsent(key: string): Record<string, Response> {
  const kept = keep.get(key);
  // Written by this file alone, under this attempt's id.
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, Response>) : {};
}
