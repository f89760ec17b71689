import { signal } from '@preact/signals';
import { Upload, type DetailedError, type PreviousUpload } from 'tus-js-client';
import type { FileRole } from '../../../domain/recording.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/uploads.json' with { type: 'json' };
import { refreshToken, session, sessionEnded } from '../shell/session.ts';
import { newSpeed, speedAfter, type Speed } from './speed.ts';

const t = texts('uploads', en);

/** A file on its way into a recording. It goes on while the person looks at other pages of the studio. */
export interface FileUpload {
  key: string;
  recordingId: string;
  role: FileRole;
  fileName: string;
  bytes: number;
  sentBytes: number;
  /** `offline` tries by itself until the connection is back; `failed` and `paused` wait for the person. */
  state: 'sending' | 'paused' | 'offline' | 'failed' | 'done';
  /** Why it failed the last time, as a sentence. */
  failure?: string;
  speed: Speed;
}

/** All uploads of this window, oldest first. */
export const uploads = signal<readonly FileUpload[]>([]);

const transfers = new Map<string, Upload>();
/** About ten minutes of trying before the person is asked. */
const retryDelaysMs = [0, 1000, 3000, 5000, 10_000, 20_000, ...Array.from({ length: 20 }, () => 30_000)];

/** Starts or, where this browser sent a part of the same file before, resumes an upload. */
export function startUpload(recordingId: string, file: File, role: FileRole): FileUpload {
  const key = crypto.randomUUID();
  const upload: FileUpload = {
    key,
    recordingId,
    role,
    fileName: file.name,
    bytes: file.size,
    sentBytes: 0,
    state: 'sending',
    speed: newSpeed(performance.now()),
  };
  uploads.value = [...uploads.value, upload];
  const transfer = makeTransfer(key, recordingId, file, role);
  transfers.set(key, transfer);
  void resumeOrStart(transfer);
  return upload;
}

/** Stops sending; what was sent stays on the server. */
export async function pauseUpload(key: string): Promise<void> {
  change(key, { state: 'paused' });
  await transfers.get(key)?.abort();
}

/** Goes on after a pause or a failure. */
export async function continueUpload(key: string): Promise<void> {
  change(key, { state: 'sending', speed: newSpeed(performance.now()) });
  const transfer = transfers.get(key);
  // A try may be waiting for its time.
  await transfer?.abort();
  transfer?.start();
}

/** Stops an upload for good; what the server has of it is for the caller to delete. */
export async function stopUpload(key: string): Promise<void> {
  const transfer = transfers.get(key);
  transfers.delete(key);
  uploads.value = uploads.value.filter((one) => one.key !== key);
  await transfer?.abort();
}

/** Goes on when the connection is back, and asks before the window closes on an upload. Once, at the start. */
export function guardUploads(): void {
  window.addEventListener('online', () => {
    for (const upload of uploads.value) if (upload.state === 'offline') void continueUpload(upload.key);
  });
  window.addEventListener('beforeunload', (event) => {
    const isSending = uploads.value.some(({ state }) => state === 'sending' || state === 'offline');
    if (isSending) event.preventDefault();
  });
}

function makeTransfer(key: string, recordingId: string, file: File, role: FileRole): Upload {
  return new Upload(file, {
    endpoint: '/api/uploads',
    metadata: { recordingId, role, filename: file.name, filetype: file.type || 'application/octet-stream' },
    retryDelays: retryDelaysMs,
    removeFingerprintOnSuccess: true,
    // The same file may go into two recordings.
    fingerprint: () =>
      Promise.resolve(['afterclass', recordingId, role, file.name, file.size, file.lastModified].join('/')),
    onBeforeRequest: (request) => request.setHeader('x-csrf-token', session.value?.csrfToken ?? ''),
    onShouldRetry: ({ originalResponse }) => {
      const status = originalResponse?.getStatus() ?? 0;
      const isPassing = status === 0 || status >= 500 || status === 409 || status === 423;
      if (isPassing) change(key, { state: 'offline' });
      return navigator.onLine && isPassing;
    },
    onProgress: (sentBytes) => {
      const before = find(key);
      if (!before || before.state === 'paused') return;
      const speed = speedAfter(before.speed, sentBytes, performance.now());
      change(key, { state: 'sending', sentBytes, speed });
    },
    onSuccess: () => change(key, { state: 'done', sentBytes: file.size }),
    onError: (error) => void handleError(key, error),
  });
}

async function resumeOrStart(transfer: Upload): Promise<void> {
  const [previous] = await transfer.findPreviousUploads().catch((): PreviousUpload[] => []);
  if (previous) transfer.resumeFromPreviousUpload(previous);
  transfer.start();
}

async function handleError(key: string, error: Error | DetailedError): Promise<void> {
  const status = 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0;
  if (status === 0 && !navigator.onLine) {
    change(key, { state: 'offline' });
    return;
  }
  if (status === 401) sessionEnded.value = true;
  // Another tab has renewed the token; the next try carries the fresh one.
  if (status === 403) await refreshToken().catch(() => undefined);
  change(key, { state: 'failed', failure: sentenceOf(error, status) });
}

function sentenceOf(error: Error | DetailedError, status: number): string {
  if (status === 0) return t('unreachable');
  const body = 'originalResponse' in error ? error.originalResponse?.getBody() : undefined;
  return titleOf(body) ?? t('refused', { status });
}

/** The sentence of a problem document. */
function titleOf(body: string | undefined): string | undefined {
  try {
    const problem: unknown = JSON.parse(body ?? '');
    if (typeof problem !== 'object' || problem === null || !('title' in problem)) return undefined;
    return typeof problem.title === 'string' ? problem.title : undefined;
  } catch {
    return undefined;
  }
}

function find(key: string): FileUpload | undefined {
  return uploads.value.find((upload) => upload.key === key);
}

function change(key: string, changes: Partial<FileUpload>): void {
  uploads.value = uploads.value.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload));
}
