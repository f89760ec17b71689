import type { Generated } from 'kysely';
import type { GradedQuestion, Question, Response } from '../../domain/quiz.ts';
import type { ShownOrder } from '../../domain/show-question.ts';
import type { CreatedAt, DefaultedJson, Json, NullableJson, UpdatedAt } from './columns.ts';

/** A row of `learners`. */
export interface LearnersTable {
  id: Generated<string>;
  platform_id: string;
  subject: string;
  name: Generated<string>;
  email: string | null;
  created_at: CreatedAt;
  seen_at: Generated<Date>;
}

/** A row of `progress`. */
export interface ProgressTable {
  learner_id: string;
  publication_id: string;
  chapter_id: string;
  intervals: DefaultedJson<[number, number][]>;
  position_ms: Generated<number>;
  completed_at: Date | null;
  updated_at: UpdatedAt;
}

/** A row of `attachment_openings`. */
export interface AttachmentOpeningsTable {
  learner_id: string;
  publication_id: string;
  attachment_id: string;
  opened_at: Generated<Date>;
}

/** A row of `question_sets`. */
export interface QuestionSetsTable {
  id: Generated<string>;
  quiz_id: string;
  digest: Buffer;
  questions: Json<Question[]>;
}

/** A row of `attempts`. */
export interface AttemptsTable {
  id: Generated<string>;
  learner_id: string;
  publication_id: string;
  quiz_id: string;
  number: number;
  state: Generated<'open' | 'graded'>;
  /** The questions as they stood when it began: what it shows. */
  asked_id: string;
  /** The questions by which it counts: corrected ones after a correction. */
  counted_id: string;
  shown_order: Json<ShownOrder[]>;
  responses: DefaultedJson<Record<string, Response>>;
  graded: NullableJson<GradedQuestion[]>;
  score: number | null;
  max_score: number | null;
  passed: boolean | null;
  /** Made by somebody who does not learn here: a trainer, or the LMS's student view. */
  is_practice: Generated<boolean>;
  started_at: CreatedAt;
  graded_at: Date | null;
}

/** A row of `scores`. */
export interface ScoresTable {
  id: Generated<number>;
  publication_id: string;
  learner_id: string;
  score_given: number;
  score_maximum: number;
  comment: string | null;
  scored_at: Date;
  state: Generated<'waiting' | 'sending' | 'sent' | 'superseded' | 'dead'>;
  perhaps_taken: Generated<boolean>;
  tries: Generated<number>;
  next_try_at: Generated<Date>;
  sender_id: number | null;
  last_error: string | null;
  sent_at: Date | null;
  created_at: CreatedAt;
}

/** A row of `regraded_attempts`. */
export interface RegradedAttemptsTable {
  attempt_id: string;
  quiz_id: string;
  counted_id: string;
  graded: Json<GradedQuestion[]>;
  score: number;
  max_score: number;
  passed: boolean;
}
