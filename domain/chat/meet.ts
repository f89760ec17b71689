import { sbvReader } from '../transcript/sbv.ts';
import type { ChatReader } from './reader.ts';

/** Google Meet's chat log: SBV, each cue a message `Name: text`. */
export const meetChatReader: ChatReader = {
  format: 'meet',
  recognises: (text, hint) => sbvReader.recognises(text, hint),
  read(text) {
    const { cues, warnings, problems } = sbvReader.read(text);
    const messages = cues.map(({ startMs, speaker, text: words }) => {
      const colon = speaker === undefined ? words.slice(0, 100).search(/:\s/) : -1;
      if (colon <= 0) return { atMs: startMs, sender: speaker ?? '', text: words };
      return { atMs: startMs, sender: words.slice(0, colon).trim(), text: words.slice(colon + 1).trim() };
    });
    return { messages, warnings, problems };
  },
};
