/** What a poll asked for: as in a quiz, except that nothing is right or wrong. */
export type PollType = 'single-choice' | 'multiple-choice' | 'true-false' | 'short-answer';

/** What was asked live, and how often each choice was taken. Who voted is not kept. */
export interface Poll {
  question: string;
  type?: PollType;
  choices: { text: string; votes: number }[];
  /** How many people answered, where that can be told. */
  respondents?: number;
  /** When it was asked, counted from the session's start, where the report tells both. */
  atMs?: number;
}
