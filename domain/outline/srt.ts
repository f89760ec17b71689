import { readSubrip } from '../formats/subrip.ts';
import { readCueText } from '../formats/webvtt.ts';
import type { OutlineReader } from './reader.ts';

/** SubRip whose cues are chapters, and WebVTT chapters that lost their first line. */
export const srtOutlineReader: OutlineReader = {
  format: 'srt',
  recognises: (text) =>
    /^[ \t]*\d{1,4}:\d{1,2}:\d{1,2}[,.]\d{1,9}[ \t]*-->[ \t]*\d{1,4}:\d{1,2}:\d{1,2}[,.]\d{1,9}[ \t]*$/m.test(
      text.slice(0, 5000),
    ),
  read(text) {
    const { cues, warnings } = readSubrip(text);
    const entries = cues.map(({ line, startMs, endMs, payload }) => ({
      line,
      startMs,
      endMs,
      title: readCueText(payload).text,
    }));
    return { entries, warnings, problems: [] };
  },
};
