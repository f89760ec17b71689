import type { Standing } from '../../learn/local/standing.ts';

/** Whoever opened the package: it keeps what the learner did, and is told where they stand. */
export interface Lms {
  learnerName: string;
  /** False where nothing is reported: no LMS, or somebody looking in. */
  graded: boolean;
  /** What an earlier visit left here, as it was given to `report`; empty on the first. */
  memory: string;
  /** The most characters of memory that it keeps. */
  maxMemory: number;
  /** Hands over memory and standing before it awaits anything; resolves to whether they were taken. */
  report(memory: string, standing: Standing): Promise<boolean>;
  /** Ends the session, once: the page is closing. */
  end(): void;
}

/** A page that nobody but its reader opened: it plays, and what is done ends with it. */
export const nobody: Lms = {
  learnerName: '',
  graded: false,
  memory: '',
  maxMemory: 0,
  report: () => Promise.resolve(false),
  end: () => undefined,
};
