import { z } from 'zod';

/**
 * Where a recording stands.
 * - `uploading`: its file is not all here yet
 * - `waiting`: the file is here, an outline is not (or it was refused)
 * - `probing`, `cutting`: at work
 * - `ready`: every chapter has its clip
 * - `failed`: `failure` says why; Retry starts again
 * - `cancelled`: a person stopped it; Retry starts again
 */
const recordingStates = [
  'uploading',
  'waiting',
  'probing',
  'cutting',
  'ready',
  'failed',
  'cancelled',
] as const;
export const recordingStateSchema = z.enum(recordingStates);
export type RecordingState = z.infer<typeof recordingStateSchema>;

/** How the library sorts recordings: at work, needing somebody, ready to publish, published. */
export const recordingGroupSchema = z.enum(['working', 'attention', 'ready', 'published']);
export type RecordingGroup = z.infer<typeof recordingGroupSchema>;

/** `exact` keeps the outline's times; `pause` moves each boundary into the nearest pause of speech. */
export const boundaryModeSchema = z.enum(['exact', 'pause']);
export type BoundaryMode = z.infer<typeof boundaryModeSchema>;

/** Where the camera of a recording in two files stands: in the screen's lower right corner, or beside the screen. */
export const cameraLayoutSchema = z.enum(['picture-in-picture', 'side-by-side']);
export type CameraLayout = z.infer<typeof cameraLayoutSchema>;

/** What a file that comes with a recording is for. */
export const fileRoleSchema = z.enum([
  'recording',
  /** The second file of a recording in two: the speaker, where the recording is the screen. */
  'camera',
  'outline',
  'transcript',
  'quiz',
  'polls',
  'chat',
  'attachment',
]);
export type FileRole = z.infer<typeof fileRoleSchema>;

/** Why something failed: a stable code and a sentence. */
export const failureSchema = z.object({ code: z.string(), message: z.string() });
export type Failure = z.infer<typeof failureSchema>;
