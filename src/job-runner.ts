import { startScoreSender } from '../lti/services/score-sender.ts';
import { runCutChapter } from '../pipelines/jobs/cut-chapter.ts';
import { runDrawTimeline } from '../pipelines/jobs/draw-timeline.ts';
import { runFinishRecording } from '../pipelines/jobs/finish-recording.ts';
import { runMakeRenditions } from '../pipelines/jobs/make-renditions.ts';
import { runProbeRecording } from '../pipelines/jobs/probe-recording.ts';
import { recoverUnfinished } from '../pipelines/jobs/recover-unfinished.ts';
import { scanInbox } from '../pipelines/jobs/scan-inbox.ts';
import { runSuggestOutline } from '../pipelines/jobs/suggest-outline.ts';
import { sweepBlobs } from '../pipelines/jobs/sweep-blobs.ts';
import { firstOrganisation } from '../storage/accounts.ts';
import { forgetDeletions } from '../storage/deletions.ts';
import { deleteExpiredLaunches } from '../storage/launches.ts';
import { deleteExpiredLaunchTokens } from '../storage/launch-tokens.ts';
import { deleteExpiredLoginHints } from '../storage/login-hints.ts';
import { deleteExpiredStates } from '../storage/used-states.ts';
import type { JobHandlers } from '../storage/queue.ts';
import type { Context } from './context.ts';
import { ltiOf } from './lti.ts';
import { startSchedule } from './schedule.ts';
import { receiveFinishedUploads, removeExpiredUploads, removeUpload } from './tus-uploads.ts';

/** Files in the watched folder are taken when they have not changed for this long. */
const inboxSettleMs = 10_000;

/** A worker at work in this process. */
export interface JobRunner {
  /** Aborts what runs and gives it back to the queue. */
  stop(): Promise<void>;
}

/** Works on jobs in this process, first of all on what an earlier one left unfinished. */
export async function startJobRunner(ctx: Context): Promise<JobRunner> {
  await recoverUnfinished(ctx);
  await receiveFinishedUploads(ctx);
  const { workerId } = await ctx.queue.work(createHandlers(ctx), { concurrency: ctx.config.concurrency });
  const scores = startScoreSender(ltiOf(ctx), {
    senderId: workerId,
    onError: (error) => ctx.log.error({ err: error }, 'score sender'),
  });
  const schedule = startSchedule(ctx);
  return {
    async stop() {
      await schedule.stop();
      await scores.stop();
      await ctx.queue.stop();
    },
  };
}

/** What does each job; a job without a handler does not compile. */
function createHandlers(ctx: Context): JobHandlers {
  return {
    'probe-recording': (payload, signal) => runProbeRecording(ctx, payload, signal),
    'cut-chapter': (payload, signal) => runCutChapter(ctx, payload, signal),
    'finish-recording': (payload) => runFinishRecording(ctx, payload),
    'make-renditions': (payload, signal) => runMakeRenditions(ctx, payload, signal),
    'draw-timeline': (payload, signal) => runDrawTimeline(ctx, payload, signal),
    'suggest-outline': (payload, signal) => runSuggestOutline(ctx, payload, signal),
    'sweep-blobs': async (_payload, signal) => {
      await sweepBlobs(ctx, { signal });
    },
    'scan-inbox': (_payload, signal) => scanForFirstOrganisation(ctx, signal),
    'recover-unfinished': async () => {
      await recoverUnfinished(ctx);
      await receiveFinishedUploads(ctx);
    },
    'forget-expired': async () => {
      await deleteExpiredLoginHints(ctx.db, ctx.now());
      await deleteExpiredStates(ctx.db, ctx.now());
      await deleteExpiredLaunches(ctx.db, ctx.now());
      await deleteExpiredLaunchTokens(ctx.db, ctx.now());
      await removeExpiredUploads(ctx);
      for (const uploadId of await forgetDeletions(ctx.db, ctx.now()))
        await removeUpload(ctx.config, uploadId);
    },
  };
}

/** The watched folder belongs to the first organisation; before there is one it is left alone. */
async function scanForFirstOrganisation(ctx: Context, signal: AbortSignal): Promise<void> {
  const { inbox: folder } = ctx.config;
  const organisation = folder === undefined ? undefined : await firstOrganisation(ctx.db);
  if (folder === undefined || !organisation) return;
  await scanInbox(ctx, { folder, organisationId: organisation.id, settleMs: inboxSettleMs }, signal);
}
