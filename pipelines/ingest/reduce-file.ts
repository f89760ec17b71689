import { Readable } from 'node:stream';
import { cleanAddresses, hideSenders, parseChat } from '../../domain/chat.ts';
import { readKept, writeKept } from '../../domain/kept-inputs.ts';
import { parsePolls } from '../../domain/polls.ts';
import { decodeText } from '../../domain/formats/text.ts';
import { newBlobKey } from '../../storage/blobs/blob-key.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import { readBytes, type IncomingFile } from './check-file.ts';

/** Whose file it is, and what was said about names and times. */
export interface ReduceOptions {
  organisationId: string;
  /** Whether the names of those who wrote in the chat are kept. */
  keepNames: boolean;
  /** The time of day at which the recording began, for chats that tell times of day. */
  beganAt: string | undefined;
}

/**
 * What is stored of a poll report or a chat: the counted votes, or the messages with numbers for names. Gives the file
 * that takes the place of the one that came, whose blob the caller deletes; other roles come back as they are. Throws
 * the reader's error.
 */
export async function reduceFile<File extends IncomingFile>(
  blobs: BlobStore,
  file: File,
  options: ReduceOptions,
): Promise<File> {
  const { role, fileName } = file;
  if (role !== 'polls' && role !== 'chat') return file;
  const bytes = await readBytes(blobs, file);
  // A file that was reduced before comes back when its role is changed there and back.
  if (readKept(decodeText(bytes))?.kept === role) return file;
  const text = role === 'polls' ? keepVotes(bytes, fileName) : keepMessages(bytes, fileName, options);
  const blobKey = newBlobKey('inputs', options.organisationId);
  const contentType = 'application/json';
  const stored = await blobs.put(blobKey, Readable.from([Buffer.from(text)]), { contentType });
  return { ...file, blobKey, contentType, bytes: stored };
}

function keepVotes(bytes: Uint8Array, fileName: string): string {
  return writeKept({ kept: 'polls', ...parsePolls(bytes, { fileName }) });
}

function keepMessages(bytes: Uint8Array, fileName: string, { keepNames, beganAt }: ReduceOptions): string {
  const hint = { fileName, ...(beganAt === undefined ? {} : { startsAt: beganAt }) };
  const { messages, ...chat } = parseChat(bytes, hint);
  const clean = cleanAddresses(messages);
  return writeKept({ kept: 'chat', ...chat, messages: keepNames ? clean : hideSenders(clean) });
}
