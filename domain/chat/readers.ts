import { bigBlueButtonChatReader } from './bigbluebutton.ts';
import { meetChatReader } from './meet.ts';
import type { ChatReader } from './reader.ts';
import { graphChatReader } from './teams-json.ts';
import { teamsChatReader } from './teams.ts';
import { zoomChatReader, zoomLocalChatReader } from './zoom.ts';

/** Every format of chat; the first that recognises the text reads it. */
export const chatReaders: readonly ChatReader[] = [
  bigBlueButtonChatReader,
  graphChatReader,
  meetChatReader,
  zoomChatReader,
  zoomLocalChatReader,
  teamsChatReader,
];
