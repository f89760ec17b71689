import { quote, shorten, type Problem, type TextHint, type Warning } from '../formats/text.ts';
import { maxChoicePictures, maxPromptPictures, type Picture } from '../picture.ts';
import { FoundPictures } from './found-pictures.ts';
import type { FlowedText } from './html.ts';
import { sayFault } from './question-fault.ts';
import { readQuestionSchema, type ReadCloze, type ReadQuestion } from './read-question.ts';

/** What a reader found; `problems` refuse the whole file. */
export interface QuizDraft {
  questions: ReadQuestion[];
  warnings: Warning[];
  problems: Problem[];
  /** What questions had that cannot be kept: a kind of loss, and the questions it happened to. */
  losses: Map<string, Place[]>;
  /** Those that the questions show. */
  pictures: FoundPictures;
  /** The format, where the reader knows several. */
  format?: string;
}

/** Where a question stood, and what people know it by. */
export interface Place {
  line?: number;
  name: string;
  category?: string;
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
  return { questions: [], warnings: [], problems: [], losses: new Map(), pictures: new FoundPictures() };
}

/** Checks a question against the domain's rules and adds it, or a warning that names it and says what is wrong. */
export function addQuestion(draft: QuizDraft, question: unknown, place: Place): void {
  const checked = readQuestionSchema.safeParse(question);
  if (!checked.success) {
    warnOfQuestion(draft, place, sayFault(checked.error.issues, question));
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

/** One answer of a question as a reader found it: its texts may be empty or too long yet. */
export interface FoundChoice {
  text: string;
  weight: number;
  feedback?: string | undefined;
  match?: string;
  min?: number;
  max?: number;
  gap?: number;
  pictures?: readonly Picture[] | undefined;
}

/** A question as a reader found it. */
export interface FoundQuestion {
  type: ReadQuestion['type'];
  title?: string | undefined;
  prompt: string;
  mark?: number | undefined;
  feedback?: string | undefined;
  caseSensitive?: boolean;
  gaps?: ReadCloze['gaps'];
  pictures?: readonly Picture[] | undefined;
  choices: readonly FoundChoice[];
}

/** What a choice shows of a text; one that is only a picture is called by its place, for every choice has words. */
export function choiceOf(
  { text, pictures }: Pick<FlowedText, 'text' | 'pictures'>,
  index: number,
): Pick<FoundChoice, 'text' | 'pictures'> {
  if (pictures.length === 0) return { text };
  return { text: text === '' ? `Picture ${String(index + 1)}` : text, pictures };
}

/** Adds what a reader found: empty texts are left away, long ones cut. */
export function addFound(draft: QuizDraft, place: Place, found: FoundQuestion): void {
  const { title = '', mark = 1, feedback = '', pictures = [], choices, ...rest } = found;
  const prompt = found.prompt.trim() === '' ? title : found.prompt;
  const few = (all: readonly Picture[], most: number): { pictures?: Picture[] } => {
    if (all.length > most) noteLoss(draft, place, 'some of its pictures, which are too many');
    return all.length === 0 ? {} : { pictures: all.slice(0, most) };
  };
  const isWorth = Number.isFinite(mark) && mark > 0;
  if (!isWorth) noteLoss(draft, place, 'its mark, which is not above 0');
  addQuestion(
    draft,
    {
      ...rest,
      // A picture alone can ask, too.
      prompt: prompt === '' && pictures.length > 0 ? '[Picture]' : prompt,
      ...few(pictures, maxPromptPictures),
      ...(title === '' ? {} : { title: shorten(title, 300) }),
      ...(isWorth ? { mark } : {}),
      ...(feedback === '' ? {} : { feedback: fit(draft, place, feedback, 4000) }),
      choices: choices.map(({ feedback: own = '', pictures: shown = [], ...choice }) => ({
        ...choice,
        ...few(shown, maxChoicePictures),
        ...(own === '' ? {} : { feedback: fit(draft, place, own, 4000) }),
      })),
    },
    place,
  );
}

/** Says that a question was left out, and why. */
export function warnOfQuestion(draft: QuizDraft, place: Place, reason: string): void {
  const message = `The question ${quote(place.name)} was left out: ${reason}.`;
  draft.warnings.push(place.line === undefined ? { message } : { line: place.line, message });
}

/** Remembers that a question loses something (`its hints`, `a picture`), for `lossWarnings`. */
export function noteLoss(draft: QuizDraft, place: Place, what: string): void {
  const places = draft.losses.get(what) ?? [];
  // The losses of one question are noted one after the other.
  if (places.at(-1) !== place) places.push(place);
  draft.losses.set(what, places);
}

/** Takes over what another draft's questions lose. */
export function takeLosses(draft: QuizDraft, { losses }: QuizDraft): void {
  for (const [what, places] of losses) places.forEach((place) => noteLoss(draft, place, what));
}

/** One warning for each kind of loss, which names the questions. */
export function lossWarnings(losses: QuizDraft['losses']): Warning[] {
  return [...losses].flatMap(([what, places]) => {
    const [first] = places;
    if (first === undefined) return [];
    const message = `${shareOf(places)} without ${what}.`;
    return [first.line === undefined ? { message } : { line: first.line, message }];
  });
}

const namedPlaces = 20;

function shareOf(places: readonly Place[]): string {
  const names = places.slice(0, namedPlaces).map(({ name }) => quote(name));
  if (places.length === 1) return `The question ${names.join('')} was taken`;
  const more = places.length > namedPlaces ? ` and ${String(places.length - namedPlaces)} more` : '';
  return `${String(places.length)} questions (${names.join(', ')}${more}) were taken`;
}

/** Cuts a text that is longer than a question's field may be, and says so. */
function fit(draft: QuizDraft, place: Place, text: string, length: number): string {
  if (text.length > length) noteLoss(draft, place, 'the end of a long text');
  return shorten(text, length);
}

function hasRightAnswer(question: ReadQuestion): boolean {
  if (question.type === 'essay') return true;
  if (question.type === 'matching') return question.choices.filter(({ text }) => text !== '').length > 1;
  if (question.type === 'cloze')
    return question.gaps.every((_, index) =>
      question.choices.some(({ gap, weight }) => gap === index + 1 && weight > 0),
    );
  return question.choices.some(({ weight }) => weight > 0);
}
