/** Raised when an older Afterclass could not read what is written. */
export const backupVersion = 1;

/** What went into a backup, or came out of it. */
export interface BackupSummary {
  rows: number;
  blobs: number;
  /** Of the blobs. */
  bytes: number;
}
