import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { AttachmentKind } from '../domain/attachment.ts';
import type { ChapterState, CompletionRule, CutMethod } from '../domain/chapter.ts';
import type { RenditionKind, RenditionsState } from '../domain/rendition.ts';
import type { SpriteSheet } from '../domain/api/timeline.ts';
import type { LinkState } from '../domain/link.ts';
import type { GradePolicy, ShowAnswers } from '../domain/grade-policy.ts';
import type { ModuleState } from '../domain/module.ts';
import type { OutlineSuggestion } from '../domain/outline-suggestion.ts';
import type { AccountRole, LaunchRole } from '../domain/person.ts';
import type { PollDraftChoice, PollDraftState, PollDraftType } from '../domain/poll-draft.ts';
import type { GradedQuestion, Question, Response, ShownQuestion } from '../domain/quiz.ts';
import type { RegradeCounts } from '../domain/regrade.ts';
import type { BoundaryMode, CameraLayout, Failure, FileRole, RecordingState } from '../domain/recording.ts';
import type { Cue } from '../domain/transcript/cue.ts';

type CreatedAt = ColumnType<Date, Date | undefined, never>;
type UpdatedAt = ColumnType<Date, Date | undefined, Date>;
type Json<T> = JSONColumnType<T & object>;
/** jsonb that may be null; written as text like every other jsonb. */
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** jsonb with a default in the database. */
type DefaultedJson<T> = ColumnType<T, string | undefined, string>;

interface OrganisationsTable {
  id: Generated<string>;
  name: string;
  created_at: CreatedAt;
}

interface UsersTable {
  id: Generated<string>;
  organisation_id: string;
  email: string;
  name: Generated<string>;
  role: AccountRole;
  password_hash: string | null;
  created_at: CreatedAt;
}

interface AccountLinksTable {
  token_hash: Buffer;
  purpose: 'set-up' | 'password';
  user_id: string | null;
  created_at: CreatedAt;
  expires_at: Date;
  used_at: Date | null;
}

interface ApiTokensTable {
  id: Generated<string>;
  organisation_id: string;
  name: string;
  token_hash: Buffer;
  created_at: CreatedAt;
  last_used_at: Date | null;
}

interface SessionsTable {
  sid: string;
  sess: Json<Record<string, unknown>>;
  expire: Date;
}

/** A warning that came with an input, kept with the recording. */
export interface InputWarning {
  from: FileRole;
  line?: number;
  message: string;
}

interface RecordingsTable {
  id: Generated<string>;
  organisation_id: string;
  title: string;
  state: RecordingState;
  failure: NullableJson<Failure>;
  start_requested: Generated<boolean>;
  file_name: string | null;
  blob_key: string | null;
  bytes: number | null;
  duration_ms: number | null;
  probe: NullableJson<Record<string, unknown>>;
  outline_text: string | null;
  outline_file_name: string | null;
  boundaries: Generated<BoundaryMode>;
  camera_layout: Generated<CameraLayout>;
  warnings: DefaultedJson<InputWarning[]>;
  suggestion: NullableJson<OutlineSuggestion>;
  run: Generated<number>;
  ingest_key: string | null;
  keep_names: Generated<boolean>;
  began_at: string | null;
  created_by: string | null;
  created_at: CreatedAt;
  updated_at: UpdatedAt;
}

interface RecordingEventsTable {
  id: Generated<number>;
  recording_id: string;
  at: CreatedAt;
  kind: string;
  chapter_index: number | null;
  message: string;
}

interface RecordingFilesTable {
  id: Generated<string>;
  recording_id: string;
  role: FileRole;
  file_name: string;
  content_type: string | null;
  bytes: number | null;
  blob_key: string | null;
  upload_id: string | null;
  applied_at: Date | null;
  created_at: CreatedAt;
}

interface JobClaimsTable {
  job_id: string;
  job_name: string;
  attempt: number;
  worker_id: number;
  claimed_at: CreatedAt;
}

interface TranscriptsTable {
  recording_id: string;
  format: string;
  language: Generated<string>;
  cues: Json<Cue[]>;
  created_at: CreatedAt;
}

interface ModulesTable {
  id: Generated<string>;
  organisation_id: string;
  recording_id: string | null;
  title: string;
  description: Generated<string>;
  state: Generated<ModuleState>;
  published_at: Date | null;
  renditions: Generated<boolean>;
  even_loudness: Generated<boolean>;
  created_at: CreatedAt;
  updated_at: UpdatedAt;
}

