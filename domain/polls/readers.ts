import { bigBlueButtonEventsReader, bigBlueButtonJsonReader } from './bigbluebutton.ts';
import { formsPollsReader } from './forms.ts';
import type { PollsReader, PollsTableReader } from './reader.ts';
import { answersTableReader, wideTableReader } from './table.ts';
import { zoomPollsReader } from './zoom.ts';

/** Every format of polls that is no table; the first that recognises the text reads it. */
export const pollsReaders: readonly PollsReader[] = [bigBlueButtonJsonReader, bigBlueButtonEventsReader];

/** Every layout of polls in a table; the first that recognises the rows reads them. */
export const pollsTableReaders: readonly PollsTableReader[] = [
  zoomPollsReader,
  answersTableReader,
  formsPollsReader,
  wideTableReader,
];
