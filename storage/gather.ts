/**
 * Lets many askers share one statement: what is asked while a statement is on its way waits and goes with the next. Nobody
 * is given an answer older than the question, and the busier the process, the more asks a statement serves. Answers come
 * in the order of the asks. Where a shared statement fails, each of its asks is tried alone, so that one does not fail all.
 */
export function gather<Ask, Answer>(
  run: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  maxAsks = 64,
): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = [];
  let running = false;

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (running) return;
      running = true;
      // What arrived on other connections at the same moment comes along.
      setImmediate(() => void runWaiting());
    });

  async function runWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxAsks);
      waiting = waiting.slice(maxAsks);
      await answer(batch);
    }
    running = false;
  }

  /** Never rejects: everybody in the batch is answered, or told what went wrong. */
  async function answer(batch: readonly Waiting<Ask, Answer>[]): Promise<void> {
    try {
      const answers = await run(batch.map(({ ask }) => ask));
      if (answers.length !== batch.length) throw new RangeError('not every ask was answered');
      answers.forEach((given, index) => batch[index]?.resolve(given));
    } catch (error) {
      const [first, another] = batch;
      if (another === undefined) first?.reject(error);
      else await Promise.all(batch.map((one) => answer([one])));
    }
  }
}

interface Waiting<Ask, Answer> {
  ask: Ask;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}
