import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { chatLinks, chatQuestions, parseChat, type ParsedChat } from '../../domain/chat.ts';
import { decodeText } from '../../domain/formats/text.ts';
import { OutlineError, parseOutline, type ParsedOutline } from '../../domain/outline.ts';
import {
  writeFfmetadata,
  writeOutlineCsv,
  writePodlove,
  writeWebvttChapters,
  writeYoutubeOutline,
} from '../../domain/outline/write.ts';
import type { Picture } from '../../domain/picture.ts';
import { parsePolls, type ParsedPolls } from '../../domain/polls.ts';
import { writeGift } from '../../domain/quiz/gift-write.ts';
import { writeMoodleXml } from '../../domain/quiz/moodle/write.ts';
import { toPlayable } from '../../domain/quiz/playable.ts';
import { writeQti21 } from '../../domain/quiz/qti/write.ts';
import { readQuiz, type ReadQuiz } from '../../domain/read-quiz.ts';
import { writeZip } from '../../domain/formats/zip.ts';
import { formatTime } from '../../domain/time.ts';
import {
  indexSpeakers,
  parseTranscript,
  shiftCues,
  TranscriptError,
  writeWebvtt,
  type ParsedTranscript,
} from '../../domain/transcript.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { readChapterMarks } from '../../pipelines/media/read-chapter-marks.ts';
import { readEnv, toConfig } from '../config.ts';
import { addReadCommand, maxFileBytes, type ReadHint } from './read-command.ts';

/** Adds `outline`, `quiz`, `transcript`, `polls` and `chat`: each reads one file and shows what was understood. */
export function registerReadCommands(program: Command): void {
  addReadCommand(program, {
    name: 'outline',
    description: 'read an outline in any known format, or a recording’s chapter marks, and show its chapters',
    takesStart: true,
    parse: async (bytes, hint, file) => parseOutline(bytes, { ...hint, ...(await slideTextsBeside(file)) }),
    parseMedia: readMarks,
    toJson: toOutlineJson,
    print: printOutline,
    writers: outlineWriters,
  });
  addReadCommand(program, {
    name: 'quiz',
    description:
      'read questions (GIFT, Aiken, Moodle XML, QTI, Common Cartridge, H5P, tables, JSON) and show them',
    parse: readQuiz,
    writers: quizWriters,
    // Of a picture what is said of it, not its bytes.
    toJson: ({ format, questions, warnings }) => ({ format, questions, warnings }),
    print: printQuiz,
  });
  addReadCommand(program, {
    name: 'transcript',
    description: 'read a transcript (WebVTT, SRT, SBV, TTML, text, Word) and show its cues',
    takesShift: true,
    parse: readTranscript,
    toJson: (transcript) => ({ ...transcript, speakers: indexSpeakers(transcript.cues) }),
    print: printTranscript,
    writers: { webvtt: ({ cues }) => writeWebvtt(cues) },
  });
  addReadCommand(program, {
    name: 'polls',
    description: 'read a poll report (Zoom, BigBlueButton, Forms, tables, Excel) and show its votes',
    parse: parsePolls,
    toJson: (polls) => polls,
    print: printPolls,
  });
  addReadCommand(program, {
    name: 'chat',
    description: 'read a chat (Zoom, Teams, BigBlueButton, Meet) and show its messages, links and questions',
    takesStart: true,
    parse: parseChat,
    toJson: toChatJson,
    print: printChat,
  });
}

/** A transcript with its times moved as was asked for. */
function readTranscript(bytes: Uint8Array, { shiftMs = 0, ...hint }: ReadHint): ParsedTranscript {
  const transcript = parseTranscript(bytes, hint);
  const cues = shiftCues(transcript.cues, shiftMs);
  if (cues.length > 0) return { ...transcript, cues };
  throw new TranscriptError('transcript-no-cues', 'So much earlier, no words would be left.');
}

/** The chapter marks that a recording carries. */
async function readMarks(file: string): Promise<ParsedOutline> {
  const tools = await findMediaTools(toConfig(readEnv()));
  const { container, entries } = await readChapterMarks(tools, file);
  if (entries.length > 0) return { format: container, entries, warnings: [] };
  throw new OutlineError('outline-no-marks', `${basename(file)} carries no chapter marks.`);
}

const outlineWriters = {
  youtube: ({ entries }: ParsedOutline) => writeYoutubeOutline(entries),
  webvtt: ({ entries }: ParsedOutline) => writeWebvttChapters(entries, likelyEnd(entries)),
  ffmetadata: ({ entries }: ParsedOutline) => writeFfmetadata(entries, likelyEnd(entries)),
  podlove: ({ entries }: ParsedOutline) => writePodlove(entries),
  csv: ({ entries }: ParsedOutline) => writeOutlineCsv(entries),
};

