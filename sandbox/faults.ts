import { setTimeout as wait } from 'node:timers/promises';
import type { RequestHandler, Response } from 'express';
import type { SandboxContext } from './context.ts';
import type { Endpoint, Fault } from './types.ts';

/** Counts a request to an endpoint and lets the endpoint's fault, if one is due, spoil it. */
export function meter(ctx: SandboxContext, endpoint: Endpoint): RequestHandler {
  return async (_request, response, next) => {
    ctx.hits[endpoint] += 1;
    const fault = drawFault(ctx.faults[endpoint]);
    if (fault === undefined) {
      next();
      return;
    }
    if (fault.delayMs !== undefined) await waitOrClose(ctx, fault.delayMs);
    if (fault.lateMs !== undefined) answerLate(ctx, response, fault.lateMs);
    if (!spoil(fault, response)) next();
  };
}

/** Answers in the endpoint's place where the fault says so; otherwise only prepares how the answer will be spoilt. */
function spoil(fault: Fault, response: Response): boolean {
  if (fault.hangUp === 'before') {
    response.socket?.destroy();
    return true;
  }
  if (fault.redirectTo !== undefined) {
    response.redirect(302, fault.redirectTo);
    return true;
  }
  if (fault.status !== undefined) {
    if (fault.retryAfterSeconds !== undefined)
      response.setHeader('Retry-After', String(fault.retryAfterSeconds));
    response
      .status(fault.status)
      .json({ error: 'fault', error_description: 'A fault switch of the sandbox is on.' });
    return true;
  }
  if (fault.bodyBytes !== undefined) padAnswer(response, fault.bodyBytes);
  if (fault.hangUp === 'after') loseAnswer(response);
  return false;
}

const runs = new WeakMap<Fault, { used: number; random: () => number }>();

/** What spoils this request, if the fault is due. */
function drawFault(fault: Fault | undefined): Fault | undefined {
  if (fault === undefined) return undefined;
  const run = runs.get(fault) ?? { used: 0, random: seededRandom(fault.seed ?? 1) };
  runs.set(fault, run);
  if (fault.times !== undefined && run.used >= fault.times) return undefined;
  if (fault.ratio !== undefined && run.random() >= fault.ratio) return undefined;
  run.used += 1;
  const { oneOf = [] } = fault;
  return { ...fault, ...oneOf[Math.floor(run.random() * oneOf.length)] };
}

/** mulberry32: the same seed gives the same row of failures. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

async function waitOrClose(ctx: SandboxContext, ms: number): Promise<void> {
  await wait(ms, undefined, { signal: ctx.closing.signal }).catch(() => undefined);
}

/** Spaces after JSON are still JSON: only a reader with a limit notices. */
function padAnswer(response: Response, bytes: number): void {
  const send = response.send.bind(response);
  response.send = (body: unknown) => send(typeof body === 'string' ? body + ' '.repeat(bytes) : body);
}

function loseAnswer(response: Response): void {
  response.end = () => {
    response.socket?.destroy();
    return response;
  };
}

function answerLate(ctx: SandboxContext, response: Response, ms: number): void {
  const end = response.end.bind(response);
  response.end = () => {
    void waitOrClose(ctx, ms).then(() => end());
    return response;
  };
}
