import { chatReaders } from './chat/readers.ts';
import { outlineReaders } from './outline/readers.ts';
import { parseOutline, OutlineError, type ParsedOutline } from './outline.ts';
import { parsePolls, PollsError } from './polls.ts';
import { pollsReaders } from './polls/readers.ts';
import { parseQuiz, QuizError, type ParsedQuiz } from './read-quiz.ts';
import { recogniseMagic } from './recognise/magic.ts';
import type { FileRole } from './recording.ts';
import { decodeText } from './formats/text.ts';
import { looksLikeZip } from './formats/zip.ts';
import { indexSpeakers, parseTranscript, TranscriptError, type ParsedTranscript } from './transcript.ts';

/** What a file is for, and how sure that is. */
export interface RecognisedFile {
  role: FileRole;
  /** `mp4`, `webvtt`, `gift`, `docx`…; missing when nothing is known. */
  format?: string;
  /** `certain`: its content says so; `likely`: its content fits; `guess`: nothing else fits. */
  confidence: 'certain' | 'likely' | 'guess';
  /** What is in it, for people: `312 cues, 5 speakers`. Only when the whole file was looked at. */
  summary?: string;
}

/** How many bytes of a file are looked at; of a longer file, its start. */
export const recognisedBytes = 256 * 1024;

/** Packages and documents up to this size are opened where all their bytes are given. */
const openedBytes = 25_000_000;

/** How many bytes of a file tell what it is, by its first ones and its size: packages are told by what is in them. */
export function bytesToRecognise(head: Uint8Array, size: number): number {
  return looksLikeZip(head) && size <= openedBytes ? size : Math.min(size, recognisedBytes);
}

/**
 * Tells by content what a file is for. `whole` says that the bytes are all of it, which allows a summary; a name only
 * decides between what the content leaves open. Never throws.
 */
export function recogniseFile(
  firstBytes: Uint8Array,
  fileName: string,
  { whole = false }: { whole?: boolean } = {},
): RecognisedFile {
  const magic = recogniseMagic(firstBytes);
  const isWhole = whole && firstBytes.length <= recognisedBytes;
  if (magic !== undefined) {
    const inside = whole && firstBytes.length <= openedBytes ? document(firstBytes, magic.format) : undefined;
    if (inside !== undefined) return inside;
    return {
      role: magic.kind === 'media' ? 'recording' : 'attachment',
      format: magic.format,
      confidence: 'certain',
    };
  }
  if (firstBytes.length === 0) return { role: 'attachment', format: 'empty', confidence: 'certain' };
  const text = decodeText(firstBytes.subarray(0, recognisedBytes));
  if (!isText(text)) return { role: 'attachment', format: 'binary', confidence: 'guess' };
  const { summary, ...recognised } = recogniseText(text, fileName);
  return isWhole && summary !== undefined ? { ...recognised, summary } : recognised;
}

function recogniseText(text: string, fileName: string): RecognisedFile {
  return (
    playlist(text) ??
    participants(text) ??
    polls(text) ??
    chat(text, fileName) ??
    markedOutline(text, fileName) ??
    cues(text, fileName) ??
    quiz(text, fileName) ??
    outline(text, fileName) ?? { role: 'attachment', format: 'text', confidence: 'guess' }
  );
}

/** Lists of media are no recording, whatever they are named. */
function playlist(text: string): RecognisedFile | undefined {
  const format = /^\s*#EXTM3U/.test(text)
    ? 'm3u'
    : /^\s*ffconcat version/.test(text)
      ? 'ffconcat'
      : undefined;
  return format === undefined ? undefined : { role: 'attachment', format, confidence: 'certain' };
}

/** Who was there: Zoom's and Teams' lists of participants. Nobody else should get them. */
function participants(text: string): RecognisedFile | undefined {
  const isList =
    /^"?Name \(Original Name\)"?[,;\t]"?(?:User )?Email|^"?(?:Full )?Name"?[,;\t]"?(?:First )?Join(?: Time|ed)?"?[,;\t]|^Attendee Report\b|^"?Attended"?[,;\t]"?User Name/im;
  return isList.test(text.slice(0, 8000))
    ? { role: 'attachment', format: 'participants', confidence: 'certain' }
    : undefined;
}

/** Word files may hold a transcript and Excel files the answers of a form; most are there to be given out. */
function document(bytes: Uint8Array, format: string): RecognisedFile | undefined {
  if (format === 'xlsx') {
    const parsed = tryTo(() => parsePolls(bytes), PollsError);
    if (parsed?.format !== 'forms-xlsx' && parsed?.format !== 'zoom-xlsx') return quizPackage(bytes, format);
    return { role: 'polls', format, confidence: 'likely', summary: count(parsed.polls.length, 'poll') };
  }
  if (format !== 'docx') return archives.has(format) ? quizPackage(bytes, format) : undefined;
  const transcript = tryTo(() => parseTranscript(bytes), TranscriptError);
  return transcript !== undefined && looksSpoken(transcript)
    ? { role: 'transcript', format, confidence: 'likely', summary: summaryOf(transcript) }
    : undefined;
}

