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

/** The files that a person drops or pastes; undefined where it is text, of which some programs add a picture. */
function filesIn(data: DataTransfer | null): File[] | undefined {
  const files = [...(data?.files ?? [])];
  const isText = data?.types.includes('text/plain') ?? false;
  return files.length === 0 || isText ? undefined : files;
}
