import type { Cue } from '../transcript/cue.ts';
import type { SpokenWord } from './spoken-words.ts';

/** What speakers say before they name what comes next, in lower case, in the languages most webinars are held in. */
const openings: readonly RegExp[] = [
  /\b(?:let(?:['’]s| us) (?:now )?(?:talk|speak|look|move|turn|start|begin|go|dive)(?: on| over)?(?: about| at| to| with| into)?|(?:next|second|third|fourth|fifth|last|final|following) (?:topic|part|section|step|chapter|point|item|agenda item)(?: today)? is|(?:move|moving|turn|turning) (?:on |over )?to|(?:this|our) (?:session|webinar|part|chapter|section) is about)\b/giu,
  /\b(?:kommen wir (?:nun |jetzt )?zu[mr]?|(?:nächste[rs]?|letzte[rs]?) (?:thema|teil|punkt|abschnitt|schritt) ist|sprechen wir (?:nun |jetzt )?über|wenden wir uns)\b/giu,
  /\b(?:passons (?:maintenant )?(?:à|au|aux)|(?:prochain|dernier) (?:sujet|point|chapitre) est|parlons (?:maintenant )?(?:de|du|des))(?=\s)/giu,
  /\b(?:pasemos (?:ahora )?(?:a|al)|hablemos (?:ahora )?(?:de|del)|(?:siguiente|último) (?:tema|punto|paso) es)\b/giu,
];

/** Where a speaker says what comes next: the moment, and the words that name it begin after `fromWord`. */
export interface Announcement {
  atMs: number;
  cue: number;
  /** Index of the first word of the name. */
  fromWord: number;
  /** The whole name, where it stands alone as a sentence at the beginning of a cue ("Risk management."). */
  name?: string;
}

const mostWordsOfName = 4;

/** Finds announcements ("let's move on to budgeting") and names said as headings ("Budgeting. Estimate in…"). */
export function findAnnouncements(cues: readonly Cue[], words: readonly SpokenWord[]): Announcement[] {
  const firstWords = new Map<number, number>();
  words.forEach(({ cue }, index) => {
    if (!firstWords.has(cue)) firstWords.set(cue, index);
  });
  return cues.flatMap((cue, index): Announcement[] => {
    const first = firstWords.get(index);
    if (first === undefined) return [];
    const own = words.slice(first, first + 200).filter((word) => word.cue === index);
    return [...headingOf(cue, { index, first, own }), ...openingsOf(cue, { index, first, own })];
  });
}

interface CueWords {
  index: number;
  first: number;
  own: readonly SpokenWord[];
}

function headingOf({ text, startMs }: Cue, { index, first, own }: CueWords): Announcement[] {
  const name = /^\s*([^.!?:]{3,60})[.:]\s+\S/u.exec(text)?.[1]?.trim();
  if (name === undefined || /[,;]/u.test(name)) return [];
  const end = own.findIndex((word, at) => at > 0 && word.begins);
  const spoken = own.slice(0, end === -1 ? own.length : end);
  const others = spoken.filter(({ term }) => term === undefined).length;
  const isName = spoken.length <= mostWordsOfName && spoken[0]?.term !== undefined && others <= 1;
  return isName ? [{ atMs: startMs, cue: index, fromWord: first, name }] : [];
}

function openingsOf({ text, startMs }: Cue, { index, first, own }: CueWords): Announcement[] {
  return openings.flatMap((opening) =>
    [...text.matchAll(opening)].map((match) => {
      const before = own.filter(({ offset }) => offset < match.index + match[0].length).length;
      return { atMs: startMs, cue: index, fromWord: first + before };
    }),
  );
}
