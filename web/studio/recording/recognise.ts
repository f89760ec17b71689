import { parseOutline } from '../../../domain/outline.ts';
import { parseQuiz } from '../../../domain/read-quiz.ts';
import type { FileRole } from '../../../domain/recording.ts';
import { decodeText } from '../../../domain/text.ts';
import { indexSpeakers, parseTranscript } from '../../../domain/transcript.ts';
import { AppError } from '../../../domain/app-error.ts';
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
  /** Of an outline. */
  text?: string;
  /** Of a recording, as far as this browser can tell. */
  durationMs?: number;
}

const maxTextBytes = 20_000_000;

/** Tells by content what a file is and says so in words, with what this browser can read of it. Never throws. */
export async function recogniseForUpload(file: File): Promise<Recognised> {
  const role = await roleOf(file);
  if (role === 'recording') return describeRecording(file);
  const size = formatBytes(file.size);
  if (role === 'attachment') return { role, words: t('recognised.attachment', { size }) };
  try {
    return describeText(role, decodeText(new Uint8Array(await file.arrayBuffer())), file.name);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { role, words: t(`role.${role}`), problem: error.message };
  }
}

async function describeRecording(file: File): Promise<Recognised> {
  const durationMs = await readMediaLength(file);
  const size = formatBytes(file.size);
  if (durationMs === undefined) return { role: 'recording', words: t('recognised.recording', { size }) };
  const length = formatTime(durationMs);
  return { role: 'recording', durationMs, words: t('recognised.recordingLength', { length, size }) };
}

function describeText(
  role: Exclude<FileRole, 'recording' | 'attachment'>,
  text: string,
  fileName: string,
): Recognised {
  switch (role) {
    case 'outline':
      return {
        role,
        text,
        words: t('recognised.outline', { count: parseOutline(text, { fileName }).entries.length }),
      };
    case 'transcript': {
      const { cues } = parseTranscript(text, { fileName });
      const speakers = indexSpeakers(cues).length;
      const words = t('recognised.cues', { count: cues.length });
      return {
        role,
        words: speakers > 0 ? `${words}, ${t('recognised.speakers', { count: speakers })}` : words,
      };
    }
    case 'quiz':
      return { role, words: t('recognised.quiz', { count: parseQuiz(text, { fileName }).questions.length }) };
    case 'polls':
    case 'chat':
      return { role, words: t(`recognised.${role}`) };
  }
}

async function roleOf(file: File): Promise<FileRole> {
  if (/^(video|audio)\//.test(file.type) || /\.(mp4|m4v|mov|mkv|webm|m4a|mp3|wav)$/i.test(file.name))
    return 'recording';
  if (file.size > maxTextBytes || !/\.(txt|vtt|srt|sbv|csv|tsv|json|gift)$/i.test(file.name))
    return 'attachment';
  const text = decodeText(new Uint8Array(await file.arrayBuffer()));
  const hint = { fileName: file.name };
  if (reads(() => parseQuiz(text, hint))) return 'quiz';
  if (/\.(vtt|srt|sbv)$/i.test(file.name) && reads(() => parseTranscript(text, hint))) return 'transcript';
  return reads(() => parseOutline(text, hint)) ? 'outline' : 'attachment';
}

function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
