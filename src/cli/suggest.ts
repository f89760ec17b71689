import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { writeTextOutline } from '../../domain/outline/write.ts';
import type { SuggestedEntry } from '../../domain/outline-suggestion.ts';
import { parseTranscript } from '../../domain/transcript.ts';
import type { Cue } from '../../domain/transcript/cue.ts';
import type { Warning } from '../../domain/formats/text.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { probeRecording } from '../../pipelines/media/probe-recording.ts';
import { suggestFromRecording } from '../../pipelines/suggest/suggest-from-recording.ts';
import { readEnv, toConfig } from '../config.ts';
import { abortOnSignals } from './stop-signal.ts';
import { print } from './with-context.ts';

const maxTranscriptBytes = 50_000_000;

/** Adds `suggest RECORDING [--transcript FILE]`: proposes an outline, printed as one that `chapters` takes. */
export function registerSuggest(program: Command): void {
  program
    .command('suggest <recording>')
    .description('propose an outline from pauses, changes of slides and the transcript')
    .option('--transcript <file>', 'the words with their times: WebVTT, SRT, Word…')
    .option('--json', 'print one JSON document')
    .action(async (recording: string, options: { transcript?: string; json?: boolean }) => {
      const stopping = abortOnSignals();
      try {
        const { entries, warnings } = await suggest(recording, options.transcript, stopping.signal);
        print(options.json, { format: 'suggestion', entries, warnings }, writeTextOutline(entries).trimEnd());
        for (const { message } of warnings) process.stderr.write(`Warning: ${message}\n`);
      } finally {
        stopping.release();
      }
    });
}

async function suggest(
  path: string,
  transcript: string | undefined,
  signal: AbortSignal,
): Promise<{ entries: SuggestedEntry[]; warnings: Warning[] }> {
  await needFile(path, 'recording');
  const read = transcript === undefined ? undefined : await readTranscript(transcript);
  const tools = await findMediaTools(toConfig(readEnv()));
  const recording = await probeRecording(tools, path, { signal });
  const file = { path: resolve(path), recording };
  const cues: Cue[] = read?.cues ?? [];
  const entries = await suggestFromRecording(tools, file, { cues, signal });
  const nameless = {
    message: 'Without a transcript the chapters have no names of their own: --transcript gives one.',
  };
  return { entries, warnings: read?.warnings ?? [nameless] };
}

async function readTranscript(path: string): Promise<{ cues: Cue[]; warnings: Warning[] }> {
  const bytes = await needFile(path, 'transcript');
  if (bytes > maxTranscriptBytes) {
    throw new AppError('file-too-large', `${basename(path)} is larger than 50 MB.`, { status: 413 });
  }
  return parseTranscript(await readFile(path), { fileName: basename(path) });
}

async function needFile(path: string, what: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return found.size;
  throw new AppError('file-not-found', `There is no ${what} ${path}.`, { status: 404 });
}
