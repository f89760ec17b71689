import { foldSpaces, shorten, type Warning } from '../formats/text.ts';
import type { Poll, PollType } from './poll.ts';

/** One answer of one person to one question. `person` is only compared, never kept. */
export interface Answer {
  question: string;
  answer: string;
  /** What tells this person from others, an address for example; undefined for whoever stayed anonymous. */
  person?: string | undefined;
  /** The submission: answers of one submission come from one person, also an anonymous one. */
  submission: string | number;
  /** A question that is asked again in another part of the file is another poll. */
  part?: number;
  /** When it was given, counted from the session's start. */
  atMs?: number | undefined;
}

const maxQuestionLength = 20_000;
const maxChoiceLength = 4000;

/** Counts answers into polls, in the order in which questions and choices first appear. */
export function tallyAnswers(answers: readonly Answer[]): { polls: Poll[]; warnings: Warning[] } {
  const byQuestion = Map.groupBy(
    answers,
    ({ question, part = 0 }) => `${String(part)} ${foldSpaces(question)}`,
  );
  const warnings: Warning[] = [];
  const polls = [...byQuestion.values()].map((own) => tallyQuestion(own, warnings));
  return { polls, warnings };
}

/** A question as it is kept: its line breaks stay, spaces around them go. */
export function cleanQuestion(text: string): string {
  return shorten(text.replace(/[^\S\n]*\n\s*/g, '\n').trim(), maxQuestionLength);
}

/** A choice as it is kept: on one line, short enough for a quiz. */
export function cleanChoice(text: string): string {
  return shorten(foldSpaces(text), maxChoiceLength);
}

function tallyQuestion(answers: readonly Answer[], warnings: Warning[]): Poll {
  const question = cleanQuestion(answers[0]?.question ?? '');
  const splitAnswer = answerSplitter(answers);
  const voters = new Map<string, Set<string>>();
  const people = new Map<string, Set<string>>();
  let repeated = 0;
  for (const { answer, person, submission } of answers) {
    const who = person === undefined ? `submission ${String(submission)}` : `person ${person}`;
    for (const text of splitAnswer(answer)) {
      const own = people.get(who) ?? new Set();
      people.set(who, own);
      if (own.has(text)) {
        repeated += 1;
        continue;
      }
      own.add(text);
      const choice = voters.get(text) ?? new Set();
      voters.set(text, choice.add(who));
    }
  }
  if (repeated > 0) warnings.push({ message: repeatedAnswers(question, repeated) });
  const choices = [...voters].map(([text, who]) => ({ text, votes: who.size }));
  const severalEach = answers.some(({ answer }) => splitAnswer(answer).length > 1) || severalAtOnce(answers);
  return {
    question,
    type: typeOf(choices.length, people.size, severalEach),
    choices,
    respondents: people.size,
    ...askedAt(answers),
  };
}

/** A poll is launched just before its first answer. */
function askedAt(answers: readonly Answer[]): { atMs?: number } {
  const times = answers.flatMap(({ atMs }) => (atMs === undefined || atMs < 0 ? [] : [atMs]));
  const first = times.reduce((least, atMs) => Math.min(least, atMs), Infinity);
  return first < longestMs ? { atMs: first } : {};
}

/** Answers of another day were given to another session. */
const longestMs = 24 * 3_600_000;

/**
 * Several answers of one person are joined by `;`. A semicolon with a space after it may also be a sentence's: there
 * it parts answers only where one of the pieces is an answer of somebody else too.
 */
function answerSplitter(answers: readonly Answer[]): (answer: string) => readonly string[] {
  const parts = new Map<string, string[]>();
  for (const { answer } of answers) if (!parts.has(answer)) parts.set(answer, pieces(answer));
  const counts = new Map<string, number>();
  for (const piece of [...parts.values()].flat()) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const isSentence = (answer: string, own: readonly string[]): boolean =>
    /;\s/.test(answer.trim()) && !/;\S/.test(answer) && own.every((piece) => (counts.get(piece) ?? 0) < 2);
  const split = new Map(
    [...parts].map(([answer, own]) => [answer, isSentence(answer, own) ? [cleanChoice(answer)] : own]),
  );
  return (answer) => split.get(answer) ?? [];
}

function pieces(answer: string): string[] {
  const own = answer.split(';').map(cleanChoice);
  return [...new Set(own.filter((piece) => piece !== ''))];
}

/** Whether one submission holds several answers in rows of their own. */
function severalAtOnce(answers: readonly Answer[]): boolean {
  const seen = new Map<string | number, string>();
  return answers.some(({ submission, answer }) => {
    const before = seen.get(submission);
    seen.set(submission, answer);
    return before !== undefined && before !== answer;
  });
}

/** Nearly as many answers as people: they wrote them, nobody offered them. */
function typeOf(choices: number, people: number, severalEach: boolean): PollType {
  if (choices > 10 && choices >= people * 0.8) return 'short-answer';
  return severalEach ? 'multiple-choice' : 'single-choice';
}

function repeatedAnswers(question: string, count: number): string {
  const answers = count === 1 ? '1 answer was' : `${String(count)} answers were`;
  return `${answers} given again by the same person to "${shorten(foldSpaces(question), 60)}" and counted once.`;
}
