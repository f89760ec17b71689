import type { Generated } from 'kysely';
import type { SpriteSheet } from '../../domain/api/timeline.ts';
import type { OutlineSuggestion } from '../../domain/outline-suggestion.ts';
import type {
  BoundaryMode,
  CameraLayout,
  Failure,
  FileRole,
  RecordingState,
} from '../../domain/recording.ts';
import type { Cue } from '../../domain/transcript/cue.ts';
import type { CreatedAt, DefaultedJson, Json, NullableJson, UpdatedAt } from './columns.ts';

/** A warning that came with an input, kept with the recording. */
export interface InputWarning {
  from: FileRole;
  line?: number;
  message: string;
}

/** A row of `recordings`. */
export interface RecordingsTable {
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

/** A row of `recording_events`. */
export interface RecordingEventsTable {
  id: Generated<number>;
  recording_id: string;
  at: CreatedAt;
  kind: string;
  chapter_index: number | null;
  message: string;
}

/** A row of `recording_files`. */
export interface RecordingFilesTable {
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

/** A row of `job_claims`. */
export interface JobClaimsTable {
  job_id: string;
  job_name: string;
  attempt: number;
  worker_id: number;
  claimed_at: CreatedAt;
}

/** A row of `transcripts`. */
export interface TranscriptsTable {
  recording_id: string;
  format: string;
  language: Generated<string>;
  cues: Json<Cue[]>;
  shift_ms: Generated<number>;
  revision: Generated<number>;
  created_at: CreatedAt;
}

/** A row of `timelines`. */
export interface TimelinesTable {
  recording_id: string;
  recording_key: string;
  waveform_key: string | null;
  peaks_per_second: number | null;
  sprites_key: string | null;
  sprites: NullableJson<SpriteSheet>;
  pauses: DefaultedJson<[number, number][]>;
  created_at: CreatedAt;
}
