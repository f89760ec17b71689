import { describe, expect, test } from 'vitest';
import { parseTranscript, type Cue } from '../../domain/transcript.ts';
import { arrivals } from './arrivals.ts';

/** A file and what it is: cues as `0-5000 Ann: words`, or the code that refuses it; and what must be told of it. */
type TranscriptRow = [
  name: string,
  file: string | Uint8Array,
  expected: readonly string[] | `transcript-${string}`,
  told?: RegExp,
];

/** Tests one reader: its sample in every encoding and with every line end, then the rows. */
export function testTranscripts(
  format: string,
  sample: string,
  cues: readonly string[],
  rows: readonly TranscriptRow[],
): void {
  const all: TranscriptRow[] = [
    ...arrivals(sample).map(([name, file]): TranscriptRow => [name, file, cues]),
    ...rows,
  ];
  describe(format, () => {
    test.each(all)('%s', (_, file, expected, told = /(?:)/) => {
      if (typeof expected === 'string') {
        expect(() => parseTranscript(file)).toThrow(expect.objectContaining({ code: expected }));
        return;
      }
      const parsed = parseTranscript(file);
      expect(parsed.cues.map(show)).toEqual(expected);
      expect(parsed.format).toBe(format);
      expect(parsed.warnings.map(({ message }) => message).join('\n')).toMatch(told);
    });
  });
}

function show({ startMs, endMs, speaker, text }: Cue): string {
  return `${String(startMs)}-${String(endMs)} ${speaker === undefined ? '' : `${speaker}: `}${text}`;
}
