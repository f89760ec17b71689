import { isWebvtt, readCueText, readWebvtt } from '../formats/webvtt.ts';
import type { OutlineReader } from './reader.ts';

/** WebVTT chapters: each cue is a chapter and its text the title (HTML Standard, `kind=chapters`). */
export const webvttOutlineReader: OutlineReader = {
  format: 'webvtt',
  recognises: isWebvtt,
  read(text) {
    const { cues, warnings } = readWebvtt(text);
    const entries = cues.map(({ line, startMs, endMs, payload }) => ({
      line,
      startMs,
      endMs,
      title: readCueText(payload).text,
    }));
    return { entries, warnings, problems: [] };
  },
};
