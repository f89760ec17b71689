import { describe, expect, test } from 'vitest';
import {
  lengthOf,
  mendLine,
  rangeOfLine,
  readOutlineDraft,
} from '../../../web/studio/recording/outline-draft.ts';

describe('the outline box', () => {
  test('shows each chapter with its start and its end, the last to the end of the recording', () => {
    const { chapters, problems } = readOutlineDraft('0:00 Welcome\n12:30 Scoping\n', 3_600_000);
    expect(problems).toEqual([]);
    expect(chapters).toMatchObject([
      { title: 'Welcome', startMs: 0, endMs: 750_000, line: 1, isBeyond: false },
      { title: 'Scoping', startMs: 750_000, endMs: 3_600_000, line: 2, isBeyond: false },
    ]);
    expect(chapters.map(lengthOf)).toEqual(['12:30', '47:30']);
  });

  test('knows no length of the last chapter before the recording is there', () => {
    const { chapters } = readOutlineDraft('0:00 Welcome\n12:30 Scoping', null);
    expect(chapters.map(lengthOf)).toEqual(['12:30', undefined]);
  });

  test('marks what begins after the end of the recording', () => {
    const { chapters } = readOutlineDraft('0:00 Welcome\n12:30 Scoping', 600_000);
    expect(chapters.map(({ isBeyond }) => isBeyond)).toEqual([false, true]);
  });

  test('names the line of a wrong time and what would be right', () => {
    const { problems, chapters } = readOutlineDraft('0:00 Welcome\n1:75:00 Pricing', null);
    expect(chapters).toEqual([]);
    expect(problems).toMatchObject([{ line: 2, suggestion: '1:15:00' }]);
  });

  test('is empty without words, and gives a sentence for words without times', () => {
    expect(readOutlineDraft(' \n', null)).toMatchObject({ isEmpty: true, problems: [] });
    expect(readOutlineDraft('Welcome\nGoodbye', null).problems).toHaveLength(1);
  });
});

describe('mending a line', () => {
  test('puts the suggestion in the place of the wrong time and leaves everything else', () => {
    const text = '0:00 Welcome\n1:75:00 Pricing at 9:30\n2:00:00 End';
    expect(mendLine(text, 2, '1:15:00')).toBe('0:00 Welcome\n1:15:00 Pricing at 9:30\n2:00:00 End');
  });

  test('changes nothing on a line that is not there', () => {
    expect(mendLine('0:00 Welcome', 7, '1:15:00')).toBe('0:00 Welcome');
  });

  test('finds where a line stands in the text', () => {
    expect(rangeOfLine('abc\nde\nf', 2)).toEqual([4, 6]);
    expect(rangeOfLine('abc\nde\nf', 1)).toEqual([0, 3]);
  });
});