const archives = new Set(['zip', 'h5p', 'imscc']);

/** Packages and workbooks that hold questions. */
function quizPackage(bytes: Uint8Array, format: string): RecognisedFile | undefined {
  const parsed = tryTo<ParsedQuiz>(() => parseQuiz(bytes), QuizError);
  if (parsed === undefined) return undefined;
  return { role: 'quiz', format, confidence: 'likely', summary: count(parsed.questions.length, 'question') };
}

const pollHeads: readonly RegExp[] = [
  /^#,"?User Name"?,"?(?:User Email|Email Address)"?,"?Submitted/m,
  /^"?Poll Report"?,*\n/,
  /^"?Launched Polls"?,*$/m,
];

function polls(text: string): RecognisedFile | undefined {
  const head = text.slice(0, 8000);
  if (pollHeads.some((pattern) => pattern.test(head)))
    return { role: 'polls', format: 'zoom', confidence: 'certain' };
  if (votesHead.test(head)) return { role: 'polls', format: 'table', confidence: 'likely' };
  if (formHead.test(head)) return { role: 'polls', format: 'forms', confidence: 'likely' };
  const reader = pollsReaders.find((one) => one.recognises(text));
  return reader === undefined ? undefined : { role: 'polls', format: reader.format, confidence: 'certain' };
}

/** What Microsoft Forms puts before its questions, and Google Forms. */
const formHead =
  /^"?ID"?[,;\t]"?(?:Start time|Startzeit|Heure de début|Hora de inicio)"?[,;\t]|^"?(?:Timestamp|Zeitstempel|Horodateur|Marca temporal)"?,/i;

/** A table of questions, answers and how many took each. */
const votesHead =
  /^"?(?:poll )?question"?[,;\t]"?(?:answer|choice|option)"?[,;\t]"?(?:votes?|count|responses?)"?\s*$/im;

/** Zoom's chat: `HH:MM:SS<TAB>Name:<TAB>text`, or `HH:MM:SS From Name to Everyone:`. */
function chat(text: string, fileName: string): RecognisedFile | undefined {
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '');
  const said = lines.filter((line) =>
    /^(?:\d{4}-\d{2}-\d{2}\s)?\d{1,2}:\d{2}:\d{2}(?:\t[^\t\n]{1,200}:(?:\t|$)|\s+(?:From|Von|De|Van|Da)\s.{1,200}?(?:\s(?:to|an|à|aan|a|para)\s.{1,200})?:)/i.test(
      line.slice(0, 500),
    ),
  );
  const isChat = said.length > 0 && said.length * 4 >= lines.length;
  if (isChat) return { role: 'chat', format: 'zoom', confidence: 'certain' };
  const reader = chatReaders.find((one) => one.recognises(text, { fileName }));
  // `[14:30] Ann` and captions with names may be outlines and transcripts: there the file's name decides.
  const isSure = reader?.format === 'bigbluebutton' || reader?.format === 'teams-json';
  if (reader === undefined || (!isSure && !/chat/i.test(fileName))) return undefined;
  return { role: 'chat', format: reader.format, confidence: isSure ? 'certain' : 'likely' };
}

/** Cues are a transcript, unless they follow one another without a gap and are long: then they are chapters. */
function cues(text: string, fileName: string): RecognisedFile | undefined {
  const transcript = tryTo(() => parseTranscript(text, { fileName }), TranscriptError);
  if (transcript === undefined) return undefined;
  if (looksLikeChapters(transcript, fileName)) {
    const summary = count(transcript.cues.length, 'chapter');
    return { role: 'outline', format: transcript.format, confidence: 'likely', summary };
  }
  if (transcript.format === 'text' && !looksSpoken(transcript)) return undefined;
  const summary = summaryOf(transcript);
  return { role: 'transcript', format: transcript.format, confidence: 'certain', summary };
}

function summaryOf({ cues: all }: ParsedTranscript): string {
  const speakers = indexSpeakers(all).length;
  return `${count(all.length, 'cue')}${speakers === 0 ? '' : `, ${count(speakers, 'speaker')}`}`;
}

/** `0:00 Part 1: Welcome` is an outline: in a transcript few people say most, and one soon after the other. */
function looksSpoken({ cues: all }: ParsedTranscript): boolean {
  const named = all.filter(({ speaker }) => speaker !== undefined);
  const isShared = named.length * 2 > all.length && indexSpeakers(all).length * 1.5 <= named.length;
  const lengthMs = (all.at(-1)?.endMs ?? 0) - (all[0]?.startMs ?? 0);
  const words = all.reduce((sum, { text }) => sum + text.length, 0);
  return isShared || (all.length > 3 && words / (lengthMs / 1000) > 4);
}

