import { chatReaders } from '../domain/chat/readers.ts';
import { decodeText } from '../domain/formats/text.ts';
import { readCsv } from '../domain/formats/csv.ts';
import { outlineReaders } from '../domain/outline/readers.ts';
import { pollsReaders, pollsTableReaders } from '../domain/polls/readers.ts';
import { transcriptReaders } from '../domain/transcript/readers.ts';
import { chatFiles, grow, outlineFiles, pollsFiles, pollsTables, transcriptFiles } from './readers/files.ts';
import type { Growing } from './readers/files.ts';
import { table } from './table.ts';

const sizes = [1_000_000, 10_000_000];
const rounds = 3;

/** What recognises and reads: the readers themselves, without the bounds that refuse longer files before they begin. */
const kinds: readonly {
  kind: string;
  files: Readonly<Record<string, Growing>>;
  read: (text: string) => unknown;
}[] = [
  {
    kind: 'outline',
    files: outlineFiles,
    read: (text) => outlineReaders.find((one) => one.recognises(text, {}))?.read(text, {}),
  },
  {
    kind: 'transcript',
    files: transcriptFiles,
    read: (text) => transcriptReaders.find((one) => one.recognises(text, {}))?.read(text),
  },
  {
    kind: 'chat',
    files: chatFiles,
    read: (text) => chatReaders.find((one) => one.recognises(text, {}))?.read(text, {}),
  },
  {
    kind: 'polls',
    files: pollsFiles,
    read: (text) => pollsReaders.find((one) => one.recognises(text))?.read(text),
  },
  {
    kind: 'polls',
    files: pollsTables,
    read: (text) => {
      const { rows } = readCsv(text, ',');
      return pollsTableReaders.find((one) => one.recognises(rows))?.read(rows);
    },
  },
];

/**
 * Times every reader on files of 1 and 10 MB: ten times the input may take about ten times as long. Given a word, only
 * the readers whose name holds it.
 */
export function benchReaders(only = ''): string {
  const rows = kinds.flatMap(({ kind, files, read }) =>
    Object.entries(files).flatMap(([format, growing]) => {
      const name = `${kind}: ${format}`;
      if (!name.includes(only)) return [];
      const [small = 0, large = 0] = sizes.map((size) => fastest(grow(growing, size), read));
      return [[name, small.toFixed(0), large.toFixed(0), (large / small).toFixed(1)]];
    }),
  );
  return table(['reader', '1 MB, ms', '10 MB, ms', 'ratio'], rows);
}

/** Processor time in milliseconds of the fastest round, from bytes to nouns. */
function fastest(file: string, read: (text: string) => unknown): number {
  const bytes = new TextEncoder().encode(file);
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    if (read(decodeText(bytes)) === undefined) throw new Error(`Nothing reads this: ${file.slice(0, 200)}`);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
