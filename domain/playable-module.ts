import type { AttachmentKind } from './attachment.ts';
import type { LearnLink } from './api/learn.ts';
import type { CompletionRule } from './chapter.ts';
import type { Question } from './quiz.ts';

/** A file beside the player, and what a learner is told of it. */
export interface PlayableFile {
  id: string;
  kind: AttachmentKind;
  title: string;
  /** The name it is saved under. */
  fileName: string;
  bytes: number;
  /** Relative to the player's page. */
  url: string;
}

/** A quiz that is graded where it is shown: its questions carry the right answers. */
export interface PlayableQuiz {
  title: string;
  passMark: number;
  /** Null: without limit. */
  attemptsAllowed: number | null;
  shuffle: boolean;
  questions: Question[];
  /** Where the pictures of the questions are, by their ids. */
  pictureUrls: Record<string, string>;
}

/** A chapter as a package carries it; addresses are relative to the player's page. */
export interface PlayableChapter {
  id: string;
  index: number;
  title: string;
  durationMs: number;
  completion: CompletionRule;
  clipUrl: string;
  /** False for sound alone. */
  hasPicture: boolean;
  posterUrl: string | null;
  thumbnailUrl: string | null;
  captionsUrl: string | null;
  captionsLanguage: string | null;
  quiz: PlayableQuiz | null;
  attachments: PlayableFile[];
  links: LearnLink[];
}

/** A module as a package carries it: `content/module.json`, which the player in the package reads. */
export interface PlayableModule {
  id: string;
  title: string;
  chapters: PlayableChapter[];
  /** Of the whole module. */
  attachments: PlayableFile[];
  links: LearnLink[];
}
