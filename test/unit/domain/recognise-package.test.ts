import { randomBytes } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { bytesToRecognise, recogniseFile, recognisedBytes } from '../../../domain/recognise-file.ts';
import { choose, declare, item2 } from '../../support/qti2.ts';

test('a package of questions is told by the list at its end, however much stands before it', () => {
  const item = item2({ declarations: declare(['A']), body: choose({ A: 'Oslo', B: 'Bergen' }) });
  const video = randomBytes(recognisedBytes + 1);
  const bytes = zipSync({
    'a.mp4': [video, { level: 0 }],
    'imsmanifest.xml': strToU8('<manifest/>'),
    'q.xml': strToU8(item),
  });
  expect(recogniseFile(bytes, 'export.zip', { whole: true })).toEqual({
    role: 'quiz',
    format: 'imscc',
    confidence: 'likely',
    summary: '1 question',
  });
  expect(bytesToRecognise(bytes.subarray(0, 100), bytes.length)).toBe(bytes.length);
  expect(bytesToRecognise(video, 1e9)).toBe(recognisedBytes);
  expect(bytesToRecognise(bytes, 1e9)).toBe(recognisedBytes);
});
