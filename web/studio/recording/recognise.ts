import { AppError } from '../../../domain/app-error.ts';
import { parseChat } from '../../../domain/chat.ts';
import { maxOutlineLength, parseOutline } from '../../../domain/outline.ts';
import { writeYoutubeOutline } from '../../../domain/outline/write.ts';
import { parseQuiz } from '../../../domain/read-quiz.ts';
import { parsePolls } from '../../../domain/polls.ts';
import { recogniseFile, recognisedBytes } from '../../../domain/recognise-file.ts';
import type { FileRole } from '../../../domain/recording.ts';
import { decodeText } from '../../../domain/formats/text.ts';
import { indexSpeakers, parseTranscript } from '../../../domain/transcript.ts';
import { looksLikeZip } from '../../../domain/formats/zip.ts';
import { formatBytes, formatTime } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { readMediaLength } from './media-length.ts';

const t = texts('recording', en);

/** What a dropped file was recognised as. */
export interface Recognised {
  role: FileRole;
  /** "Transcript, 312 cues, 5 speakers". */
  words: string;
  /** Why it can't be used as that, as a sentence. */
  problem?: string;
  /** Of an outline, also one that can't be read yet. */
  text?: string;
  /** Of a recording, as far as this browser can tell. */
  durationMs?: number;
}

type TextRole = Exclude<FileRole, 'recording' | 'camera' | 'attachment'>;

const maxTextBytes = 20_000_000;
/** With its pictures. */
const maxQuizBytes = 50_000_000;

/** Tells by content what a file is and says so in words, with what this browser can read of it. Never throws. */
export async function recogniseForUpload(file: File): Promise<Recognised> {
  const whole = file.size <= recognisedBytes;
  const head = await readBytes(file.slice(0, recognisedBytes));
  const { role, format } = recogniseFile(head, file.name, { whole });
  const recognised = await describeAs(file, role);
  if (format === 'participants') return { ...recognised, problem: t('recognised.people') };
  const isMisnamed = role !== 'recording' && /\.(mp4|m4v|mov|mkv|webm|avi)$/i.test(file.name);
  return isMisnamed ? { ...recognised, problem: t('recognised.notMedia') } : recognised;
}

/** Says in words what a file holds, taken as a role that a person chose. Never throws. */
export async function describeAs(file: File, role: FileRole): Promise<Recognised> {
  if (role === 'recording') return describeRecording(file);
  const size = formatBytes(file.size);
  if (role === 'attachment' || role === 'camera') return { role, words: t(`recognised.${role}`, { size }) };
  if (file.size > (role === 'quiz' ? maxQuizBytes : maxTextBytes))
    return { role, words: t(`role.${role}`), problem: t('files.tooLargeForText') };
  const bytes = await readBytes(file);
  try {
    return describeContent(role, bytes, file.name);
  } catch (error) {
    const problem = error instanceof AppError ? error.message : t('recognised.unreadable');
    const broken = { role, words: t(`role.${role}`), problem };
    // A wrong line is mended in the box; a broken document has no lines.
    const hasLines = role === 'outline' && !looksLikeZip(bytes) && bytes.length <= maxOutlineLength;
    return hasLines ? { ...broken, text: decodeText(bytes) } : broken;
  }
}

/** Says what a file is that this page has not seen, only the server. */
export function describeOnServer({ role, bytes }: { role: FileRole; bytes: number | null }): Recognised {
  const name = t(`role.${role}`);
  const words = bytes === null ? name : t('recognised.onServer', { role: name, size: formatBytes(bytes) });
  return { role, words };
}

async function describeRecording(file: File): Promise<Recognised> {
  const durationMs = await readMediaLength(file);
  const size = formatBytes(file.size);
  if (durationMs === undefined) return { role: 'recording', words: t('recognised.recording', { size }) };
  const length = formatTime(durationMs);
  return { role: 'recording', durationMs, words: t('recognised.recordingLength', { length, size }) };
}

function describeContent(role: TextRole, bytes: Uint8Array, fileName: string): Recognised {
  switch (role) {
    case 'outline': {
      const { entries } = parseOutline(bytes, { fileName });
      const isBoxed = !looksLikeZip(bytes) && bytes.length <= maxOutlineLength;
      const text = isBoxed ? decodeText(bytes) : writeYoutubeOutline(entries);
      return { role, text, words: t('recognised.outline', { count: entries.length }) };
    }
    case 'transcript': {
      const { cues } = parseTranscript(bytes, { fileName });
      const speakers = indexSpeakers(cues).length;
      const words = t('recognised.cues', { count: cues.length });
      return {
        role,
        words: speakers > 0 ? `${words}, ${t('recognised.speakers', { count: speakers })}` : words,
      };
    }
    case 'quiz': {
      const { questions } = parseQuiz(bytes, { fileName });
      return { role, words: t('recognised.quiz', { count: questions.length }) };
    }
    case 'polls': {
      const { polls } = parsePolls(bytes, { fileName });
      return { role, words: t('recognised.polls', { count: polls.length }) };
    }
    case 'chat': {
      const { messages } = parseChat(bytes, { fileName });
      return { role, words: t('recognised.chat', { count: messages.length }) };
    }
  }
}

/** The bytes, or none when the file is gone or may not be read: the upload says so then. */
async function readBytes(part: Blob): Promise<Uint8Array> {
  return new Uint8Array(await part.arrayBuffer().catch(() => new ArrayBuffer(0)));
}
