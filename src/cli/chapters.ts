import { setFlagsFromString } from 'node:v8';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { boundaryModeSchema, cameraLayoutSchema } from '../../domain/recording.ts';
import { formatTime } from '../../domain/time.ts';
import { findMediaTools } from '../../pipelines/media/find-media-tools.ts';
import { readEnv, toConfig } from '../config.ts';
import { runChapters, type ChaptersDocument } from './run-chapters.ts';
import { abortOnSignals } from './stop-signal.ts';

/** Adds `chapters RECORDING OUTLINE --out DIR`: cuts a recording into chapters without a server. */
export function registerChapters(program: Command): void {
  program
    .command('chapters <recording> <outline>')
    .description('cut a recording into chapters, one clip each, without a server')
    .requiredOption('--out <dir>', 'the folder to put the clips and chapters.json in')
    .addOption(
      new Option('--boundaries <mode>', 'keep the outline’s times, or move each into a pause of speech')
        .choices(boundaryModeSchema.options)
        .default('exact'),
    )
    .option(
      '--audio-track <number>',
      'which sound track to take, counted from 1; else the main one',
      trackNumber,
    )
    .option('--camera <file>', 'a second recording, of the camera, to be shown with the first, of the screen')
    .addOption(
      new Option('--layout <layout>', 'where the camera stands')
        .choices(cameraLayoutSchema.options)
        .default('picture-in-picture'),
    )
    .option('--json', 'print chapters.json on stdout')
    .action(
      async (
        recording: string,
        outline: string,
        options: {
          out: string;
          boundaries: string;
          audioTrack?: number;
          camera?: string;
          layout: string;
          json?: boolean;
        },
      ) => {
        // Costs no time that can be measured, and some 40 MB less are held: buffers of one chapter are garbage in the next.
        setFlagsFromString('--optimize-for-size');
        const config = toConfig(readEnv());
        const tools = await findMediaTools(config);
        const stopping = abortOnSignals();
        try {
          const boundaries = boundaryModeSchema.parse(options.boundaries);
          const onLine = (line: string): boolean => process.stderr.write(`${line}\n`);
          const args = {
            recording,
            outline,
            out: options.out,
            boundaries,
            audioTrack: options.audioTrack,
            camera: options.camera,
            layout: cameraLayoutSchema.parse(options.layout),
            tools,
            signal: stopping.signal,
            onLine,
          };
          const document = await runChapters(args);
          process.stdout.write(
            options.json === true
              ? `${JSON.stringify(document, null, 2)}\n`
              : describe(document, options.out),
          );
        } finally {
          stopping.release();
        }
      },
    );
}

function trackNumber(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError('It is a number, counted from 1.');
  return Number(text);
}

function describe({ chapters }: ChaptersDocument, out: string): string {
  const lines = chapters.map(
    ({ file, startMs, endMs, method }) => `${formatTime(startMs)}–${formatTime(endMs)}  ${file}  (${method})`,
  );
  return `${[...lines, '', `${chapters.length} chapters are in ${out}.`].join('\n')}\n`;
}
