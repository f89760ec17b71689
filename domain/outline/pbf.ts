import { emptyDraft, type OutlineReader } from './reader.ts';

/** PotPlayer's bookmarks: `[Bookmark]`, then `0=330000*Title*picture` with milliseconds; a title may hold stars too. */
export const pbfReader: OutlineReader = {
  format: 'pbf',
  recognises: (text) => /^\s*\[Bookmark\]\s*$/im.test(text.slice(0, 1000)),
  read(text) {
    const draft = emptyDraft();
    text.split('\n').forEach((raw, index) => {
      const [, value] = /^\d{1,6}=(.+)$/.exec(raw.trim()) ?? [];
      if (value === undefined) return;
      const [ms = '', ...rest] = value.split('*');
      const title = rest.slice(0, Math.max(1, rest.length - 1)).join('*');
      if (/^\d{1,9}$/.test(ms)) draft.entries.push({ line: index + 1, startMs: Number(ms), title });
      else
        draft.problems.push({
          line: index + 1,
          message: `${ms.slice(0, 20)} is not a number of milliseconds.`,
        });
    });
    return draft;
  },
};
