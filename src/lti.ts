import { createLti, type Lti } from '../lti/lti.ts';
import type { Context } from './context.ts';

const ltiOfContext = new WeakMap<Context, Lti>();

/** The LTI side of a context; one a process, because it holds the copies of keys and tokens. */
export function ltiOf(ctx: Context): Lti {
  const known = ltiOfContext.get(ctx);
  if (known !== undefined) return known;
  const lti = createLti({
    db: ctx.db,
    publicUrl: ctx.publicUrl,
    now: () => ctx.now(),
    allowPrivateNetworks: ctx.config.allowPrivateNetworks,
    encryptionKey: ctx.deriveKey('tool-keys'),
    stateKey: ctx.deriveKey('login-state'),
    timeoutMs: ctx.config.platforms.timeoutMs,
    scoreRetry: ctx.config.platforms.scoreRetry,
  });
  ltiOfContext.set(ctx, lti);
  return lti;
}
