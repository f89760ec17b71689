const paths = new WeakMap<File, string>();

/** Where a file lay in the folder it was dropped with or chosen from; its bare name otherwise. */
export function pathOf(file: File): string {
  if (file.webkitRelativePath !== '') return file.webkitRelativePath;
  return paths.get(file) ?? file.name;
}

/** Remembers where a file lay: `pathOf` tells it. */
export function keepPath(file: File, path: string): File {
  paths.set(file, path);
  return file;
}

const maxFiles = 2000;

/**
 * The files of a drop, those in its folders too, hidden ones aside. To be called in the drop's own event: the browser
 * forgets what was dropped as soon as it ends.
 */
export function readDropped(transfer: DataTransfer): Promise<File[]> {
  const bare = [...transfer.files];
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some(({ isDirectory }) => isDirectory)) return Promise.resolve(bare);
  return readEntries(entries);
}

async function readEntries(entries: readonly FileSystemEntry[]): Promise<File[]> {
  const files: File[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry !== undefined && files.length < maxFiles; entry = waiting.shift()) {
    if (entry.name.startsWith('.')) continue;
    if (isDirectory(entry)) waiting.push(...(await listFolder(entry)));
    else if (isFile(entry)) files.push(await openFile(entry));
  }
  return files;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** A folder tells its entries a hundred at a time, until it tells none. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0 || all.length >= maxFiles) return all;
    all.push(...some);
  }
}

async function openFile(entry: FileSystemFileEntry): Promise<File> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return keepPath(file, entry.fullPath.replace(/^\//, ''));
}
