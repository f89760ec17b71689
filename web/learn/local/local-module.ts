import type { EmbeddedGrade, EmbeddedQuestions } from '../../../domain/api/embed.ts';
import type { Learn, LearnAttachment, LearnChapter, LearnLink } from '../../../domain/api/learn.ts';
import type { CompletionRule } from '../../../domain/chapter.ts';
import type { Response } from '../../../domain/quiz.ts';

/** A file as it is offered; whether it was opened is in the learner's memory. */
export type LocalFile = Omit<LearnAttachment, 'opened'>;

/** A chapter as it is offered; what was done in it is in the learner's memory. */
export interface LocalChapter extends Pick<
  LearnChapter,
  | 'id'
  | 'index'
  | 'title'
  | 'durationMs'
  | 'clipUrl'
  | 'hasPicture'
  | 'posterUrl'
  | 'thumbnailUrl'
  | 'captionsUrl'
  | 'captionsLanguage'
> {
  completion: CompletionRule;
  quiz: {
    title: string;
    questionCount: number;
    passMark: number;
    /** Null: without limit. */
    attemptsAllowed: number | null;
    maxScore: number;
  } | null;
  attachments: LocalFile[];
  links: LearnLink[];
}

/** What a page shows where no launch stands behind it: a package, or a page outside an LMS. */
export interface LocalModule extends Pick<
  Learn,
  'moduleTitle' | 'platformName' | 'learnerName' | 'role' | 'graded'
> {
  chapters: LocalChapter[];
  attachments: LocalFile[];
  links: LearnLink[];
}

/** Where questions come from and who grades them. */
export interface Grader {
  /** The questions of a chapter's quiz, in the same order each time for the same attempt. */
  ask(chapterId: string, attempt: number): Promise<EmbeddedQuestions>;
  grade(chapterId: string, responses: Readonly<Record<string, Response>>): Promise<EmbeddedGrade>;
}
