const lookEveryMs = 1000;

/** Somebody cancelled or changed what was being made. */
class NoLongerWanted extends Error {}

/**
 * Does long work as long as `isWanted` holds, asked each second: the signal that `work` gets is aborted when it no
 * longer does, whoever changed it on whatever machine. Gives undefined then; other failures are thrown.
 */
export async function whileWanted<T>(
  signal: AbortSignal,
  isWanted: () => Promise<boolean>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const unwanted = new AbortController();
  let isAsking = false;
  const look = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    isWanted()
      .then((wanted) => {
        if (!wanted) unwanted.abort(new NoLongerWanted('no longer wanted'));
      })
      // The work itself finds out when the database is away.
      .catch(() => undefined)
      .finally(() => (isAsking = false));
  }, lookEveryMs);
  try {
    return await work(AbortSignal.any([signal, unwanted.signal]));
  } catch (error) {
    if (unwanted.signal.aborted && !signal.aborted) return undefined;
    throw error;
  } finally {
    clearInterval(look);
  }
}
