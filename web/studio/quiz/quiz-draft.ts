import type { Quiz } from '../../../domain/api/module.ts';
import type { Picture } from '../../../domain/picture.ts';
import { checkQuestion } from '../../../domain/quiz-rules.ts';
import type { Question, QuestionDraft, QuestionType, QuizSettings } from '../../../domain/quiz.ts';

/** A choice while it is edited. Numbers are kept as typed. */
export interface DraftChoice {
  /** Names it on the page only. */
  key: string;
  /** The service's id, once saved. */
  id?: string | undefined;
  text: string;
  weight: number;
  feedback: string;
  /** Matching: the right side. */
  match: string;
  /** Numeric: the right number and how far off may be, as typed. */
  number: string;
  tolerance: string;
  pictures: Picture[];
}

/** A question while it is edited: it may lack what the service asks for. */
export interface DraftQuestion {
  key: string;
  id?: string | undefined;
  type: QuestionType;
  title: string;
  prompt: string;
  mark: number;
  feedback: string;
  caseSensitive: boolean;
  pictures: Picture[];
  choices: DraftChoice[];
}

/** The whole quiz while it is edited. */
export interface QuizDraft extends QuizSettings {
  questions: DraftQuestion[];
}

/** What is sent to the service: its questions, and which question of the draft each one is. */
export interface Savable {
  questions: (Question | QuestionDraft)[];
  keys: string[];
  /** Questions kept on the page only, until they are complete: by key, what each lacks. */
  incomplete: ReadonlyMap<string, string>;
}

/** In place of a number: any other, as GIFT's feedback for all that is wrong. */
export const anyNumber = '*';

let lastKey = 0;

/** A new name for something on the page. */
export function newKey(): string {
  lastKey += 1;
  return `k${Date.now().toString(36)}-${lastKey}`;
}

/** The draft of a quiz as the service knows it. */
export function toDraft(quiz: Quiz): QuizDraft {
  return { ...settingsOf(quiz), questions: quiz.questions.map(toDraftQuestion) };
}

/** The rules of a quiz or draft, without its questions. */
export function settingsOf(quiz: QuizSettings): QuizSettings {
  const { title, passMark, attemptsAllowed, shuffle, gradePolicy, showAnswers } = quiz;
  return { title, passMark, attemptsAllowed, shuffle, gradePolicy, showAnswers };
}

/** The draft of one question, stored or just read from a file. */
export function toDraftQuestion(question: Question | QuestionDraft): DraftQuestion {
  return {
    key: newKey(),
    id: 'id' in question ? question.id : undefined,
    type: question.type,
    title: question.title ?? '',
    prompt: question.prompt,
    mark: question.mark,
    feedback: question.feedback ?? '',
    caseSensitive: question.type === 'short-answer' && question.caseSensitive,
    pictures: question.pictures ?? [],
    choices: question.choices.map(toDraftChoice),
  };
}

/** A copy of a question that shares no name with it. */
export function copyQuestion(question: DraftQuestion): DraftQuestion {
  return {
    ...question,
    key: newKey(),
    id: undefined,
    choices: question.choices.map((choice) => ({ ...choice, key: newKey(), id: undefined })),
  };
}

/** What a question lacks before it can be asked and graded, as a sentence; undefined when it is complete. */
export function findLack(question: DraftQuestion): string | undefined {
  const unreadable = question.choices.some(
    ({ number }) => number !== anyNumber && readNumber(number) === undefined,
  );
  if (question.type === 'numeric' && unreadable) return 'it needs a number as its right answer.';
  return checkQuestion(toQuestion(question))[0]?.message;
}

/**
 * What of the draft can be saved now: complete questions as they are, incomplete ones as they were last saved, and not
 * at all while they are new.
 */
export function toSavable(draft: QuizDraft, saved: readonly Question[]): Savable {
  const before = new Map(saved.map((question) => [question.id, question]));
  const questions: (Question | QuestionDraft)[] = [];
  const keys: string[] = [];
  const incomplete = new Map<string, string>();
  for (const question of draft.questions) {
    const lack = findLack(question);
    if (lack !== undefined) incomplete.set(question.key, lack);
    const sent = lack === undefined ? toQuestion(question) : before.get(question.id ?? '');
    if (!sent) continue;
    questions.push(sent);
    keys.push(question.key);
  }
  return { questions, keys, incomplete };
}

