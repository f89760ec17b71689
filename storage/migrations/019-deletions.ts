/** What was deleted a short while ago, row by row, so that it can be put back. */
export const deletions = `
create table deletions (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations on delete cascade,
  -- The row that was asked for; what went with it is in deleted_rows.
  table_name text not null,
  row_id uuid not null,
  deleted_at timestamptz not null
);
create index deletions_by_row on deletions (table_name, row_id);
create index deletions_by_time on deletions (deleted_at);

create table deleted_rows (
  deletion_id uuid not null references deletions on delete cascade,
  table_name text not null,
  -- Where the row lay: one that is reached twice is kept once.
  place text not null,
  row jsonb not null,
  primary key (deletion_id, table_name, place)
);
`;
