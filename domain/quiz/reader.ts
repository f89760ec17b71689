import { questionDraftSchema, type QuestionDraft } from '../quiz.ts';
import { quote, type Problem, type TextHint, type Warning } from '../formats/text.ts';

/** A question as it stood in a file, with the category that the file put it in. */
export type ReadQuestion = QuestionDraft & { category?: string };

/** What a reader found; `problems` refuse the whole file. */
export interface QuizDraft {
  questions: ReadQuestion[];
  warnings: Warning[];
  problems: Problem[];
}

/** One format of questions. A new format is one file with one of these, and one line in `readers.ts`. */
export interface QuizReader {
  format: string;
  /** Whether the text is in this format, judged by its content. Never throws. */
  recognises(text: string, hint: TextHint): boolean;
  /** Reads a text it recognised: clean, with `\n` line ends. Never throws. */
  read(text: string): QuizDraft;
}

/** One file holds at most this many questions; a reader may stop after one more. */
export const maxQuestions = 2000;

/** A draft with nothing in it yet. */
export function emptyQuizDraft(): QuizDraft {
  return { questions: [], warnings: [], problems: [] };
}

/** Checks a question against the domain's rules and adds it, or a warning that names it and says what is wrong. */
export function addQuestion(
  draft: QuizDraft,
  question: unknown,
  place: { line?: number; name: string; category?: string },
): void {
  const checked = questionDraftSchema.safeParse(question);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const path = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')})`;
    warnOfQuestion(draft, place, `it cannot be used${path}: ${issue?.message ?? 'its form is wrong'}`);
    return;
  }
  if (!hasRightAnswer(checked.data)) {
    warnOfQuestion(draft, place, 'none of its answers is right');
    return;
  }
  draft.questions.push(
    place.category === undefined ? checked.data : { ...checked.data, category: place.category },
  );
}

/** Says that a question was left out, and why. */
export function warnOfQuestion(
  draft: QuizDraft,
  place: { line?: number; name: string },
  reason: string,
): void {
  const message = `The question ${quote(place.name)} was left out: ${reason}.`;
  draft.warnings.push(place.line === undefined ? { message } : { line: place.line, message });
}

function hasRightAnswer(question: QuestionDraft): boolean {
  if (question.type === 'matching') return question.choices.filter(({ text }) => text !== '').length > 1;
  return question.choices.some(({ weight }) => weight > 0);
}
