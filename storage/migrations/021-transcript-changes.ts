/** A transcript can be moved in time and corrected; whoever changes it says which state of it they saw. */
export const transcriptChanges = `
alter table transcripts
  -- How much later its cues are than the file said, in milliseconds; the cues are moved already.
  add column shift_ms integer not null default 0,
  add column revision integer not null default 1;
`;
