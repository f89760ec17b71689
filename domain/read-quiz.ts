import { AppError } from './app-error.ts';
import { toPlayable } from './quiz/playable.ts';
import type { PlayableQuestion, ReadQuestion } from './quiz/read-question.ts';
import { lossWarnings, maxQuestions, type QuizDraft } from './quiz/reader.ts';
import { quizReaders } from './quiz/readers.ts';
import { readDocx } from './formats/docx.ts';
import { looksLikeZip, namesInZip } from './formats/zip.ts';
import { readPackage } from './quiz/package.ts';
import { settlePictures, type PictureFiles } from './quiz/settle-pictures.ts';
import { readWorkbook } from './quiz/workbook.ts';
import { recogniseMagic } from './recognise/magic.ts';
import {
  cleanText,
  decodeText,
  sayProblem,
  type Problem,
  type TextHint,
  type Warning,
} from './formats/text.ts';

/** Questions as they stand in a file. */
export interface ReadQuiz {
  /** `gift`, `moodle-xml`, `qti-2.1`… */
  format: string;
  questions: ReadQuestion[];
  warnings: Warning[];
  /** The bytes of the pictures that the questions show, by their ids. */
  pictures: PictureFiles;
}

/** Questions of a file that learners can be asked; the warnings name those that they cannot. */
export interface ParsedQuiz extends ReadQuiz {
  questions: PlayableQuestion[];
}

/** A file of questions that cannot be used; `problems` name the lines. */
export class QuizError extends AppError {
  readonly problems: readonly Problem[];

  constructor(code: `quiz-${string}`, sentence: string, problems: readonly Problem[] = []) {
    super(code, sentence, { status: 422, details: { problems } });
    this.problems = problems;
  }
}

const maxQuizLength = 50_000_000;

/**
 * Reads questions in any known format (quiz/readers.ts), from a text or from a file's bytes, and gives those that
 * learners can be asked; throws `QuizError` when there are none.
 */
export function parseQuiz(source: string | Uint8Array, hint: TextHint = {}): ParsedQuiz {
  const { format, questions, warnings, pictures } = readQuiz(source, hint);
  const playable = toPlayable(questions);
  const all = [...warnings, ...playable.warnings];
  if (playable.questions.length === 0) throw new QuizError('quiz-no-questions', noQuestions(all), all);
  return { format, questions: playable.questions, warnings: all, pictures };
}

/**
 * Reads questions in any known format, from a text or from a file's bytes, as they stand there: orderings, cloze texts
 * and essays too. Throws `QuizError` when they cannot be used.
 */
export function readQuiz(source: string | Uint8Array, hint: TextHint = {}): ReadQuiz {
  const { format, draft } = read(source, hint);
  const { problems } = draft;
  const { questions, pictures } = settlePictures(draft.questions, draft.pictures.files);
  const [problem] = problems;
  if (problem !== undefined) throw new QuizError('quiz-bad-lines', sayProblem(problem), problems);
  const warnings = [...draft.warnings, ...lossWarnings(draft.losses)];
  if (questions.length === 0) throw new QuizError('quiz-no-questions', noQuestions(warnings), warnings);
  if (questions.length > maxQuestions) {
    throw new QuizError(
      'quiz-too-many-questions',
      `The quiz has more than ${String(maxQuestions)} questions.`,
    );
  }
  return { format, questions, warnings: [...warnings, ...warnOfFreeGuesses(questions)], pictures };
}

function read(source: string | Uint8Array, hint: TextHint): { format: string; draft: QuizDraft } {
  if (source.length > maxQuizLength)
    throw new QuizError('quiz-too-large', 'The quiz is larger than 50 MB and cannot be read.');
  if (typeof source === 'string') return readText(cleanText(source), hint);
  return looksLikeZip(source) ? readArchive(source, hint) : readText(decodeText(source), hint);
}

/** Word and Excel files are zips, and hold a text or tables. */
function readArchive(bytes: Uint8Array, hint: TextHint): { format: string; draft: QuizDraft } {
  const format = recogniseMagic(bytes)?.format;
  const read =
    format === 'docx' ? readDocx(bytes) : format === 'xlsx' ? readWorkbook(bytes) : readPackage(bytes);
  if ('problem' in read) throw new QuizError('quiz-unreadable', read.problem.message, [read.problem]);
  const found = 'text' in read ? readText(cleanText(read.text), hint) : read;
  if (format === 'docx' || format === 'xlsx') found.draft.warnings.push(...warnOfPictures(bytes));
  return found;
}

/** Word and Excel keep pictures apart from the words: which question one belongs to is not known. */
function warnOfPictures(bytes: Uint8Array): Warning[] {
  const count = namesInZip(bytes).filter((name) => /^(?:word|xl)\/media\/[^/]+$/.test(name)).length;
  if (count === 0) return [];
  const which = count === 1 ? 'a picture, which was' : `${String(count)} pictures, which were`;
  return [{ message: `The document holds ${which} left out. Add them to their questions in the editor.` }];
}

function readText(clean: string, hint: TextHint): { format: string; draft: QuizDraft } {
  if (clean.trim() === '') throw new QuizError('quiz-empty', 'The quiz is empty.');
  const reader = quizReaders.find((one) => one.recognises(clean, hint));
  if (reader === undefined) throw unknown();
  const draft = reader.read(clean);
  return { format: draft.format ?? reader.format, draft };
}

function unknown(): QuizError {
  return new QuizError(
    'quiz-unknown',
    'The quiz is in no format that can be read (GIFT, Aiken, Moodle XML, QTI, H5P, tables, JSON).',
  );
}

/** Grading takes off for wrong picks where the file does not (grade.ts); the trainer is told. */
function warnOfFreeGuesses(questions: readonly ReadQuestion[]): Warning[] {
  const free = questions.filter(
    ({ type, choices }) =>
      type === 'multiple-choice' &&
      choices.some(({ weight }) => weight === 0) &&
      choices.every(({ weight }) => weight >= 0),
  ).length;
  if (free === 0) return [];
  const which =
    free === 1 ? '1 multiple-choice question takes' : `${String(free)} multiple-choice questions take`;
  return [
    {
      message: `${which} nothing off for wrong choices; when graded, they take off together what the right ones give, so that choosing everything earns nothing.`,
    },
  ];
}

function noQuestions(warnings: readonly Warning[]): string {
  const [first] = warnings;
  return first === undefined
    ? 'The quiz holds no question that can be asked.'
    : `The quiz holds no question that can be asked. ${first.message}`;
}
