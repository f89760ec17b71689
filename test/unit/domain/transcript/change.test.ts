import { expect, test } from 'vitest';
import { captionsFor } from '../../../../domain/transcript.ts';
import { changeCues, moveCues, type CueChange } from '../../../../domain/transcript/change.ts';

const cues = [
  { startMs: 0, endMs: 1000, speaker: 'Ada', text: 'One.' },
  { startMs: 1000, endMs: 2000, text: 'Two.' },
];

test.each<[string, CueChange[], unknown]>([
  ['words', [{ at: 0, text: 'Uno.' }], [{ ...cues[0], text: 'Uno.' }, cues[1]]],
  ['a speaker', [{ at: 0, speaker: 'Grace' }], [{ ...cues[0], speaker: 'Grace' }, cues[1]]],
  ['a speaker where there was none', [{ at: 1, speaker: 'Ada' }], [cues[0], { ...cues[1], speaker: 'Ada' }]],
  ['no speaker any more', [{ at: 0, speaker: '' }], [{ startMs: 0, endMs: 1000, text: 'One.' }, cues[1]]],
  ['no words any more', [{ at: 1, text: '' }], [cues[0], { ...cues[1], text: '' }]],
  ['nothing', [], cues],
  [
    'what is asked last',
    [
      { at: 1, text: 'A' },
      { at: 1, text: 'B' },
    ],
    [cues[0], { ...cues[1], text: 'B' }],
  ],
  ['nothing where there is no cue', [{ at: 2, text: 'Three.' }], cues],
])('a cue is given %s', (_, changes, changed) => {
  expect(changeCues(cues, changes)).toEqual(changed);
});

test('cues that are moved before 0 are not heard, and come back when they are moved back', () => {
  const moved = moveCues(cues, -1500);
  expect(captionsFor(moved, 0, Infinity)).toEqual([{ startMs: 0, endMs: 500, text: 'Two.' }]);
  expect(moveCues(moved, 1500)).toEqual(cues);
});

test('a cue without words is not heard', () => {
  expect(captionsFor(changeCues(cues, [{ at: 0, text: '' }]), 0, Infinity)).toEqual([cues[1]]);
});
