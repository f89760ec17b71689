import { emptyDraft, type DraftEntry, type OutlineReader } from './reader.ts';

/** CUE sheets: `TRACK`, `TITLE "…"`, `INDEX 01 MM:SS:FF`, with 75 frames a second. */
export const cueReader: OutlineReader = {
  format: 'cue',
  recognises: (text) =>
    /^[ \t]*TRACK[ \t]+\d+[ \t]+[A-Z]/im.test(text) && /^[ \t]*INDEX[ \t]+\d/im.test(text),
  read(text) {
    const draft = emptyDraft();
    let title = '';
    let track: { line: number; entry?: DraftEntry } | undefined;
    let files = 0;
    const close = (): void => {
      if (track?.entry !== undefined) draft.entries.push({ ...track.entry, title });
      else if (track !== undefined)
        draft.problems.push({
          line: track.line,
          message: 'The track that begins here has no INDEX 01 that can be read.',
        });
    };
    text.split('\n').forEach((raw, index) => {
      const [, command = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(raw) ?? [];
      if (/^FILE$/i.test(command)) files += 1;
      else if (/^TRACK$/i.test(command)) {
        close();
        track = { line: index + 1 };
        title = '';
      } else if (/^TITLE$/i.test(command) && track !== undefined) title = unquote(rest);
      else if (/^INDEX$/i.test(command) && track !== undefined) {
        const startMs = readIndex(rest);
        if (startMs !== undefined) track = { ...track, entry: { line: track.line, startMs, title: '' } };
      }
    });
    close();
    if (files > 1) {
      const message =
        'The sheet is of several files, and the times of each count from its own start: they are no places in one recording.';
      return { ...draft, problems: [{ message }] };
    }
    return draft;
  },
};

/** `01 MM:SS:FF`; index 00 is the pause before the track. */
function readIndex(rest: string): number | undefined {
  const [, minutes, seconds, frames] = /^0?1\s+(\d{1,4}):(\d{2}):(\d{2})\s*$/.exec(rest) ?? [];
  if (minutes === undefined || Number(seconds) > 59 || Number(frames) > 74) return undefined;
  return (Number(minutes) * 60 + Number(seconds)) * 1000 + Math.round((Number(frames) * 1000) / 75);
}

function unquote(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}
