import { findMediaTools } from '../pipelines/media/find-media-tools.ts';
import type { MediaTools } from '../pipelines/media/ffmpeg.ts';
import { benchCut } from './cut.ts';
import { benchIndex } from './index-recording.ts';
import { benchLaunch } from './launch.ts';
import { benchLadder } from './ladder.ts';
import { describeMachine } from './machine.ts';
import { benchPasses } from './passes.ts';
import { benchReaders } from './readers.ts';
import { benchRows } from './rows.ts';

/** Every bench by its name; each gives a table in Markdown. */
const benches: Readonly<Record<string, (tools: MediaTools, args: readonly string[]) => Promise<string>>> = {
  cut: benchCut,
  index: benchIndex,
  passes: benchPasses,
  ladder: benchLadder,
  launch: benchLaunch,
  rows: benchRows,
  readers: (_tools, [only]) => Promise.resolve(benchReaders(only)),
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench === undefined) {
  console.error(
    'Usage: npm run bench -- cut [MINUTES…] | index | passes | ladder | launch | rows | readers [WORD]',
  );
  process.exitCode = 2;
} else {
  const tools = await findMediaTools({
    ffmpegPath: process.env['FFMPEG_PATH'],
    ffprobePath: process.env['FFPROBE_PATH'],
  });
  console.log(describeMachine(tools));
  console.log(await bench(tools, process.argv.slice(3)));
}
