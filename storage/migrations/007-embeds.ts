/** Public pages of modules and chapters, each opened by a trainer and closed again by one. */
export const embeds = `
create table embeds (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisations (id) on delete cascade,
  module_id uuid not null references modules (id) on delete cascade,
  -- Null: the whole module.
  chapter_id uuid references chapters (id) on delete cascade,
  -- What stands in its address; cannot be guessed.
  key text not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create unique index embeds_open on embeds (module_id, chapter_id) nulls not distinct where revoked_at is null;
`;
