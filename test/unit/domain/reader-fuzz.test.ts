import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../domain/app-error.ts';
import { chatReaders } from '../../../domain/chat/readers.ts';
import { parseChat } from '../../../domain/chat.ts';
import { outlineReaders } from '../../../domain/outline/readers.ts';
import { parseOutline } from '../../../domain/outline.ts';
import { parsePolls } from '../../../domain/polls.ts';
import { pollsReaders, pollsTableReaders } from '../../../domain/polls/readers.ts';
import { quizReaders } from '../../../domain/quiz/readers.ts';
import { readQuiz } from '../../../domain/read-quiz.ts';
import { recogniseFile } from '../../../domain/recognise-file.ts';
import { transcriptReaders } from '../../../domain/transcript/readers.ts';
import { parseTranscript } from '../../../domain/transcript.ts';
import { readerSamples } from '../../support/reader-samples.ts';
import { below, randomFrom, type Random } from '../../support/random.ts';

const rounds = 150;

const readers: Record<keyof typeof readerSamples, (bytes: Uint8Array) => unknown> = {
  outline: (bytes) => checkOutline(parseOutline(bytes)),
  transcript: (bytes) => checkTranscript(parseTranscript(bytes)),
  polls: (bytes) => parsePolls(bytes),
  chat: (bytes) => parseChat(bytes),
  quiz: (bytes) => readQuiz(bytes),
};

describe('a file that chance has changed is read, or refused in a sentence', () => {
  const kinds = Object.keys(readerSamples).filter((kind) => kind in readers);
  test.each(kinds)(
    '%s',
    (kind) => {
      if (!isKind(kind)) throw new Error(kind);
      const random = randomFrom(kind.length * 7919);
      let read = 0;
      for (let round = 0; round < rounds; round += 1) {
        for (const sample of readerSamples[kind]) {
          if (round === 0) expect(() => readers[kind](bytesOf(sample))).not.toThrow();
          const bytes = damage(sample, random);
          if (answers(() => readers[kind](bytes), bytes)) read += 1;
          recogniseFile(bytes, 'file', { whole: true });
        }
      }
      // Were every file refused, the readers would never have been tried.
      expect(read).toBeGreaterThan(rounds);
    },
    60_000,
  );
});

/** What reads a sample, by the format that its registry knows it by. */
function formatsOf(kind: keyof typeof readerSamples): Set<string> {
  return new Set(
    readerSamples[kind].map((sample) => {
      const bytes = bytesOf(sample);
      if (kind === 'quiz') return quizFormatOf(sample);
      if (kind === 'outline') return parseOutline(bytes).format;
      if (kind === 'transcript') return parseTranscript(bytes).format;
      return kind === 'polls' ? parsePolls(bytes).format : parseChat(bytes).format;
    }),
  );
}

/** A quiz reader may tell which of several formats it read; what is no text is read by none of them. */
function quizFormatOf(sample: string | Uint8Array): string {
  if (typeof sample !== 'string') return readQuiz(sample).format;
  return quizReaders.find((reader) => reader.recognises(sample, {}))?.format ?? '';
}

test.each([
  ['outline' as const, outlineReaders],
  ['transcript' as const, transcriptReaders],
  ['polls' as const, [...pollsReaders, ...pollsTableReaders]],
  ['chat' as const, chatReaders],
  ['quiz' as const, quizReaders],
])('every reader of %s has a sample that chance can change', (kind, all) => {
  // The reader of JSON outlines tells whose JSON it was: `podlove-json`.
  const formats = [...formatsOf(kind)].flatMap((format) => [format, format.replace(/^.*-(?=json$)/, '')]);
  expect(all.map(({ format }) => format).filter((format) => !formats.includes(format))).toEqual([]);
});

function isKind(kind: string): kind is keyof typeof readerSamples {
  return kind in readerSamples;
}

/** True when the reader gave something; false when it refused the file as one that is at fault. */
function answers(read: () => unknown, bytes: Uint8Array): boolean {
  try {
    JSON.stringify(read());
    return true;
  } catch (error) {
    if (error instanceof AppError && error.status < 500 && error.message.length > 10) return false;
    throw new Error(`This file broke its reader: ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`, {
      cause: error,
    });
  }
}

function checkOutline(outline: ReturnType<typeof parseOutline>): unknown {
  outline.entries.forEach(({ startMs, endMs, title }, index) => {
    expect(Number.isSafeInteger(startMs) && startMs >= 0).toBe(true);
    expect(startMs).toBeGreaterThan(outline.entries[index - 1]?.startMs ?? -1);
    expect(endMs ?? Infinity).toBeGreaterThan(startMs);
    expect(title.trim()).not.toBe('');
  });
  return outline;
}

function checkTranscript(transcript: ReturnType<typeof parseTranscript>): unknown {
  transcript.cues.forEach(({ startMs, endMs, text }, index) => {
    expect(startMs).toBeGreaterThanOrEqual(transcript.cues[index - 1]?.startMs ?? 0);
    expect(endMs).toBeGreaterThan(startMs);
    expect(text).not.toBe('');
  });
  return transcript;
}

const nasty = [
  '\0', '\uFEFF', '\r', '\u2028', '-->', ']]>', '<![CDATA[', '&a;', '<!DOCTYPE x [<!ENTITY a "aaaa">]>', '"', "'", '\\', '{', '}',
  '[[[[[[[[', '~=', '%-1e9%', '99999999999:00', '-1', '1e309', 'NaN', '0:00', '25:61', ',,,,', '\t', '\n\n', 'A'.repeat(5000), '‮', '\u0000',
  '<a>'.repeat(300), '{"a":'.repeat(300), 'null', 'ANSWER:', 'WEBVTT', '$CATEGORY:', '%%%',
]; // prettier-ignore

function bytesOf(sample: string | Uint8Array): Uint8Array {
  return typeof sample === 'string' ? new TextEncoder().encode(sample) : sample;
}

/** One to four changes: bytes flipped, spans taken out, doubled or moved, nasty tokens put in, another encoding. */
function damage(sample: string | Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(bytesOf(sample));
  for (let changes = 1 + below(4, random); changes > 0; changes -= 1) bytes = change(bytes, random);
  return new Uint8Array(bytes);
}

function change(bytes: Buffer<ArrayBuffer>, random: Random): Buffer<ArrayBuffer> {
  const at = below(bytes.length + 1, random);
  const to = Math.min(bytes.length, at + 1 + below(60, random));
  const [before, span, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  switch (below(8, random)) {
    case 0:
      return Buffer.concat([before, span.map((byte) => byte ^ (1 << below(8, random))), after]);
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, span, span, after]);
    case 3:
      return Buffer.concat([span, before, after]);
    case 4:
      return Buffer.concat([before]);
    case 5:
      return below(6, random) === 0 ? Buffer.from(bytes.toString('latin1'), 'utf16le') : bytes;
    default:
      return Buffer.concat([before, Buffer.from(nasty[below(nasty.length, random)] ?? ''), after]);
  }
}

test('every format is in the list for trainers', async () => {
  const list = await readFile(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
  const kinds = Object.keys(readerSamples).filter(isKind);
  const questions = readerSamples.quiz.map((sample) => readQuiz(bytesOf(sample)).format);
  const formats = [...questions, ...kinds.flatMap((kind) => (kind === 'quiz' ? [] : [...formatsOf(kind)]))];
  expect(formats.filter((format) => !list.includes(`\`${format}\``))).toEqual([]);
});
