import { parseTime } from '../time.ts';
import { emptyDraft, type OutlineReader } from './reader.ts';

const line = /^CHAPTER(\d{2,4})(NAME)?=(.*)$/i;

/** The simple chapters of OGM tools and mkvextract: `CHAPTER01=00:05:00.000`, then `CHAPTER01NAME=Title`. */
export const ogmReader: OutlineReader = {
  format: 'ogm',
  recognises: (text) => /^[ \t]*CHAPTER\d{2,4}=\d/im.test(text.slice(0, 20_000)),
  read(text) {
    const draft = emptyDraft();
    const names = new Map<string, string>();
    const times: { line: number; number: string; written: string }[] = [];
    text.split('\n').forEach((raw, index) => {
      const [, number = '', isName, value = ''] = line.exec(raw.trim()) ?? [];
      if (number === '') return;
      if (isName === undefined) times.push({ line: index + 1, number, written: value.trim() });
      else names.set(number, value.trim());
    });
    for (const { line: at, number, written } of times) {
      const startMs = parseTime(written.slice(0, 40));
      if (startMs === undefined)
        draft.problems.push({ line: at, message: `"${written.slice(0, 40)}" is not a time.` });
      else draft.entries.push({ line: at, startMs, title: names.get(number) ?? '' });
    }
    return draft;
  },
};
