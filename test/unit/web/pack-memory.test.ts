import { describe, expect, test } from 'vitest';
import { untouched, type ChapterMemory } from '../../../web/learn/local/memory.ts';
import { packMemory, unpackMemory, type MemoryKeys } from '../../../web/learn/local/pack-memory.ts';

const keys: MemoryKeys = { chapterIds: ['a', 'b'], fileIds: ['f1', 'f2'] };
const chapter = (changes: Partial<ChapterMemory>): ChapterMemory => ({ ...untouched, ...changes });

describe('what an LMS keeps of a learner', () => {
  test('comes back as it was, to a tenth of a second', () => {
    const memory = new Map([
      [
        'b',
        chapter({
          positionMs: 12_340,
          watched: [
            [0, 5_000],
            [8_000, 12_300],
          ],
          attempts: 2,
          best: { score: 1.5, maxScore: 2, passed: true },
          responses: { q1: { text: 'Ünïcode “quoted”' } },
          opened: ['f2'],
          complete: true,
        }),
      ],
    ]);
    const packed = packMemory(memory, keys, 4096);
    expect(packed).toMatch(/^[\x20-\x7e]*$/);
    const unpacked = unpackMemory(packed, keys);
    expect(unpacked.get('b')).toEqual({ ...memory.get('b'), positionMs: 12_300 });
    expect(unpacked.has('a')).toBe(false);
  });

  test('fits into what SCORM 1.2 keeps, whatever was typed and however often was skipped', () => {
    const chapterIds = Array.from({ length: 60 }, (_, index) => `c${index}`);
    const watched = Array.from({ length: 200 }, (_, at): [number, number] => [at * 3000, at * 3000 + 1000]);
    const responses = { q1: { text: 'x'.repeat(4000) } };
    const best = { score: 1, maxScore: 3, passed: false };
    const memory = new Map(
      chapterIds.map((id) => [id, chapter({ watched, responses, attempts: 1, best, complete: true })]),
    );
    const packed = packMemory(memory, { chapterIds, fileIds: [] }, 4096);
    expect(packed.length).toBeGreaterThan(0);
    expect(packed.length).toBeLessThanOrEqual(4096);
    const unpacked = unpackMemory(packed, { chapterIds, fileIds: [] });
    // The attempt stays open, the score and completion stay.
    expect(unpacked.get('c59')).toMatchObject({ attempts: 1, best, complete: true, responses: {} });
  });

  test.each(['', 'bookmark=3', '{}', '[2,0]', 'null'])('is empty where another wrote %j', (text) => {
    expect(unpackMemory(text, keys).size).toBe(0);
  });
});
