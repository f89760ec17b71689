import type { Cue } from './cue.ts';
import { warnOfSkippedLines } from '../formats/text.ts';
import { readLooseTime } from '../formats/webvtt/time.ts';
import type { TranscriptReader } from './reader.ts';
import { splitSpeakers } from './speaker.ts';

const timing = /^(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3}),(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3})[ \t]*$/;

/** YouTube's SBV: `H:MM:SS.mmm,H:MM:SS.mmm`, then the text, then a blank line. */
export const sbvReader: TranscriptReader = {
  format: 'sbv',
  recognises: (text) =>
    text
      .slice(0, 5000)
      .split('\n')
      .some((line) => timing.test(line)),
  read(text) {
    const cues: Cue[] = [];
    const skipped: number[] = [];
    text.split('\n').forEach((line, index) => {
      const match = timing.exec(line);
      const startMs = readLooseTime(match?.[1] ?? '');
      const endMs = readLooseTime(match?.[2] ?? '');
      const last = cues.at(-1);
      if (startMs !== undefined && endMs !== undefined) cues.push({ startMs, endMs, text: '' });
      else if (line.trim() === '') return;
      else if (last === undefined || match) skipped.push(index + 1);
      else last.text = [last.text, line.trim().replaceAll('[br]', '\n')].filter(Boolean).join('\n');
    });
    const turns = splitSpeakers(cues.map((cue) => cue.text));
    return {
      cues: cues.map((cue, index) => ({ ...cue, ...turns[index] })),
      warnings: warnOfSkippedLines(skipped, 'no cue to belong to'),
      problems: [],
    };
  },
};
