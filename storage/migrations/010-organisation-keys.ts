/** Every organisation signs with keys of its own; those that exist are the first one's. */
export const organisationKeys = `
create function first_organisation() returns uuid language sql stable as
  'select id from organisations order by created_at limit 1';

-- Keys that were made before anybody had an organisation have signed nothing.
delete from tool_keys where first_organisation() is null;
-- By default the first one's: a backup of before names none.
alter table tool_keys add column organisation_id uuid not null default first_organisation()
  references organisations on delete cascade;
create index tool_keys_organisation on tool_keys (organisation_id);
`;
