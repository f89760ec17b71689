import type { FileRole } from './recording.ts';
import { extensionOf } from './file-name.ts';
import { chooseOne } from './match-files/choose-one.ts';
import { readClues, type Clues, type View } from './match-files/clues.ts';
import { uselessBecause } from './match-files/useless.ts';

/** A file of a folder or an archive, recognised. */
export interface FileToMatch {
  /** Inside the folder, with `/` between its parts. */
  path: string;
  bytes: number;
  role: FileRole;
  /** As the recogniser says. */
  format?: string | undefined;
  /** The meeting's number where the file's content tells it. */
  meetingId?: string | undefined;
  /** What its content calls the session. */
  topic?: string | undefined;
}

/** What a file became in its group: a role, or a second picture of the session, or the words on its slides. */
export type MatchedRole = FileRole | 'camera' | 'slide-texts';

/** A file with what it is for and why it belongs there. */
export interface MatchedFile {
  path: string;
  role: MatchedRole;
  /** `same meeting number`: what ties it to its recording; of the recording, what speaks for it. */
  reason: string;
}

/** One session: its recording and what belongs to it, the recording first. */
export interface MatchedGroup {
  /** What the session was called, where a name tells it. */
  title: string | undefined;
  /** `14:30:12`: the time of day at which it began, where a name tells it in local time. */
  beganAt: string | undefined;
  files: MatchedFile[];
}

/** What a folder holds: its sessions, and every file that went to none of them, with the reason. */
export interface MatchedFiles {
  groups: MatchedGroup[];
  leftOut: { path: string; reason: string }[];
}

/**
 * Sorts the files of a folder or archive into recordings and what belongs to each, by meeting number, by the times and
 * names that the platforms write, and by folder. Nothing is dropped in silence: what is left out is named.
 */
export function matchFiles(files: readonly FileToMatch[]): MatchedFiles {
  const known = files.map((file): Known => ({ ...file, clues: cluesOf(file) }));
  const leftOut: MatchedFiles['leftOut'] = [];
  const isBigBlueButton = files.some(({ path }) => publishedSign.test(path));
  const useful = known.filter(({ path, role, format }) => {
    const reason = uselessBecause({ path, role, format }, { isPublished: isBigBlueButton });
    if (reason !== undefined) leftOut.push({ path, reason });
    return reason === undefined;
  });
  const sessions = findSessions(useful.filter(({ role }) => role === 'recording'));
  for (const file of useful.filter(({ role }) => role !== 'recording')) {
    const match = findSession(file, sessions);
    if ('reason' in match) leftOut.push({ path: file.path, reason: match.reason });
    else match.session.others.push({ ...file, reason: match.because });
  }
  return { groups: sessions.map((session) => toGroup(session, leftOut)), leftOut };
}

/** What only BigBlueButton's player has. */
const publishedSign = /(?:^|\/)(?:shapes\.svg|slides_new\.xml|panzooms\.xml)$/;

type Known = FileToMatch & { clues: Clues };

interface Session {
  pictures: Known[];
  others: (Known & { reason: string })[];
}

function cluesOf({ path, meetingId, topic }: FileToMatch): Clues {
  const clues = readClues(path);
  return { ...clues, meetingId: clues.meetingId ?? meetingId, topic: clues.topic ?? topic };
}

/** Recordings that are pictures of one session come together. */
function findSessions(recordings: readonly Known[]): Session[] {
  const sessions: Session[] = [];
  for (const recording of recordings) {
    const same = sessions.find(({ pictures }) => pictures.some((one) => isSameSession(one, recording)));
    if (same) same.pictures.push(recording);
    else sessions.push({ pictures: [recording], others: [] });
  }
  return sessions;
}

function isSameSession({ clues: one }: Known, { clues: other }: Known): boolean {
  const isPair = one.view !== other.view && (one.view !== undefined || other.view !== undefined);
  if (!isPair) return false;
  if (isPublished(one.view) && isPublished(other.view)) return rootOf(one) === rootOf(other);
  if (one.date !== undefined && one.time !== undefined && one.time.length > 5) {
    return one.date === other.date && one.time === other.time;
  }
  return one.folder === other.folder || isInside(one.folder, other.folder);
}

function isPublished(view: View | undefined): boolean {
  return view === 'deskshare' || view === 'webcams';
}

/** BigBlueButton's folder of a recording: `video/webcams.webm` and `deskshare/deskshare.webm` lie one deeper. */
function rootOf({ folder }: Clues): string {
  return folder.replace(/(?:^|\/)(?:video|deskshare)$/, '');
}

function isInside(one: string, other: string): boolean {
  return one.startsWith(`${other}/`) || other.startsWith(`${one}/`) || one === '' || other === '';
}

/** How strongly a clue ties a file to a session, and what it is called. */
interface Tie {
  strength: number;
  because: string;
}

/** The session that a file fits best, or why it fits none. */
function findSession(
  file: Known,
  sessions: readonly Session[],
): { session: Session; because: string } | { reason: string } {
  if (sessions.length === 0) return { reason: 'There is no recording that it could belong to.' };
  const ties = sessions
    .map((session) => ({ session, ...tieOf(file, session, sessions.length === 1) }))
    .toSorted((one, other) => other.strength - one.strength);
  const [best, second] = ties;
  if (best === undefined || best.strength <= 0) {
    return { reason: best?.because ?? 'Nothing ties it to one of the recordings.' };
  }
  if (second?.strength === best.strength) {
    return {
      reason: `It fits ${String(sessions.length)} recordings equally. Give it with the one it belongs to.`,
    };
  }
  return { session: best.session, because: best.because };
}

