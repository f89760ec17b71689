import { AppError } from './app-error.ts';
import { maxQuestions, type ReadQuestion } from './quiz/reader.ts';
import { quizReaders } from './quiz/readers.ts';
import { cleanText, type Problem, type TextHint, type Warning } from './formats/text.ts';

/** Questions as read from a file. */
export interface ParsedQuiz {
  /** `gift`, `json`, `aiken`… */
  format: string;
  questions: ReadQuestion[];
  warnings: Warning[];
}

/** A file of questions that cannot be used; `problems` name the lines. */
export class QuizError extends AppError {
  readonly problems: readonly Problem[];

  constructor(code: `quiz-${string}`, sentence: string, problems: readonly Problem[] = []) {
    super(code, sentence, { status: 422, details: { problems } });
    this.problems = problems;
  }
}

const maxQuizLength = 5_000_000;

/** Reads questions in any known format (quiz/readers.ts); throws `QuizError` when they cannot be used. */
export function parseQuiz(text: string, hint: TextHint = {}): ParsedQuiz {
  if (text.length > maxQuizLength)
    throw new QuizError('quiz-too-large', 'The quiz is larger than 5 MB and cannot be read.');
  const clean = cleanText(text);
  if (clean.trim() === '') throw new QuizError('quiz-empty', 'The quiz is empty.');
  const reader = quizReaders.find((one) => one.recognises(clean, hint));
  if (reader === undefined) {
    throw new QuizError('quiz-unknown', 'The quiz is in no format that can be read (GIFT, Aiken, JSON).');
  }
  const { questions, warnings, problems } = reader.read(clean);
  const [problem] = problems;
  if (problem !== undefined) throw new QuizError('quiz-bad-lines', sentenceOf(problem), problems);
  if (questions.length === 0) throw new QuizError('quiz-no-questions', noQuestions(warnings), warnings);
  if (questions.length > maxQuestions) {
    throw new QuizError(
      'quiz-too-many-questions',
      `The quiz has more than ${String(maxQuestions)} questions.`,
    );
  }
  return { format: reader.format, questions, warnings: [...warnings, ...warnOfFreeGuesses(questions)] };
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

function sentenceOf({ line, message }: Problem): string {
  return line === undefined ? message : `Line ${String(line)}: ${message}`;
}

function noQuestions(warnings: readonly Warning[]): string {
  const [first] = warnings;
  return first === undefined
    ? 'The quiz holds no question that can be asked.'
    : `The quiz holds no question that can be asked. ${first.message}`;
}
