/** What comes around the cut: the editor's timeline, renditions for phones and poor links, and how a module sounds. */
export const aroundTheCut = `
-- The waveform, the sprite sheet and the pauses that the editor shows under a recording's boundaries.
create table timelines (
  recording_id uuid primary key references recordings on delete cascade,
  -- The file that it was drawn from.
  recording_key text not null,
  -- One byte a peak: 255 times the square root of the loudest amplitude in its stretch of time.
  waveform_key text,
  peaks_per_second double precision,
  sprites_key text,
  -- {everyMs, count, columns, rows, width, height}: the size is one picture's.
  sprites jsonb,
  -- [[startMs, endMs], …] on the recording's clock.
  pauses jsonb not null default '[]',
  created_at timestamptz not null default now()
);

-- Other encoded forms of a chapter's clip; they count while the clip is of the same revision.
create table renditions (
  chapter_id uuid not null references chapters on delete cascade,
  clip_revision integer not null,
  kind text not null check (kind in ('source','720p','360p','audio')),
  blob_key text not null,
  bytes bigint not null,
  width integer,
  height integer,
  -- For HLS: {codecs, init: [offset, bytes], segments: [[offset, bytes, milliseconds], …]}.
  segments jsonb,
  created_at timestamptz not null default now(),
  primary key (chapter_id, kind)
);

-- Where the trainer's outline has the chapter's start; null for a chapter that no outline named.
alter table chapters add column outline_start_ms bigint;
alter table chapters add column renditions_state text not null default 'none'
  check (renditions_state in ('none','waiting','making','ready','failed'));
-- 0 to 100, of the renditions being made now.
alter table chapters add column renditions_progress integer not null default 0;

alter table modules add column renditions boolean not null default true;
-- Clips sound at -16 LUFS instead of as recorded.
alter table modules add column even_loudness boolean not null default false;
`;