/** Takes the ids that the service gave into the draft, which may have changed since it was sent. */
export function adoptIds(draft: QuizDraft, sent: Savable, answered: readonly Question[]): QuizDraft {
  const byKey = new Map(sent.keys.map((key, index) => [key, answered[index]]));
  return {
    ...draft,
    questions: draft.questions.map((question) => {
      const stored = byKey.get(question.key);
      if (!stored) return question;
      const ids = new Map(stored.choices.map((choice) => [choice.text, choice.id]));
      return {
        ...question,
        id: stored.id,
        choices: question.choices.map((choice) => ({ ...choice, id: choice.id ?? ids.get(choice.text) })),
      };
    }),
  };
}

/** The question that a draft stands for; whether it can be asked is for `findLack` to say. */
export function toQuestion(draft: DraftQuestion): QuestionDraft {
  const common = {
    ...(draft.id === undefined ? {} : { id: draft.id }),
    ...(draft.title.trim() === '' ? {} : { title: draft.title.trim() }),
    ...(draft.feedback.trim() === '' ? {} : { feedback: draft.feedback.trim() }),
    ...(draft.pictures.length === 0 ? {} : { pictures: draft.pictures }),
    prompt: draft.prompt.trim(),
    mark: draft.mark,
  };
  switch (draft.type) {
    case 'single-choice':
    case 'multiple-choice':
    case 'true-false':
      return { type: draft.type, ...common, choices: draft.choices.map(toChoice) };
    case 'short-answer':
      return {
        type: draft.type,
        ...common,
        caseSensitive: draft.caseSensitive,
        choices: draft.choices.map(toChoice),
      };
    case 'numeric':
      return { type: draft.type, ...common, choices: draft.choices.map(toNumericChoice) };
    case 'matching':
      return {
        type: draft.type,
        ...common,
        choices: draft.choices.map((choice) => ({ ...toChoice(choice), match: choice.match.trim() })),
      };
  }
}

/** Reads a number as people type it, with a point or a comma. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.').replace('−', '-');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

function toChoice({ id, text, weight, feedback, pictures }: DraftChoice) {
  return {
    ...(id === undefined ? {} : { id }),
    text: text.trim(),
    weight,
    ...(feedback.trim() === '' ? {} : { feedback: feedback.trim() }),
    ...(pictures.length === 0 ? {} : { pictures }),
  };
}

function toNumericChoice(choice: DraftChoice) {
  if (choice.number === anyNumber) {
    return { ...toChoice(choice), text: anyNumber, min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
  }
  const value = readNumber(choice.number) ?? 0;
  const tolerance = Math.abs(readNumber(choice.tolerance) ?? 0);
  const text = tolerance === 0 ? tidy(value) : `${tidy(value)} ± ${tidy(tolerance)}`;
  return {
    ...toChoice(choice),
    text,
    min: Number(tidy(value - tolerance)),
    max: Number(tidy(value + tolerance)),
  };
}

function toDraftChoice(choice: Question['choices'][number] | QuestionDraft['choices'][number]): DraftChoice {
  const range = 'min' in choice ? choice : undefined;
  return {
    key: newKey(),
    id: 'id' in choice ? choice.id : undefined,
    text: choice.text,
    weight: choice.weight,
    feedback: choice.feedback ?? '',
    match: 'match' in choice ? choice.match : '',
    pictures: choice.pictures ?? [],
    ...(range ? toTyped(range) : { number: '', tolerance: '0' }),
  };
}

/** A range as its middle and how far off may be. */
function toTyped({ min, max }: { min: number; max: number }): { number: string; tolerance: string } {
  if (max === Number.MAX_VALUE) return { number: anyNumber, tolerance: '0' };
  return { number: tidy((min + max) / 2), tolerance: tidy((max - min) / 2) };
}

/** A number without the noise of binary fractions. */
function tidy(value: number): string {
  return String(Number(value.toPrecision(12)));
}