function tieOf({ clues, role }: Known, { pictures }: Session, isOnly: boolean): Tie {
  const ties = pictures.map((picture) => tieBetween(clues, picture.clues));
  const [best] = ties.toSorted((one, other) => Math.abs(other.strength) - Math.abs(one.strength));
  // What is to be given out may carry any date; a transcript of another day is another session's.
  if (best !== undefined && (best.strength > 0 || role !== 'attachment')) {
    if (best.strength !== 0) return best;
  }
  return isOnly
    ? { strength: 1, because: 'the only recording' }
    : { strength: 0, because: 'Nothing ties it to one of the recordings.' };
}

function tieBetween(file: Clues, recording: Clues): Tie {
  const { meetingId, date, time } = file;
  if (meetingId !== undefined && recording.meetingId !== undefined) {
    if (meetingId !== recording.meetingId)
      return { strength: -100, because: `It belongs to another meeting, ${meetingId}.` };
    const isSameTime = time !== undefined && time === recording.time && date === recording.date;
    const isOtherDay = daysBetween(date, recording.date) > 1;
    if (isOtherDay) return otherDay(date);
    const nearer = isSameTime ? 30 : date !== undefined && date === recording.date ? 20 : 0;
    return { strength: 100 + nearer + nearness(file, recording), because: 'same meeting number' };
  }
  if (date !== undefined && time !== undefined && date === recording.date && time === recording.time)
    return { strength: 90 + nearness(file, recording), because: 'same start in the name' };
  if (daysBetween(date, recording.date) > 1) return otherDay(date);
  if (file.stem !== '' && file.stem === recording.stem)
    return { strength: 60 + nearness(file, recording), because: 'same name' };
  const near = nearness(file, recording);
  if (date !== undefined && date === recording.date) return { strength: 40 + near, because: 'same day' };
  return near === 0 ? { strength: 0, because: '' } : { strength: near, because: 'same folder' };
}

function otherDay(date = ''): Tie {
  return { strength: -50, because: `Its name tells another day, ${date}.` };
}

/** How near two files lie: in one folder, or in one tree of folders of which neither is the top. */
function nearness(file: Clues, recording: Clues): number {
  const root = rootOf(recording);
  if (file.folder === recording.folder) return 10;
  if (file.folder === root || (root !== '' && file.folder.startsWith(`${root}/`))) return 9;
  return file.folder !== '' && recording.folder.startsWith(`${file.folder}/`) ? 2 : 0;
}

function daysBetween(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return 0;
  return Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000;
}

/** The picture that shows most comes first; of Zoom's, the shared screen with the speaker. */
const bestFirst: readonly (View | undefined)[] = [
  'speaker',
  undefined,
  'shared-gallery',
  'deskshare',
  'screen',
  'camera',
  'webcams',
  'gallery',
  'sound',
];

const viewNames: Record<View, string> = {
  speaker: 'the shared screen with the speaker',
  'shared-gallery': 'the shared screen with everybody',
  screen: 'the shared screen',
  deskshare: 'the shared screen',
  webcams: 'the cameras',
  camera: 'the speaker’s camera',
  gallery: 'everybody’s cameras',
  sound: 'the sound alone',
};

function toGroup({ pictures, others }: Session, leftOut: MatchedFiles['leftOut']): MatchedGroup {
  const ranked = pictures.toSorted(
    (one, other) =>
      bestFirst.indexOf(one.clues.view) - bestFirst.indexOf(other.clues.view) || other.bytes - one.bytes,
  );
  const [recording, ...more] = ranked;
  const files: MatchedFile[] = [];
  if (recording) files.push({ path: recording.path, role: 'recording', reason: reasonOf(recording, more) });
  for (const picture of more) {
    const isCamera = isSecondCamera(recording?.clues.view, picture.clues.view);
    if (isCamera && !files.some(({ role }) => role === 'camera')) {
      files.push({ path: picture.path, role: 'camera', reason: 'the cameras of the same session' });
    } else {
      const what = picture.clues.view === undefined ? 'another file' : viewNames[picture.clues.view];
      leftOut.push({ path: picture.path, reason: `It is the same session again: ${what}.` });
    }
  }
  files.push(...chooseOne(others, leftOut));
  const clues = [recording, ...others].flatMap((file) => (file ? [file.clues] : []));
  const local = clues.find(({ isLocalTime, time }) => isLocalTime === true && time !== undefined);
  return { title: clues.find(({ topic }) => topic !== undefined)?.topic, beganAt: local?.time, files };
}

function reasonOf({ path, clues: { view } }: Known, more: readonly Known[]): string {
  if (more.length > 0 && view !== undefined)
    return `of ${String(more.length + 1)} pictures, ${viewNames[view]}`;
  return extensionOf(path) === 'm4a' || view === 'sound' ? 'the sound of the session' : 'the video';
}

/** A picture of people beside a screen without them. */
function isSecondCamera(main: View | undefined, other: View | undefined): boolean {
  const isScreen = main === 'screen' || main === 'deskshare' || main === undefined;
  return isScreen && (other === 'camera' || other === 'webcams');
}
