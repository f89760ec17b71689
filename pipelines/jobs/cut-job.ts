import type { MediaTools } from '../media/ffmpeg.ts';
import type { RecordingFile } from '../cut/index-frames.ts';

/** What every step of a cut needs: the recording, where to put its parts, and how to be stopped. */
export interface CutJob extends RecordingFile {
  tools: MediaTools;
  /** A folder of this cut alone, removed when it ends. */
  workDir: string;
  signal?: AbortSignal | undefined;
  /** Called with the share of the clip that is done, 0 to 1, whenever it has grown. */
  onShare?: ((share: number) => void) | undefined;
}
