import type { Selectable } from 'kysely';
import type { DeletedRowsTable, DeletionsTable } from './schema/deletions.ts';
import type {
  AttachmentOpeningsTable,
  AttemptsTable,
  QuestionSetsTable,
  LearnersTable,
  ProgressTable,
  RegradedAttemptsTable,
  ScoresTable,
} from './schema/learning.ts';
import type {
  AttachmentVersionsTable,
  AttachmentsTable,
  ChaptersTable,
  ChatQuestionsTable,
  EmbedsTable,
  LinksTable,
  ModulesTable,
  PollDraftsTable,
  QuestionPicturesTable,
  QuizzesTable,
  RegradesTable,
  RenditionsTable,
} from './schema/modules.ts';
import type {
  AccountLinksTable,
  ApiTokensTable,
  OrganisationsTable,
  SessionsTable,
  UsersTable,
} from './schema/people.ts';
import type {
  ContextsTable,
  DeploymentsTable,
  LaunchTokensTable,
  LaunchesTable,
  LoginHintsTable,
  PlatformInvitesTable,
  PlatformsTable,
  PublicationsTable,
  ToolKeysTable,
  UsedStatesTable,
} from './schema/platforms.ts';
import type {
  JobClaimsTable,
  RecordingEventsTable,
  RecordingFilesTable,
  RecordingsTable,
  TimelinesTable,
  TranscriptsTable,
} from './schema/recordings.ts';

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
  question_pictures: QuestionPicturesTable;
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
  login_hints: LoginHintsTable;
  used_states: UsedStatesTable;
  learners: LearnersTable;
  contexts: ContextsTable;
  publications: PublicationsTable;
  launches: LaunchesTable;
  launch_tokens: LaunchTokensTable;
  progress: ProgressTable;
  attachment_openings: AttachmentOpeningsTable;
  question_sets: QuestionSetsTable;
  attempts: AttemptsTable;
  regrades: RegradesTable;
  regraded_attempts: RegradedAttemptsTable;
  scores: ScoresTable;
  deletions: DeletionsTable;
  deleted_rows: DeletedRowsTable;
}

export type RecordingRow = Selectable<RecordingsTable>;
export type RecordingFileRow = Selectable<RecordingFilesTable>;
export type EmbedRow = Selectable<EmbedsTable>;
export type ChapterRow = Selectable<ChaptersTable>;
export type TimelineRow = Selectable<TimelinesTable>;
export type RenditionRow = Selectable<RenditionsTable>;
export type ModuleRow = Selectable<ModulesTable>;
export type QuizRow = Selectable<QuizzesTable>;
export type QuestionPictureRow = Selectable<QuestionPicturesTable>;
export type PollDraftRow = Selectable<PollDraftsTable>;
export type LinkRow = Selectable<LinksTable>;
export type ChatQuestionRow = Selectable<ChatQuestionsTable>;
export type PlatformRow = Omit<Selectable<PlatformsTable>, 'registration_token_encrypted'>;
export type DeploymentRow = Selectable<DeploymentsTable>;
export type ScoreRow = Selectable<ScoresTable>;
export type UserRow = Selectable<UsersTable>;