const quizWriters = {
  gift: (quiz: ReadQuiz) => {
    const essays = quiz.questions.filter((question) => question.type === 'essay');
    // GIFT has no orderings and no texts with several gaps.
    const { questions, warnings } = toPlayable(quiz.questions.filter(({ type }) => type !== 'essay'));
    return { text: writeGift([...questions, ...essays], quiz.pictures), warnings };
  },
  'moodle-xml': ({ questions, pictures }: ReadQuiz) => writeMoodleXml(questions, pictures),
  'qti-2.1': ({ questions, pictures }: ReadQuiz) => writeZip(writeQti21(questions, { pictures })),
};

/** Where no recording tells, the last chapter is as long as the others are. */
function likelyEnd(entries: ParsedOutline['entries']): number {
  const last = entries.at(-1);
  if (last === undefined) return 0;
  return last.endMs ?? last.startMs + Math.round(last.startMs / Math.max(1, entries.length - 1) || 60_000);
}

/** BigBlueButton keeps the words of its slides in a file of their own, beside their times. */
async function slideTextsBeside(file: string): Promise<{ slideTexts?: string }> {
  if (!/\.svg$/i.test(file)) return {};
  const beside = join(dirname(file), 'presentation_text.json');
  const found = await stat(beside).catch(() => undefined);
  if (found?.isFile() !== true || found.size > maxFileBytes) return {};
  return { slideTexts: decodeText(await readFile(beside)) };
}

/** The lines of the file matter to whoever mends it, not to whoever uses its entries. */
function toOutlineJson({ format, entries, warnings }: ParsedOutline): unknown {
  const bare = entries.map(({ startMs, endMs, title }) => ({
    startMs,
    ...(endMs === undefined ? {} : { endMs }),
    title,
  }));
  return { format, entries: bare, warnings };
}

function printOutline({ format, entries }: ParsedOutline): string[] {
  const width = formatTime(entries.at(-1)?.startMs ?? 0).length;
  const lines = entries.map(({ startMs, title }) => `${formatTime(startMs).padStart(width)}  ${title}`);
  return [...lines, '', `${count(entries.length, 'chapter')}, read as ${format}.`];
}

function printQuiz({ format, questions }: ReadQuiz): string[] {
  const lines = questions.flatMap((question, index) => [
    `${String(index + 1)}. ${question.prompt} (${question.type})`,
    ...printPictures(question.pictures),
    ...question.choices.flatMap((choice) => {
      const match = 'match' in choice ? ` → ${choice.match}` : '';
      return [`   ${percent(choice.weight)}  ${choice.text}${match}`, ...printPictures(choice.pictures)];
    }),
  ]);
  return [...lines, '', `${count(questions.length, 'question')}, read as ${format}.`];
}

function printPictures(pictures: readonly Picture[] = []): string[] {
  return pictures.map(({ name, alt, bytes }) => {
    const words = alt === '' ? '' : `: ${alt}`;
    return `           [${name}, ${String(Math.ceil(bytes / 1000))} kB${words}]`;
  });
}

function printTranscript({ format, cues }: ParsedTranscript): string[] {
  const lines = cues.map(({ startMs, speaker, text }) => {
    const who = speaker === undefined ? '' : `${speaker}: `;
    return `${formatTime(startMs).padStart(8)}  ${who}${text.replaceAll('\n', ' ')}`;
  });
  const speakers = indexSpeakers(cues).map(
    ({ speaker, cues: own, spokenMs }) => `${speaker}: ${count(own, 'cue')}, ${formatTime(spokenMs)}`,
  );
  const index = speakers.length < 2 ? [] : ['', ...speakers];
  return [...lines, ...index, '', `${count(cues.length, 'cue')}, read as ${format}.`];
}

function printPolls({ format, polls }: ParsedPolls): string[] {
  const lines = polls.flatMap(({ question, choices, respondents }, index) => [
    `${String(index + 1)}. ${question.replaceAll('\n', ' ')}${respondents === undefined ? '' : ` (${count(respondents, 'answer')})`}`,
    ...choices.map(({ text, votes }) => `   ${String(votes).padStart(5)}  ${text}`),
  ]);
  return [...lines, '', `${count(polls.length, 'poll')}, read as ${format}.`];
}

function toChatJson({ format, messages, warnings }: ParsedChat): unknown {
  return { format, messages, links: chatLinks(messages), questions: chatQuestions(messages), warnings };
}

function printChat({ format, messages }: ParsedChat): string[] {
  const lines = messages.map(({ atMs, sender, text }) => {
    const time = atMs === undefined ? '' : formatTime(atMs);
    return `${time.padStart(8)}  ${sender}: ${text.replaceAll('\n', ' ')}`;
  });
  const links = chatLinks(messages).map(({ url }) => `  ${url}`);
  const shared = links.length === 0 ? [] : ['', 'Links:', ...links];
  const asked = count(chatQuestions(messages).length, 'question');
  return [...lines, ...shared, '', `${count(messages.length, 'message')}, ${asked}, read as ${format}.`];
}

function percent(weight: number): string {
  return `${String(Math.round(weight * 100))} %`.padStart(6);
}

function count(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? '' : 's'}`;
}