function looksLikeChapters({ format, cues: all }: ParsedTranscript, fileName: string): boolean {
  if (format !== 'webvtt' || all.some(({ speaker }) => speaker !== undefined)) return false;
  if (/chapter|kapitel|outline/i.test(fileName)) return true;
  const isGapless = all.every(
    ({ endMs }, index) => Math.abs((all[index + 1]?.startMs ?? endMs) - endMs) < 50,
  );
  const lengthMs = (all.at(-1)?.endMs ?? 0) - (all[0]?.startMs ?? 0);
  return isGapless && all.length <= 200 && lengthMs / all.length >= 30_000;
}

function quiz(text: string, fileName: string): RecognisedFile | undefined {
  if (!looksLikeQuiz(text, fileName)) return undefined;
  const parsed = tryTo<ParsedQuiz>(() => parseQuiz(text, { fileName }), QuizError);
  if (parsed !== undefined) {
    const summary = count(parsed.questions.length, 'question');
    return { role: 'quiz', format: parsed.format, confidence: 'certain', summary };
  }
  // A quiz with a fault is still a quiz: whoever reads it says what is wrong.
  const format = isQuizXml(text) ? 'xml' : isJson(text) ? 'json' : 'gift';
  return { role: 'quiz', format, confidence: 'likely' };
}

/** Braces with GIFT's signs in them, Aiken's answers, or JSON that speaks of questions. Program text has braces too. */
function looksLikeQuiz(text: string, fileName: string): boolean {
  if (isQuizXml(text)) return true;
  if (isJson(text)) return /"(?:questions|prompt|question)"\s*:/.test(text);
  if (isQuestionTable(text)) return true;
  if (/^ANSWER:/im.test(text) || /^::[^\n]{1,300}::/m.test(text)) return true;
  if (/\.(?:css|html?|xml|tex|[jt]sx?|py|java|cpp|cs|php|sh|sql)$/i.test(fileName)) return false;
  const blocks = text.matchAll(/\{([^{}]{0,3000})\}/g).take(50);
  return blocks.some(([, inside = '']) => /[=~#]|^\s*(?:T|F|TRUE|FALSE)\s*$/i.test(inside));
}

/** The heads of tables that quiz programs take and give: a question, its answers, and which is right. */
function isQuestionTable(text: string): boolean {
  const head = text.split('\n', 12).join('\n').slice(0, 4000);
  return (
    /(?:^|[,;\t"])question(?: text)?\b/im.test(head) && /(?:correct|right) (?:answer|option)s?/i.test(head)
  );
}

/** Moodle XML and QTI say what they are in their first element. */
function isQuizXml(text: string): boolean {
  const head = text.slice(0, 5000);
  if (!/^\s*</.test(head)) return false;
  return /<(?:quiz|questestinterop|(?:[\w-]+:)?(?:qti-)?assessment-?item)[\s>]/i.test(head);
}

function isJson(text: string): boolean {
  return /^\s*[[{]\s*["{]/.test(text);
}

/** Formats that say what they are; of some, the lines could also pass for what somebody said. */
function markedOutline(text: string, fileName: string): RecognisedFile | undefined {
  const reader = outlineReaders.find((one) => one.recognises(text, { fileName }));
  return reader !== undefined && marked.has(reader.format) ? outline(text, fileName) : undefined;
}

const marked = new Set(['cue', 'edl', 'mplayer-edl', 'ffmetadata', 'icalendar', 'ogm', 'pbf']);

function outline(text: string, fileName: string): RecognisedFile | undefined {
  const parsed = tryTo<ParsedOutline>(() => parseOutline(text, { fileName }), OutlineError);
  if (parsed === undefined) return faultyOutline(text, fileName);
  const { format, entries } = parsed;
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  const isPlain = format === 'text';
  if (isPlain && entries.length < 2 && lines > 1) return undefined;
  const confidence = isPlain && entries.length * 2 < lines ? 'likely' : 'certain';
  return { role: 'outline', format, confidence, summary: count(entries.length, 'chapter') };
}

/** An outline with a wrong time in it is still an outline, to be refused with its line. */
function faultyOutline(text: string, fileName: string): RecognisedFile | undefined {
  const stamped = text.split('\n', 500).filter((line) => /^\W{0,10}\d{1,3}:\d{1,3}(?!\d)/.test(line)).length;
  const isNamed = /outline|chapter|agenda|kapitel/i.test(fileName);
  return stamped >= 2 || (stamped === 1 && isNamed)
    ? { role: 'outline', format: 'text', confidence: 'likely' }
    : undefined;
}

function tryTo<T>(parse: () => T, expected: abstract new (...args: never[]) => Error): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof expected) return undefined;
    throw error;
  }
}

function isText(text: string): boolean {
  const sample = text.slice(0, 10_000);
  const strange = sample.match(/(?![\t\n\f])\p{Cc}|\uFFFD/gu)?.length ?? 0;
  return sample.length > 0 && strange * 20 <= sample.length;
}

function count(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? '' : 's'}`;
}
