import type { FileToMatch, MatchedFile, MatchedFiles } from '../match-files.ts';

/** Roles of which a recording takes one. */
const single = ['outline', 'transcript', 'chat'] as const;
type Single = (typeof single)[number];

/** What is better comes first: a transcript that knows its speakers before bare captions, the newer chat before the older. */
const preferred: Record<Single, readonly RegExp[]> = {
  outline: [/outline|chapters?|agenda|kapitel/i],
  transcript: [/transcript[^/]*\.vtt$/i, /transcript/i, /\.vtt$/i, /\.docx$/i, /\.srt$/i],
  chat: [/new_?chat/i, /chat/i],
};

/** Lets one outline, transcript and chat into a recording, the best of each, and says why the others are left out. */
export function chooseOne(
  files: readonly (FileToMatch & { reason: string })[],
  leftOut: MatchedFiles['leftOut'],
): MatchedFile[] {
  const hasSlides = files.some(({ format, role }) => role === 'outline' && format === 'bigbluebutton');
  const chosen = new Map<Single, string>();
  for (const role of single) {
    const [best] = files
      .filter((file) => file.role === role)
      .toSorted((one, other) => rankOf(role, one) - rankOf(role, other) || other.bytes - one.bytes);
    if (best) chosen.set(role, best.path);
  }
  return files.flatMap(({ path, role, reason }): MatchedFile[] => {
    if (path.endsWith('presentation_text.json')) {
      if (hasSlides) return [{ path, role: 'slide-texts', reason: 'names the slides' }];
      leftOut.push({
        path,
        reason: 'It holds the words of slides, and there is no shapes.svg with their times.',
      });
      return [];
    }
    const best = isSingle(role) ? chosen.get(role) : undefined;
    if (best === undefined || best === path) return [{ path, role, reason }];
    leftOut.push({ path, reason: `${best.split('/').at(-1) ?? best} is taken for the same.` });
    return [];
  });
}

function isSingle(role: string): role is Single {
  return single.some((one) => one === role);
}

/** Slide changes are an outline only where nobody wrote one. */
function rankOf(role: Single, { path, format }: FileToMatch): number {
  if (role === 'outline' && format === 'bigbluebutton') return 100;
  const at = preferred[role].findIndex((pattern) => pattern.test(path));
  return at < 0 ? preferred[role].length : at;
}
