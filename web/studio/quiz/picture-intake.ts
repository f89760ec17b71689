/** The pictures that a person drops or pastes; undefined where it is something else, which is left alone. */
export function filesIn(data: DataTransfer | null): File[] | undefined {
  const files = [...(data?.files ?? [])];
  return files.length === 0 ? undefined : files;
}

/** The handlers of an element on which pictures are dropped and into which they are pasted. */
export function takesPictures(take: (files: readonly File[]) => void) {
  const takeFrom = (event: Event, data: DataTransfer | null) => {
    const files = filesIn(data);
    if (files === undefined) return;
    // What stands around it is not given them, too, and the browser does not open them.
    event.preventDefault();
    event.stopPropagation();
    take(files);
  };
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    },
    onDrop: (event: DragEvent) => takeFrom(event, event.dataTransfer),
    onPaste: (event: ClipboardEvent) => takeFrom(event, event.clipboardData),
  };
}
