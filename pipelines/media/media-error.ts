import { AppError } from '../../domain/app-error.ts';

/** Why a recording or a clip cannot be used: the stable codes of everything that media can do wrong. */
export type MediaErrorCode =
  | 'not-a-recording'
  | 'empty-recording'
  | 'truncated-recording'
  | 'clock-jumps-back'
  | 'damaged-recording'
  | 'no-video'
  | 'no-such-track'
  | 'protected-recording'
  | 'unsupported-codec'
  | 'recording-too-long'
  | 'picture-too-large'
  | 'too-many-streams'
  | 'empty-chapter'
  | 'clip-not-exact'
  | 'media-tools-missing'
  | 'ffmpeg-failed'
  | 'media-time-limit'
  | 'media-memory-limit'
  | 'media-size-limit'
  | 'cancelled';

/** A recording that cannot be used, or a clip that cannot be made, with a sentence for the trainer. */
export class MediaError extends AppError {
  constructor(
    code: MediaErrorCode,
    sentence: string,
    options: { status?: number; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(code, sentence, { status: 422, ...options });
  }
}

/** ffmpeg or ffprobe ended badly: the exit code and its last lines are kept for the operator's log. */
export class FfmpegError extends MediaError {
  readonly exitCode: number | null;
  /** The last lines of stderr; they may hold paths, so they are never shown to people. */
  readonly stderrLines: readonly string[];

  constructor(
    code: MediaErrorCode,
    sentence: string,
    known: { exitCode?: number | null; stderrLines?: readonly string[]; cause?: unknown } = {},
  ) {
    super(code, sentence, { status: code === 'cancelled' ? 409 : 422, cause: known.cause });
    this.exitCode = known.exitCode ?? null;
    this.stderrLines = known.stderrLines ?? [];
  }
}

/** Throws the one error of a cancelled step when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new FfmpegError('cancelled', 'The work was cancelled.', { cause: signal.reason });
  }
}
