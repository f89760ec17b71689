import { AppError } from '../../domain/app-error.ts';
import { hideSenders, parseChat, type ChatMessage } from '../../domain/chat.ts';
import { decodeText, type Warning } from '../../domain/formats/text.ts';
import { readKept } from '../../domain/kept-inputs.ts';
import { parsePolls, type Poll } from '../../domain/polls.ts';
import { parseQuiz, type ParsedQuiz } from '../../domain/read-quiz.ts';
import { parseTranscript, type ParsedTranscript } from '../../domain/transcript.ts';
import type { PutPicture } from '../../storage/blobs/put-picture.ts';
import { listRecordingFiles } from '../../storage/recording-files.ts';
import type { RecordingFileRow } from '../../storage/schema.ts';
import { readBytes } from './check-file.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';

/** A file that came with a recording, read, to go into its module. */
export type ReadInput = { fileId: string; fileName: string } & ReadContent;

type ReadContent =
  | { role: 'transcript'; transcript: ParsedTranscript }
  /** `pictures`: those of them that stand in the blob store, by which ids the questions know them then. */
  | { role: 'quiz'; quiz: ParsedQuiz; pictures: readonly PutPicture[] }
  | { role: 'attachment'; contentType: string; bytes: number; blobKey: string }
  | { role: 'polls'; polls: readonly Poll[]; warnings: readonly Warning[] }
  | { role: 'chat'; messages: readonly ChatMessage[]; warnings: readonly Warning[] }
  /** It could be read when it came, as another role; now it cannot. */
  | { role: 'unreadable'; as: ReadRole; message: string };

/** Reads the files of a recording that are here and have not gone into its module yet. */
export async function readInputs(
  { db, blobs }: Pick<PipelineDeps, 'db' | 'blobs'>,
  recordingId: string,
): Promise<ReadInput[]> {
  const inputs: ReadInput[] = [];
  for (const file of await listRecordingFiles(db, recordingId)) {
    if (file.applied_at !== null || file.blob_key === null) continue;
    const input = await readInput(blobs, { ...file, blob_key: file.blob_key });
    if (input) inputs.push(input);
  }
  return inputs;
}

async function readInput(
  blobs: PipelineDeps['blobs'],
  row: RecordingFileRow & { blob_key: string },
): Promise<ReadInput | undefined> {
  const { role } = row;
  const known = { fileId: row.id, fileName: row.file_name };
  const contentType = row.content_type ?? 'application/octet-stream';
  const file = { role, fileName: row.file_name, contentType, bytes: row.bytes ?? 0, blobKey: row.blob_key };
  switch (role) {
    case 'recording':
    case 'camera':
    case 'outline':
      return undefined;
    case 'transcript':
    case 'quiz':
    case 'polls':
    case 'chat':
      try {
        return { ...known, ...readAs(role, await readBytes(blobs, file), row.file_name) };
      } catch (error) {
        if (!(error instanceof AppError) || error.status >= 500) throw error;
        return { ...known, role: 'unreadable', as: role, message: error.message };
      }
    case 'attachment':
      return { ...known, ...file, role };
  }
}

type ReadRole = 'transcript' | 'quiz' | 'polls' | 'chat';
type Content = Extract<ReadContent, { role: ReadRole }>;

function readAs(role: ReadRole, bytes: Uint8Array, fileName: string): Content {
  const hint = { fileName };
  if (role === 'quiz') return { role, quiz: parseQuiz(bytes, hint), pictures: [] };
  if (role === 'transcript') return { role, transcript: parseTranscript(bytes, hint) };
  const kept = readKept(decodeText(bytes));
  if (kept?.kept === 'polls' && role === 'polls') return { role, ...kept };
  if (kept?.kept === 'chat' && role === 'chat') return { role, ...kept };
  // A file from before votes and messages alone were kept.
  if (role === 'polls') return { role, ...parsePolls(bytes, hint) };
  const { messages, warnings } = parseChat(bytes, hint);
  return { role, messages: hideSenders(messages), warnings };
}
