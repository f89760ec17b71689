import { describe, expect, test } from 'vitest';
import { splitSpeakers } from '../../../../domain/transcript/speaker.ts';
import { spreadTurns } from '../../../../domain/transcript/spread.ts';

describe('a name before a colon is a speaker', () => {
  const hello = 'Ann: Hello';
  test.each<[string, string, string | undefined]>([
    ['one with small words in it', 'Jan van der Berg: Yes', 'Jan van der Berg'],
    ['one in small letters that is said again', 'bo: Yes', 'bo'],
    ['no sentence', 'We know this. So: yes', undefined],
    ['no words that end a sentence', 'What now?: yes', undefined],
    ['no address', 'https: //x.org', undefined],
    ['no more than seven words', 'A B C D E F G H: yes', undefined],
  ])('%s', (_, said, speaker) => {
    const [turn] = splitSpeakers([said, hello, hello, ...(speaker === 'bo' ? ['bo: again'] : [])]);
    expect(turn?.speaker).toBe(speaker);
  });
});

describe('turns share the time that they have', () => {
  test.each<[string, number | undefined, [number, number][]]>([
    [
      'by how much was said',
      4000,
      [
        [1000, 2000],
        [2000, 4000],
      ],
    ],
    [
      'as fast as people speak, where no end is known',
      undefined,
      [
        [1000, 2950],
        [2950, 6850],
      ],
    ],
    [
      'as fast as people speak, where the end is before the start',
      500,
      [
        [1000, 2950],
        [2950, 6850],
      ],
    ],
  ])('%s', (_, endMs, times) => {
    const turns = [{ text: 'a'.repeat(30) }, { text: ' ' }, { speaker: 'Ann', text: 'b'.repeat(60) }];
    const cues = spreadTurns(turns, 1000, endMs);
    expect(cues.map((cue) => [cue.startMs, cue.endMs])).toEqual(times);
    expect(cues.map(({ speaker }) => speaker)).toEqual([undefined, 'Ann']);
  });
});
