import type { FileRole } from '../recording.ts';

/** Files that come with recordings and are for nobody: what they are, by name. */
const byName: readonly [RegExp, string][] = [
  [
    /\.(?:m3u8?|zoom|tmp|part|crdownload|lnk|url|webloc)$/i,
    'It belongs to the program that made the folder.',
  ],
  [/^(?:thumbs\.db|desktop\.ini|icon\r?)$/i, 'It belongs to the computer the folder was on.'],
  [/^double_click_to_convert/i, 'Zoom has not converted this recording yet. Open it with Zoom first.'],
];

const people = 'It lists the people who were there, and learners should not get it.';
const peopleNames =
  /^(?:participants?|attendees?|attendance|registration|registrants?|meeting_?attendance)[ _-]|attend(?:ance|ee) (?:report|list)|^performance[ _-]/i;

/** What BigBlueButton publishes for its own player. */
const playerInnards =
  /(?:^|\/)(?:metadata\.xml|cursor\.xml|panzooms\.xml|deskshare\.xml|captions\.json|external_videos\.json|tldraw\.json|notes(?:\.\w+)?\.(?:html|pdf|etherpad)|presentation\/[^/]+\/(?:.*\/)?(?:slide-\d+\.\w+|thumb-\d+\.\w+|.*textfiles\/.*)|(?:slides|thumbnails)\/.*|favicon\.ico)$/;

/**
 * Why a file of a folder is for nothing here, as a sentence; undefined when it is of use. `isPublished` says that the
 * folder is one that BigBlueButton published.
 */
export function uselessBecause(
  file: { path: string; role: FileRole; format?: string | undefined },
  { isPublished }: { isPublished: boolean },
): string | undefined {
  const { path, role, format } = file;
  const name = path.split('/').at(-1) ?? path;
  const named = byName.find(([pattern]) => pattern.test(name))?.[1];
  if (named !== undefined) return named;
  if (format === 'm3u' || format === 'ffconcat') return 'It is a playlist, not a recording.';
  if (format === 'participants' || (role === 'attachment' && peopleNames.test(name))) return people;
  if (format === 'empty') return 'It is empty.';
  if (format === 'exe' || format === 'elf') return 'It is a program.';
  if (isPublished && role === 'attachment' && name !== 'presentation_text.json' && playerInnards.test(path))
    return 'It belongs to BigBlueButton’s own player.';
  if (/(?:^|\/)Audio Record\//.test(path)) return 'It is the sound of one person alone.';
  return undefined;
}