interface ChaptersTable {
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

interface TimelinesTable {
  recording_id: string;
  recording_key: string;
  waveform_key: string | null;
  peaks_per_second: number | null;
  sprites_key: string | null;
  sprites: NullableJson<SpriteSheet>;
  pauses: DefaultedJson<[number, number][]>;
  created_at: CreatedAt;
}

/** Where a rendition's init section and segments lie in its file: offset and bytes, and a segment's milliseconds. */
export interface StoredSegments {
  codecs: string;
  init: [number, number];
  segments: [number, number, number][];
}

interface RenditionsTable {
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

interface QuizzesTable {
  id: Generated<string>;
  organisation_id: string;
  chapter_id: string;
  title: Generated<string>;
  pass_mark: Generated<number>;
  attempts_allowed: number | null;
  shuffle: Generated<boolean>;
  grade_policy: Generated<GradePolicy>;
  show_answers: Generated<ShowAnswers>;
  questions: DefaultedJson<Question[]>;
  version: Generated<number>;
  updated_at: UpdatedAt;
}

interface AttachmentsTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  chapter_id: string | null;
  kind: AttachmentKind;
  title: string;
  created_at: CreatedAt;
  deleted_at: Date | null;
}

interface EmbedsTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  /** Null: the whole module. */
  chapter_id: string | null;
  key: string;
  created_at: CreatedAt;
  revoked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface AttachmentVersionsTable {
  attachment_id: string;
  version: number;
  file_name: string;
  content_type: string;
  bytes: number;
  blob_key: string;
  created_at: CreatedAt;
}

interface PollDraftsTable {
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

interface LinksTable {
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

interface ChatQuestionsTable {
  id: Generated<string>;
  organisation_id: string;
  module_id: string;
  at_ms: number | null;
  sender: string;
  text: string;
  created_at: CreatedAt;
}

interface ToolKeysTable {
  organisation_id: string;
  kid: string;
  public_jwk: Json<Record<string, unknown>>;
  private_jwk_encrypted: Buffer;
  created_at: CreatedAt;
  retired_at: Date | null;
}

interface PlatformInvitesTable {
  id: Generated<string>;
  organisation_id: string;
  token_hash: Buffer;
  created_at: CreatedAt;
  expires_at: Date;
  used_at: Date | null;
}

/** When a platform's part was last tried, and how it went. */
export interface PlatformCheck {
  at: string;
  ok: boolean;
  message?: string;
}
export type PlatformCheckName = 'keys' | 'login' | 'launch' | 'deepLink' | 'score' | 'roster';

interface PlatformsTable {
  id: Generated<string>;
  organisation_id: string;
  name: string;
  product_family: string | null;
  issuer: string;
  client_id: string;
  auth_url: string;
  token_url: string;
  jwks_url: string;
  token_audience: string;
  frame_origins: Generated<string[]>;
  state: Generated<'pending' | 'active' | 'disabled'>;
  registered_by: 'hand' | 'dynamic';
  allow_anonymous: Generated<boolean>;
  checks: DefaultedJson<Partial<Record<PlatformCheckName, PlatformCheck>>>;
  granted_scopes: Generated<string[] | null>;
  created_at: CreatedAt;
}

interface DeploymentsTable {
  id: Generated<string>;
  platform_id: string;
  deployment_id: string;
  state: Generated<'pending' | 'active' | 'disabled'>;
  created_at: CreatedAt;
}

interface LoginStatesTable {
  state_hash: Buffer;
  platform_id: string;
  nonce_hash: Buffer;
  binding_hash: Buffer;
  target_link_uri: string;
  deployment_hint: string | null;
  storage_target: string | null;
  login_hint: string;
  message_hint: string | null;
  created_at: CreatedAt;
  expires_at: Date;
}

interface LearnersTable {
  id: Generated<string>;
  platform_id: string;
  subject: string;
  name: Generated<string>;
  email: string | null;
  created_at: CreatedAt;
  seen_at: Generated<Date>;
}

interface ContextsTable {
  id: Generated<string>;
  deployment_id: string;
  context_id: string;
  title: Generated<string>;
  roster_url: Generated<string | null>;
}

interface PublicationsTable {
  id: Generated<string>;
  organisation_id: string;
  deployment_id: string;
  context_id: string | null;
  resource_link_id: string;
  module_id: string;
  chapter_id: string | null;
  title: Generated<string>;
  line_item_url: string | null;
  line_items_url: string | null;
  scopes: Generated<string[]>;
  created_at: CreatedAt;
  launched_at: Generated<Date>;
}

interface LaunchesTable {
  id: Generated<string>;
  organisation_id: string;
  platform_id: string;
  deployment_id: string;
  learner_id: string | null;
  publication_id: string | null;
  context_id: string | null;
  message_type: string;
  role: LaunchRole;
  secret_hash: Buffer;
  deep_linking: NullableJson<Record<string, unknown>>;
  deep_linking_used_at: Date | null;
  return_url: string | null;
  locale: string | null;
  storage_target: Generated<string | null>;
  reviewed_learner_id: Generated<string | null>;
  created_at: CreatedAt;
  expires_at: Date;
}

interface LaunchTokensTable {
  token_hash: Buffer;
  launch_id: string;
  kind: 'code' | 'bearer';
  expires_at: Date;
}

interface ProgressTable {
  learner_id: string;
  publication_id: string;
  chapter_id: string;
  intervals: DefaultedJson<[number, number][]>;
  position_ms: Generated<number>;
  completed_at: Date | null;
  updated_at: UpdatedAt;
}

interface AttachmentOpeningsTable {
  learner_id: string;
  publication_id: string;
  attachment_id: string;
  opened_at: Generated<Date>;
}

interface AttemptsTable {
  id: Generated<string>;
  learner_id: string;
  publication_id: string;
  quiz_id: string;
  number: number;
  state: Generated<'open' | 'graded'>;
  questions: Json<Question[]>;
  shown: Json<ShownQuestion[]>;
  responses: DefaultedJson<Record<string, Response>>;
  graded: NullableJson<GradedQuestion[]>;
  score: number | null;
  max_score: number | null;
  passed: boolean | null;
  started_at: CreatedAt;
  graded_at: Date | null;
}

interface RegradesTable {
  quiz_id: string;
  version: number;
  questions: Json<Question[]>;
  counts: Json<RegradeCounts>;
  reason: string;
  made_at: CreatedAt;
}

interface RegradedAttemptsTable {
  attempt_id: string;
  quiz_id: string;
  questions: Json<Question[]>;
  shown: Json<ShownQuestion[]>;
  graded: Json<GradedQuestion[]>;
  score: number;
  max_score: number;
  passed: boolean;
}

interface ScoresTable {
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

/** Every table of ours, as kysely sees it. The SQL is in migrations/. */
export interface Schema {
  organisations: OrganisationsTable;
  users: UsersTable;
  account_links: AccountLinksTable;
  api_tokens: ApiTokensTable;
  sessions: SessionsTable;
  recordings: RecordingsTable;
  recording_events: RecordingEventsTable;
  recording_files: RecordingFilesTable;
  job_claims: JobClaimsTable;
  transcripts: TranscriptsTable;
  modules: ModulesTable;
  chapters: ChaptersTable;
  timelines: TimelinesTable;
  renditions: RenditionsTable;
  quizzes: QuizzesTable;
  attachments: AttachmentsTable;
  attachment_versions: AttachmentVersionsTable;
  poll_drafts: PollDraftsTable;
  links: LinksTable;
  chat_questions: ChatQuestionsTable;
  embeds: EmbedsTable;
  tool_keys: ToolKeysTable;
  platform_invites: PlatformInvitesTable;
  platforms: PlatformsTable;
  deployments: DeploymentsTable;
  login_states: LoginStatesTable;
  learners: LearnersTable;
  contexts: ContextsTable;
  publications: PublicationsTable;
  launches: LaunchesTable;
  launch_tokens: LaunchTokensTable;
  progress: ProgressTable;
  attachment_openings: AttachmentOpeningsTable;
  attempts: AttemptsTable;
  regrades: RegradesTable;
  regraded_attempts: RegradedAttemptsTable;
  scores: ScoresTable;
}

export type RecordingRow = Selectable<RecordingsTable>;
export type RecordingFileRow = Selectable<RecordingFilesTable>;
export type EmbedRow = Selectable<EmbedsTable>;
export type ChapterRow = Selectable<ChaptersTable>;
export type TimelineRow = Selectable<TimelinesTable>;
export type RenditionRow = Selectable<RenditionsTable>;
export type ModuleRow = Selectable<ModulesTable>;
export type QuizRow = Selectable<QuizzesTable>;
export type PollDraftRow = Selectable<PollDraftsTable>;
export type LinkRow = Selectable<LinksTable>;
export type ChatQuestionRow = Selectable<ChatQuestionsTable>;
export type PlatformRow = Selectable<PlatformsTable>;
export type DeploymentRow = Selectable<DeploymentsTable>;
export type AttemptRow = Selectable<AttemptsTable>;
export type ScoreRow = Selectable<ScoresTable>;
export type UserRow = Selectable<UsersTable>;
