/** What a file's path tells of the session it belongs to. */
export interface Clues {
  /** The folder it lies in, `''` at the top. */
  folder: string;
  /** Its name without extension and without what the platforms add to it, folded. */
  stem: string;
  /** Zoom's meeting number, Meet's code, BigBlueButton's recording. */
  meetingId?: string | undefined;
  /** `2026-09-15`, in the platform's own time zone. */
  date?: string | undefined;
  /** `14:30:12`, or `14:30` where seconds are not written. */
  time?: string | undefined;
  /** Whether date and time are the computer's own, not Greenwich's: chats that tell times of day count from these. */
  isLocalTime?: boolean | undefined;
  /** What the session was called. */
  topic?: string | undefined;
  /** Which picture of the session it is, where one session comes as several files. */
  view?: View | undefined;
}

/** Zoom's and BigBlueButton's pictures of one session, the best to watch first. */
export type View =
  'speaker' | 'shared-gallery' | 'screen' | 'deskshare' | 'webcams' | 'camera' | 'gallery' | 'sound';

/** Reads the clues of a path with `/` between its folders: the file's own name first, then its folders'. */
export function readClues(path: string): Clues {
  const parts = path.split('/');
  const name = parts.at(-1) ?? path;
  const folder = parts.slice(0, -1).join('/');
  const bare = name.replace(/(?:\.(?:transcript|cc|chat|[a-z]{2}(?:-[A-Z]{2})?))?\.[a-z0-9]{1,5}$/i, '');
  const found = parts.toReversed().map((part, index) => readName(index === 0 ? bare : part));
  const all: Read = {};
  for (const clues of found) {
    all.meetingId ??= clues.meetingId;
    all.topic ??= clues.topic;
    if (all.date === undefined && clues.date !== undefined) {
      all.date = clues.date;
      all.time = clues.time;
      all.isLocalTime = clues.isLocalTime;
    }
  }
  return { folder, stem: stemOf(bare), ...all, view: viewOf(path) };
}

/** Claims that a file is named after what its picture shows: who speaks, and not the screen. */
export function isNamedAfterCamera(name: string): boolean {
  const view = viewOf(name);
  return view === 'webcams' || view === 'camera' || /webcam|camera|speaker|presenter|talking/i.test(name);
}

/** The number of a meeting as a report tells it in its first lines. */
export function meetingIdIn(head: string): string | undefined {
  const table = /(?:Webinar|Meeting) ID[^\n]{0,300}\n([^\n]{0,600})/i.exec(head)?.[1];
  const id = table === undefined ? undefined : /(?<!\d)\d{3}[ -]?\d{3,4}[ -]?\d{4}(?!\d)/.exec(table)?.[0];
  return id?.replace(/\D/g, '');
}

/** What a report calls its session. */
export function topicIn(head: string): string | undefined {
  const cell = /^"?Topic"?,[^\n]{0,300}\n(?:"((?:[^"\n]|""){1,300})"|([^",\n]{1,300})),/m.exec(head);
  return cell?.[1]?.replaceAll('""', '"').trim() ?? cell?.[2]?.trim();
}

type Read = Pick<Clues, 'meetingId' | 'date' | 'time' | 'isLocalTime' | 'topic'>;

/** The shapes of name that platforms write; the first that fits tells. */
const shapes: readonly { pattern: RegExp; read: (match: RegExpExecArray) => Read }[] = [
  {
    // Zoom's cloud: GMT20260915-143012_Recording_1920x1080, GMT20200401-130501_Topic_1920x1080.
    pattern: /^GMT(\d{8})-(\d{6})(?:_(.{1,200}))?$/,
    read: ([, day = '', clock = '', rest = '']) => ({
      date: dashed(day),
      time: coloned(clock),
      topic: rest.startsWith('Recording')
        ? undefined
        : rest.replace(/(?:_(?:as|avo|gvo|gallery))?_\d+x\d+$/, ''),
    }),
  },
  {
    // Zoom on a computer: 2026-09-15 14.30.12 Topic 81234567890.
    pattern: /^(\d{4}-\d{2}-\d{2}) (\d{2})\.(\d{2})\.(\d{2}) (.{1,300})$/,
    read: ([, date = '', hours = '', minutes = '', seconds = '', rest = '']) => ({
      date,
      time: `${hours}:${minutes}:${seconds}`,
      isLocalTime: true,
      topic: rest.replace(/ \d{9,11}$/, ''),
    }),
  },
  {
    // Teams: Subject-20260915_143012UTC-Meeting Recording.
    pattern: /^(.{1,300})-(\d{8})_(\d{6})(?:UTC)?-(?:Meeting |Besprechungs)?\p{L}{1,30}$/iu,
    read: ([, topic = '', day = '', clock = '']) => ({ date: dashed(day), time: coloned(clock), topic }),
  },
  {
    // Meet: Topic (2026-09-15 at 14:30 GMT-7), Topic - 2026/09/15 14:30 CEST - Recording; signs become _ on disk.
    pattern:
      /^(.{1,300}?)(?: \(| - )(\d{4})[-_/:](\d{2})[-_/:](\d{2})(?: at)? (\d{2})[ _:.-](\d{2})(?:[ _:.-]\d{2})? ?[A-Z]{2,5}(?:[+-][\d_:]{1,5})?\)?(?: ?- ?.{1,40})?$/,
    read: ([, topic = '', year = '', month = '', day = '', hours = '', minutes = '']) => ({
      date: `${year}-${month}-${day}`,
      time: `${hours}:${minutes}`,
      isLocalTime: true,
      topic: /^[a-z]{3}-[a-z]{4}-[a-z]{3}$/.test(topic) ? undefined : topic,
    }),
  },
  {
    // OBS and others: 2026-09-15 14-30-12, 2026-09-15_14-30-12.
    pattern: /^(?:.{0,100}[ _-])?(\d{4}-\d{2}-\d{2})[ _T](\d{2})[-.](\d{2})[-.](\d{2})(?: .{0,100})?$/,
    read: ([, date = '', hours = '', minutes = '', seconds = '']) => ({
      date,
      time: `${hours}:${minutes}:${seconds}`,
      isLocalTime: true,
    }),
  },
  {
    // Reports: poll_81234567890_2026_09_15, 812 3456 7890 - 2026-09-15 - Poll Report.
    pattern: /(?:^|\D)(\d{4})[-_.](\d{2})[-_.](\d{2})(?:\D|$)/,
    read: ([, year = '', month = '', day = '']) => ({ date: `${year}-${month}-${day}` }),
  },
  {
    pattern: /(?:^|\D)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\D|$)/,
    read: ([, year = '', month = '', day = '']) => ({ date: `${year}-${month}-${day}` }),
  },
];

