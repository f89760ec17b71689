/** Pictures of questions: their bytes are blobs, and a chapter's quiz names them by what they are. */
export const questionPictures = `
create table question_pictures (
  chapter_id uuid not null references chapters on delete cascade,
  -- SHA-256 of the bytes, in base64url: domain/picture.ts Picture.id.
  id text not null,
  organisation_id uuid not null references organisations on delete cascade,
  content_type text not null,
  width integer not null,
  height integer not null,
  bytes integer not null,
  blob_key text not null,
  -- When it was last given.
  created_at timestamptz not null,
  primary key (chapter_id, id)
);
create index question_pictures_by_blob on question_pictures (blob_key);
`;
