import { parseSecondsOrTime } from '../time.ts';
import { emptyDraft, type DraftEntry, type OutlineReader } from './reader.ts';

/** `start end action`: seconds or times, then 0 cut, 1 mute, 2 scene, 3 commercial break; a scene may have no end. */
const line = /^\s*(\d[\d:.]{0,19})\s+(?:(\d[\d:.]{0,19})\s+([0-3])|(2))\s*$/;

/** MPlayer's and Kodi's edit decision lists: scenes and breaks are entries, and so is what stands between cuts. */
export const mplayerEdlReader: OutlineReader = {
  format: 'mplayer-edl',
  recognises(text) {
    const lines = text
      .slice(0, 20_000)
      .split('\n')
      .filter((one) => one.trim() !== '' && !/^\s*#/.test(one));
    return (
      lines.some((one) => line.exec(one.slice(0, 100))?.[3] !== undefined) &&
      lines.every((one) => line.test(one.slice(0, 100)))
    );
  },
  read(text) {
    const draft = emptyDraft();
    const cuts: Span[] = [];
    let muted = 0;
    text.split('\n').forEach((raw, index) => {
      const [, from = '', to, ended, scene] = line.exec(raw.slice(0, 100)) ?? [];
      const action = ended ?? scene;
      if (action === undefined) return;
      const startMs = parseSecondsOrTime(from);
      const endMs = to === undefined ? startMs : parseSecondsOrTime(to);
      if (startMs === undefined || endMs === undefined)
        draft.problems.push({
          line: index + 1,
          message: `${startMs === undefined ? from : String(to)} is not a time.`,
        });
      else if (action === '0') cuts.push({ startMs, endMs });
      else if (action === '1') muted += 1;
      else
        draft.entries.push({
          line: index + 1,
          startMs,
          ...(to === undefined ? {} : { endMs }),
          title: action === '2' ? '' : 'Commercial break',
        });
    });
    if (muted > 0)
      draft.warnings.push({ message: 'The list mutes the sound in places, which was left out.' });
    return { ...draft, entries: [...draft.entries, ...keptBetween(cuts)] };
  },
};

interface Span {
  startMs: number;
  endMs: number;
}

/** What is cut away is no chapter: each part that stays is. */
function keptBetween(cuts: readonly Span[]): DraftEntry[] {
  const kept: DraftEntry[] = [];
  let fromMs = 0;
  for (const { startMs, endMs } of cuts.toSorted((one, other) => one.startMs - other.startMs)) {
    if (startMs > fromMs) kept.push({ startMs: fromMs, endMs: startMs, title: '' });
    fromMs = Math.max(fromMs, endMs);
  }
  return cuts.length > 0 ? [...kept, { startMs: fromMs, title: '' }] : [];
}
