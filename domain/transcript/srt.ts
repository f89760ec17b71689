import type { TranscriptReader } from './reader.ts';
import { splitSpeakers } from './speaker.ts';
import { readSubrip } from '../formats/subrip.ts';
import { readCueText } from '../formats/webvtt.ts';

const timingLine = /^[ \t]*\d{1,4}:\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?[ \t]*-->[ \t]*\d{1,4}:\d{1,2}:\d{1,2}/m;

/** A cue's number, which may follow the last cue's text without the blank line between: it becomes that line. */
const number = /\n\d{1,6}[ \t]*\n(?=[ \t]*\d{1,4}:\d{1,2}:\d{1,2}[^\n]{0,40}-->)/g;

/** SubRip: numbered cues with `HH:MM:SS,mmm --> HH:MM:SS,mmm`, and WebVTT that lost its first line. */
export const srtReader: TranscriptReader = {
  format: 'srt',
  recognises: (text) => timingLine.test(text.slice(0, 5000)),
  read(text) {
    const { cues, warnings } = readSubrip(text.replace(number, '\n\n'));
    const texts = cues.map(({ payload }) =>
      readCueText(payload.replace(/\{\\[^}\n]{0,200}\}/g, '')).text.trim(),
    );
    const turns = splitSpeakers(texts);
    return {
      cues: cues.map(({ startMs, endMs }, index) => ({ startMs, endMs, ...(turns[index] ?? { text: '' }) })),
      warnings,
      problems: [],
    };
  },
};
