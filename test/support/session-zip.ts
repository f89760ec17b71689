import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { Uint8ArrayReader, TextReader, ZipWriter } from '@zip.js/zip.js';

/** Writes an archive of files by their paths; recordings lie in it as they are. */
export async function writeSessionZip(
  file: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  const writer = new ZipWriter(Writable.toWeb(createWriteStream(file)));
  for (const [name, content] of files) {
    const reader = typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content);
    await writer.add(name, reader, { level: name.endsWith('.mp4') ? 0 : 6 });
  }
  await writer.close();
}
