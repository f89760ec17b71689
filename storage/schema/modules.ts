import type { ColumnType, Generated } from 'kysely';
import type { AttachmentKind } from '../../domain/attachment.ts';
import type { ChapterState, CompletionRule, CutMethod } from '../../domain/chapter.ts';
import type { GradePolicy, ShowAnswers } from '../../domain/grade-policy.ts';
import type { LinkState } from '../../domain/link.ts';
import type { ModuleState } from '../../domain/module.ts';
import type { PictureType } from '../../domain/picture.ts';
import type { PollDraftChoice, PollDraftState, PollDraftType } from '../../domain/poll-draft.ts';
import type { Question } from '../../domain/quiz.ts';
import type { Failure } from '../../domain/recording.ts';
import type { RegradeCounts } from '../../domain/regrade.ts';
import type { RenditionKind, RenditionsState } from '../../domain/rendition.ts';
import type { CreatedAt, DefaultedJson, Json, NullableJson, UpdatedAt } from './columns.ts';

/** A row of `modules`. */
export interface ModulesTable {
  id: Generated<string>;
  organisation_id: string;
  recording_id: string | null;
  title: string;
  description: Generated<string>;
  state: Generated<ModuleState>;
  published_at: Date | null;
  renditions: Generated<boolean>;
  even_loudness: Generated<boolean>;
  grade_policy: Generated<GradePolicy>;
  created_at: CreatedAt;
  updated_at: UpdatedAt;
}

/** A row of `chapters`. */
export interface ChaptersTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  recording_id: string;
  index: number;
  title: string;
  start_ms: number;
  end_ms: number;
  state: Generated<ChapterState>;
  progress: Generated<number>;
  failure: NullableJson<Failure>;
  completion: DefaultedJson<CompletionRule>;
  revision: Generated<number>;
  clip_key: string | null;
  clip_revision: number | null;
  clip_start_ms: number | null;
  clip_end_ms: number | null;
  clip_duration_ms: number | null;
  clip_bytes: number | null;
  clip_frames: number | null;
  clip_method: CutMethod | null;
  thumbnail_key: string | null;
  poster_key: string | null;
  outline_start_ms: number | null;
  renditions_state: Generated<RenditionsState>;
  renditions_progress: Generated<number>;
  updated_at: UpdatedAt;
}

/** Where a rendition's init section and segments lie in its file: offset and bytes, and a segment's milliseconds. */
export interface StoredSegments {
  codecs: string;
  init: [number, number];
  segments: [number, number, number][];
}

/** A row of `renditions`. */
export interface RenditionsTable {
  chapter_id: string;
  clip_revision: number;
  kind: RenditionKind;
  blob_key: string;
  bytes: number;
  width: number | null;
  height: number | null;
  segments: NullableJson<StoredSegments>;
  created_at: CreatedAt;
}

/** A row of `quizzes`. */
export interface QuizzesTable {
  id: Generated<string>;
  organisation_id: string;
  chapter_id: string;
  title: Generated<string>;
  pass_mark: Generated<number>;
  attempts_allowed: number | null;
  shuffle: Generated<boolean>;
  /** Null: as the module says. */
  grade_policy: GradePolicy | null;
  show_answers: Generated<ShowAnswers>;
  questions: DefaultedJson<Question[]>;
  version: Generated<number>;
  updated_at: UpdatedAt;
}

/** A row of `question_pictures`. */
export interface QuestionPicturesTable {
  chapter_id: string;
  id: string;
  organisation_id: string;
  content_type: PictureType;
  width: number;
  height: number;
  bytes: number;
  blob_key: string;
  created_at: Date;
}

/** A row of `attachments`. */
export interface AttachmentsTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  chapter_id: string | null;
  kind: AttachmentKind;
  title: string;
  created_at: CreatedAt;
  deleted_at: Date | null;
}

/** A row of `embeds`. */
export interface EmbedsTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  /** Null: the whole module. */
  chapter_id: string | null;
  key: string;
  created_at: CreatedAt;
  revoked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

/** A row of `attachment_versions`. */
export interface AttachmentVersionsTable {
  attachment_id: string;
  version: number;
  file_name: string;
  content_type: string;
  bytes: number;
  blob_key: string;
  created_at: CreatedAt;
}

/** A row of `poll_drafts`. */
export interface PollDraftsTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  chapter_id: string | null;
  state: Generated<PollDraftState>;
  type: PollDraftType;
  prompt: string;
  choices: Json<PollDraftChoice[]>;
  respondents: number | null;
  at_ms: number | null;
  created_at: CreatedAt;
  updated_at: UpdatedAt;
}

/** A row of `links`. */
export interface LinksTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  chapter_id: string | null;
  state: LinkState;
  url: string;
  title: string;
  note: Generated<string>;
  at_ms: number | null;
  created_at: CreatedAt;
}

/** A row of `chat_questions`. */
export interface ChatQuestionsTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  at_ms: number | null;
  sender: string;
  text: string;
  created_at: CreatedAt;
}

/** A row of `regrades`. */
export interface RegradesTable {
  quiz_id: string;
  version: number;
  questions: Json<Question[]>;
  counts: Json<RegradeCounts>;
  reason: string;
  made_at: CreatedAt;
}
