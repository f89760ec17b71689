/** What the service proposes as a recording's outline, and how far it has come with it. */
export const outlineSuggestion = `
  -- domain/outline-suggestion.ts OutlineSuggestion.
  alter table recordings add column suggestion jsonb;
`;
