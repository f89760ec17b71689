const saveEveryMs = 500;

/** Saves a share of 0 to 1 as percent, at most twice a second; a save that fails is let go. */
export function reportProgress(save: (percent: number) => Promise<void>): {
  report: (share: number) => void;
  end: () => Promise<void>;
} {
  let latest = 0;
  let saved = 0;
  let saving: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    const percent = Math.floor(latest * 100);
    if (percent <= saved) return;
    saved = percent;
    saving = saving.then(() => save(percent)).catch(() => undefined);
  }, saveEveryMs);
  return {
    report: (share) => {
      latest = Math.min(0.99, Math.max(latest, share));
    },
    end: async () => {
      clearInterval(timer);
      await saving;
    },
  };
}
