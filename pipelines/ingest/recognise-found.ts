import type { Readable } from 'node:stream';
import { decodeText } from '../../domain/formats/text.ts';
import type { FileToMatch } from '../../domain/match-files.ts';
import { meetingIdIn, topicIn } from '../../domain/match-files/clues.ts';
import { bytesToRecognise, recogniseFile, recognisedBytes } from '../../domain/recognise-file.ts';

/** A file of a folder or an archive, not read yet. */
export interface FoundFile {
  /** With `/` between its parts, beginning with the name of what was given. */
  path: string;
  bytes: number;
  /** All of it, as a stream. */
  read(signal?: AbortSignal): Readable;
}

/** A file with what it was recognised as. */
export type RecognisedFound = FoundFile & FileToMatch;

/** Tells by its first bytes what a file of a folder or an archive is. */
export async function recogniseFound(file: FoundFile): Promise<RecognisedFound> {
  const first = await readHead(file, recognisedBytes);
  const wanted = bytesToRecognise(first, file.bytes);
  const head = wanted > first.length ? await readHead(file, wanted) : first;
  const name = file.path.split('/').at(-1) ?? file.path;
  const { role, format } = recogniseFile(head, name, { whole: file.bytes <= head.length });
  if (role !== 'polls') return { ...file, role, format };
  const start = decodeText(head.subarray(0, 4096));
  return { ...file, role, format, meetingId: meetingIdIn(start), topic: topicIn(start) };
}

async function readHead(file: FoundFile, wanted: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the stream.
  for await (const chunk of file.read()) {
    if (!(chunk instanceof Uint8Array)) continue;
    chunks.push(chunk);
    length += chunk.length;
    if (length >= wanted) break;
  }
  return Buffer.concat(chunks).subarray(0, wanted);
}