function readName(written: string): Read {
  const name = written.normalize('NFC').slice(0, 400);
  const meetingId = meetingIdOf(name);
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(name);
    if (match === null) continue;
    const clues = read(match);
    if (clues.date === undefined || isDay(clues.date)) return { meetingId, ...tidy(clues) };
  }
  return { meetingId };
}

function meetingIdOf(name: string): string | undefined {
  const meet = /(?:^|[^a-z-])([a-z]{3}-[a-z]{4}-[a-z]{3})(?:[^a-z-]|$)/.exec(name)?.[1];
  const bigBlueButton = /^[0-9a-f]{40}-\d{13}$/.exec(name)?.[0];
  if (bigBlueButton !== undefined || meet !== undefined) return bigBlueButton ?? meet;
  // A number of Zoom stands alone; the random numbers of its local files are glued to a word.
  const [zoom] = /(?<![\p{L}\d.])(?:\d{9,11}|\d{3} \d{3,4} \d{4})(?![\p{L}\d.])/u.exec(name) ?? [];
  return zoom?.replaceAll(' ', '');
}

const zoomViews: readonly [RegExp, View][] = [
  [/_gallery_\d+x\d+$/, 'shared-gallery'],
  [/_avo_\d+x\d+$/, 'camera'],
  [/_gvo_\d+x\d+$/, 'gallery'],
  [/_as_\d+x\d+$/, 'screen'],
  [/_\d+x\d+$/, 'speaker'],
];

function viewOf(path: string): View | undefined {
  const bare = (path.split('/').at(-1) ?? path).replace(/\.[a-z0-9]{1,5}$/i, '');
  // BigBlueButton's names, in its folders or beside each other where they were downloaded to.
  if (bare === 'deskshare' || bare === 'webcams') return bare;
  if (/^GMT\d{8}-\d{6}/.test(bare)) {
    if (/\.m4a$/i.test(path)) return 'sound';
    return zoomViews.find(([pattern]) => pattern.test(bare))?.[1] ?? 'speaker';
  }
  if (/^(?:audio(?:_only)?\d*)$/i.test(bare) || /(?:^|\/)Audio Record\//.test(path)) return 'sound';
  return /(?:^|[ _-])(?:web)?cam(?:era)?(?:[ _-]?\d)?$/i.test(bare) ? 'camera' : undefined;
}

/** `Scoping-Meeting Transcript` and `Scoping-Meeting Recording` are of one stem. */
function stemOf(bare: string): string {
  return bare
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-_ ](?:meeting )?(?:recording|transcript|chat|captions?|outline|chapters?|polls?|quiz)$/, '')
    .replace(/(?:_recording(?:newchat)?)?(?:_(?:as|avo|gvo|gallery))?(?:_\d+x\d+)?$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function tidy({ topic, ...clues }: Read): Read {
  const words = topic?.replaceAll('_', ' ').replace(/\s+/g, ' ').trim();
  return words === undefined || words === '' ? clues : { ...clues, topic: words };
}

function isDay(date: string): boolean {
  return !Number.isNaN(Date.parse(`${date}T00:00:00Z`));
}

function dashed(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
}

function coloned(clock: string): string {
  return `${clock.slice(0, 2)}:${clock.slice(2, 4)}:${clock.slice(4, 6)}`;
}
