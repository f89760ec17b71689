let waiting: readonly File[] = [];

/** Keeps files dropped on one page for the page that takes them. */
export function handOverFiles(files: readonly File[]): void {
  waiting = files;
}

/** The files that were handed over, once. */
export function takeHandedFiles(): readonly File[] {
  const files = waiting;
  waiting = [];
  return files;
}
