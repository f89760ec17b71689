import type { Response } from '../../../domain/quiz.ts';
import type { ChapterMemory, Memory } from './memory.ts';

/** Which ids stand behind the numbers of a packed memory: chapters, and the files of each. */
export interface MemoryKeys {
  chapterIds: readonly string[];
  fileIds: readonly string[];
}

// Seconds and numbers instead of names: SCORM 1.2 keeps 4096 characters for a whole module.
type PackedChapter = [
  positionS: number,
  watchedS: number[],
  attempts: number,
  best: [score: number, maxScore: number, passed: 0 | 1] | 0,
  complete: 0 | 1,
  opened: number[],
  responses: Record<string, Response> | 0,
];

/** What is left out, step by step, until a memory fits: open answers, then all but the longest watched spans. */
const steps: readonly { answers: boolean; spans: number }[] = [
  { answers: true, spans: 500 },
  { answers: true, spans: 12 },
  { answers: false, spans: 12 },
  { answers: false, spans: 3 },
  { answers: false, spans: 1 },
  { answers: false, spans: 0 },
];

/** A memory as at most `maxLength` characters. What has been completed and scored is always in it. */
export function packMemory(memory: Memory, keys: MemoryKeys, maxLength: number): string {
  for (const step of steps) {
    const chapters = keys.chapterIds.map((id) => {
      const chapter = memory.get(id);
      return chapter === undefined ? 0 : packChapter(chapter, keys.fileIds, step);
    });
    const packed = ascii(JSON.stringify([1, ...chapters]));
    if (packed.length <= maxLength) return packed;
  }
  return '';
}

/** What `packMemory` wrote; anything else is an empty memory. */
export function unpackMemory(text: string, keys: MemoryKeys): Memory {
  const memory = new Map<string, ChapterMemory>();
  for (const [at, packed] of readPacked(text).entries()) {
    const id = keys.chapterIds[at];
    if (id !== undefined && packed !== 0) memory.set(id, unpackChapter(packed, keys.fileIds));
  }
  return memory;
}

function packChapter(
  chapter: ChapterMemory,
  fileIds: readonly string[],
  { answers, spans }: { answers: boolean; spans: number },
): PackedChapter {
  const { best } = chapter;
  const longest = chapter.watched
    .toSorted((one, other) => other[1] - other[0] - (one[1] - one[0]))
    .slice(0, spans)
    .toSorted(([one], [other]) => one - other);
  return [
    seconds(chapter.positionMs),
    longest.flatMap(([fromMs, toMs]) => [seconds(fromMs), seconds(toMs)]),
    chapter.attempts,
    best === null ? 0 : [best.score, best.maxScore, best.passed ? 1 : 0],
    chapter.complete ? 1 : 0,
    chapter.opened.map((id) => fileIds.indexOf(id)).filter((at) => at >= 0),
    // An open attempt stays open, even where its answers find no room.
    chapter.responses === null ? 0 : answers ? chapter.responses : {},
  ];
}

function unpackChapter(packed: PackedChapter, fileIds: readonly string[]): ChapterMemory {
  const [positionS, watchedS, attempts, best, complete, opened, responses] = packed;
  const watched: [number, number][] = [];
  for (let at = 0; at + 1 < watchedS.length; at += 2) {
    watched.push([Math.round((watchedS[at] ?? 0) * 1000), Math.round((watchedS[at + 1] ?? 0) * 1000)]);
  }
  return {
    positionMs: Math.round(positionS * 1000),
    watched,
    attempts,
    best: best === 0 ? null : { score: best[0], maxScore: best[1], passed: best[2] === 1 },
    complete: complete === 1,
    opened: opened.flatMap((at) => fileIds[at] ?? []),
    responses: responses === 0 ? null : responses,
  };
}

function readPacked(text: string): (PackedChapter | 0)[] {
  try {
    const read: unknown = JSON.parse(text);
    if (!Array.isArray(read) || read[0] !== 1) return [];
    // Written by this file alone, and kept for this learner by the LMS.
    return read.slice(1) as (PackedChapter | 0)[];
  } catch {
    return [];
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** LMSs count and store other characters in ways of their own. */
function ascii(text: string): string {
  return text.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
