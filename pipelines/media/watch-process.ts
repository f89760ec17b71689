import { readFileSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { FfmpegError } from './media-error.ts';

/** The bounds that one process of ours must stay within. */
export interface MediaLimits {
  maxMs: number;
  maxMemoryBytes: number;
  maxOutputBytes: number;
  maxStdoutBytes: number;
}

/** What is watched: the process by its id, and the files it writes. */
export interface WatchedProcess {
  kill: (signal: NodeJS.Signals) => void;
  pid: number | undefined;
  outputPaths?: readonly string[];
}

const gibibyte = 1024 ** 3;
const defaultLimits = {
  maxMs: 6 * 3600_000,
  // On a small machine less: before the system runs out of memory and ends the service instead.
  maxMemoryBytes: Math.min(4 * gibibyte, Math.max(1.5 * gibibyte, totalmem() * 0.6)),
  maxOutputBytes: 256 * gibibyte,
};
const lookEveryMs = 200;
const graceMs = 2_000;
const linuxPageBytes = 4096;

/**
 * Ends the process when it takes too long, too much memory (Linux) or writes too much, or when the signal
 * fires: SIGTERM first, SIGKILL after a grace. `stop` ends the watch and gives the reason, if there was one.
 */
export function watchProcess(
  watched: WatchedProcess,
  { limits, signal }: { limits: Partial<MediaLimits>; signal: AbortSignal | undefined },
): { stop: () => FfmpegError | undefined } {
  const bounds = { ...defaultLimits, ...limits };
  let reason: FfmpegError | undefined;
  let graceTimer: NodeJS.Timeout | undefined;
  const end = (error: FfmpegError): void => {
    if (reason !== undefined) return;
    reason = error;
    watched.kill('SIGTERM');
    graceTimer = setTimeout(() => watched.kill('SIGKILL'), graceMs);
  };
  const onAbort = (): void =>
    end(new FfmpegError('cancelled', 'The work was cancelled.', { cause: signal?.reason }));
  const timeTimer = setTimeout(() => end(tooSlow()), bounds.maxMs);
  const lookTimer = setInterval(() => {
    if (memoryOf(watched.pid) > bounds.maxMemoryBytes) end(tooMuchMemory());
    if (sizeOf(watched) > bounds.maxOutputBytes) end(tooLarge());
  }, lookEveryMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  return {
    stop: () => {
      clearTimeout(timeTimer);
      clearTimeout(graceTimer);
      clearInterval(lookTimer);
      signal?.removeEventListener('abort', onAbort);
      if (reason === undefined && sizeOf(watched) > bounds.maxOutputBytes) reason = tooLarge();
      return reason;
    },
  };
}

function tooSlow(): FfmpegError {
  return new FfmpegError(
    'media-time-limit',
    'Working on the recording took longer than allowed, so it was stopped.',
  );
}

function tooMuchMemory(): FfmpegError {
  return new FfmpegError('media-memory-limit', 'Working on the recording needed more memory than allowed.');
}

function tooLarge(): FfmpegError {
  return new FfmpegError('media-size-limit', 'What the recording turns into is larger than allowed.');
}

function memoryOf(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    const residentPages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    return Number(residentPages ?? 0) * linuxPageBytes;
  } catch {
    return 0; // it has just ended
  }
}

function sizeOf({ outputPaths = [] }: WatchedProcess): number {
  return outputPaths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}
