import type { TranscriptReader } from './reader.ts';
import { readTextTranscript } from './text.ts';

/** Teams' document of turns: unpadded `0:0:3.270 --> 0:0:4.250`, then the name, then the words, each on its line. */
export const turnsReader: TranscriptReader = {
  format: 'text',
  recognises(text) {
    const timings = [
      ...text.slice(0, 20_000).matchAll(/^[ \t]*(\d{1,3}:\d{1,2}:\d{1,2})(?:\.\d{1,9})?[ \t]*-->/gm),
    ];
    return timings.some(([, start = '']) => /(?:^|:)\d(?=:|$)/.test(start.slice(start.indexOf(':'))));
  },
  read: readTextTranscript,
};
