/** Words with their time and, where known, their speaker. Times are integers of milliseconds, half-open. */
export interface Cue {
  startMs: number;
  endMs: number;
  speaker?: string;
  /** Plain text; may hold line breaks. */
  text: string;
}
