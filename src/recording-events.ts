import type { Request, Response } from 'express';
import { NotFoundError } from '../domain/app-error.ts';
import type { Context } from './context.ts';
import { presentRecording } from './present/recording.ts';

const lookEveryMs = 1000;
const heartbeatEveryMs = 15_000;

/** Streams a recording to everyone who watches it: one look a second at its rows, however many watch. */
export interface RecordingEvents {
  /** Answers with `recording` events until the client goes away. */
  stream(req: Request, res: Response, recording: { organisationId: string; id: string }): void;
}

interface Watch {
  watchers: Set<Response>;
  timer: NodeJS.Timeout;
  /** The newest message, sent to whoever joins. */
  latest: string | undefined;
  isLooking: boolean;
}

/** Looks at a recording only while somebody watches it. */
export function createRecordingEvents(ctx: Context): RecordingEvents {
  const watches = new Map<string, Watch>();
  return {
    stream(req, res, recording) {
      const key = `${recording.organisationId} ${recording.id}`;
      const watch = watches.get(key) ?? startWatch(ctx, recording);
      watches.set(key, watch);
      open(res);
      if (watch.latest !== undefined) send(res, watch.latest);
      watch.watchers.add(res);
      const heartbeat = setInterval(() => res.write(': still here\n\n'), heartbeatEveryMs);
      res.once('close', () => {
        clearInterval(heartbeat);
        watch.watchers.delete(res);
        if (watch.watchers.size > 0) return;
        clearInterval(watch.timer);
        watches.delete(key);
      });
      req.resume();
    },
  };
}

function startWatch(ctx: Context, recording: { organisationId: string; id: string }): Watch {
  const watch: Watch = {
    watchers: new Set(),
    timer: setInterval(() => void look(ctx, watch, recording), lookEveryMs),
    latest: undefined,
    isLooking: false,
  };
  void look(ctx, watch, recording);
  return watch;
}

async function look(
  ctx: Context,
  watch: Watch,
  { organisationId, id }: { organisationId: string; id: string },
) {
  if (watch.isLooking) return;
  watch.isLooking = true;
  try {
    const message = JSON.stringify(await presentRecording(ctx, organisationId, id));
    if (message === watch.latest) return;
    watch.latest = message;
    for (const res of watch.watchers) send(res, message);
  } catch (error) {
    // Deleted: nothing more will come. Anything else may pass.
    if (error instanceof NotFoundError) for (const res of watch.watchers) res.end();
    else ctx.log.warn({ err: error }, 'watching a recording');
  } finally {
    watch.isLooking = false;
  }
}

function open(res: Response): void {
  res.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // Proxies that buffer would hold the events back.
    'x-accel-buffering': 'no',
  });
  res.write('retry: 2000\n\n');
}

function send(res: Response, message: string): void {
  res.write(`event: recording\ndata: ${message}\n\n`);
}
