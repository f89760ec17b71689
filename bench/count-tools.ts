import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MediaTools } from '../pipelines/media/ffmpeg.ts';

/** What a kind of runs took together, in seconds of processor time. */
export interface ToolCost {
  runs: number;
  cpuSeconds: number;
}

/** What the tools took in one piece of work: ffmpeg where it encodes, ffmpeg where it decodes to check, and all questions. */
export type ToolCosts = Record<'encoding' | 'checking' | 'asking', ToolCost>;

/** Has work done with tools that tell what each of their runs took, and adds it up. */
export async function countTools(
  tools: MediaTools,
  work: (tools: MediaTools) => Promise<void>,
): Promise<ToolCosts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'afterclass-tools-'));
  try {
    const ffmpegPath = await counted(tools.ffmpegPath, folder);
    await work({ ...tools, ffmpegPath, ffprobePath: await counted(tools.ffprobePath, folder) });
    return await addUp(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A script that runs a tool, then writes into a file what kind of run it was and what the shell says that it took. */
async function counted(tool: string, folder: string): Promise<string> {
  const file = path.join(folder, path.basename(tool));
  const kind = `case "$* " in *libx264*) kind=encoding;; *showinfo*) kind=checking;; *) kind=asking;; esac`;
  const run = `"${tool}" "$@"; code=$?; { echo $kind; times; } >"${folder}/$$.told"; exit $code`;
  await writeFile(file, ['#!/bin/sh', kind, run, ''].join('\n'));
  await chmod(file, 0o755);
  return file;
}

async function addUp(folder: string): Promise<ToolCosts> {
  const none = (): ToolCost => ({ runs: 0, cpuSeconds: 0 });
  const costs: ToolCosts = { encoding: none(), checking: none(), asking: none() };
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.told')) continue;
    // The shell's own times stand in the second line, those of what it ran in the third.
    const [kind, , times = ''] = (await readFile(path.join(folder, name), 'utf8')).split('\n');
    const cost = kind === 'encoding' || kind === 'checking' ? costs[kind] : costs.asking;
    cost.runs += 1;
    for (const [, minutes, seconds] of times.matchAll(/(\d+)m([\d.]+)s/g))
      cost.cpuSeconds += Number(minutes) * 60 + Number(seconds);
  }
  return costs;
}
