import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { Writable } from 'node:stream';
import createCommand from 'fluent-ffmpeg';
import { collectBytes, passBytes, splitLines } from './collect-output.ts';
import { FfmpegError, throwIfCancelled } from './media-error.ts';
import { watchProcess } from './watch-process.ts';
import type { MediaLimits } from './watch-process.ts';

/** The two binaries that everything here runs with, where they come from, and what ffmpeg says it is. */
export interface MediaTools {
  ffmpegPath: string;
  ffprobePath: string;
  /** As printed by `ffmpeg -version`. */
  version: string;
  /** 4, 5, 6…: told by libavutil, since builds from git carry no number. */
  major: number;
  /** It can bring HDR pictures into the range of ordinary screens. */
  mapsTones: boolean;
  source: 'environment' | 'system' | 'bundled';
  /** Bounds of every process that these tools start, where a run has none of its own. */
  limits?: Partial<MediaLimits>;
}

/** One input: always a local file, always with its demuxer named, so that nothing is guessed from content. */
export interface FfmpegInput {
  path: string;
  demuxer: string;
  options?: readonly string[];
}

/** How far a run of ffmpeg has come. */
export interface FfmpegProgress {
  frames: number;
  outTimeMs: number;
}

/** One run of ffmpeg with one output, a file or what is read from its stdout. */
export interface FfmpegRun {
  tools: MediaTools;
  inputs: readonly FfmpegInput[];
  options: readonly string[];
  /** The file to write; without it the output goes to stdout and is returned. */
  outputPath?: string;
  /** Further files that the same run writes. */
  moreOutputs?: readonly { path: string; options: readonly string[] }[];
  /** Given, stdout goes here piece by piece and nothing is kept. */
  onBytes?: (bytes: Buffer) => void;
  /** Gives way to all other work on the machine. */
  background?: boolean;
  limits?: Partial<MediaLimits>;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: FfmpegProgress) => void) | undefined;
  /** Every line of stderr that is not progress. */
  onLine?: (line: string) => void;
}

/** What a run gave: stdout (empty when a file was written) and the last lines of stderr. */
export interface FfmpegResult {
  stdout: Buffer;
  stderrLines: readonly string[];
}

const keptLines = 40;

/**
 * Runs ffmpeg safely (local files only, demuxers forced, no stdin, no shell, limits watched) and resolves when
 * it has ended well. Throws FfmpegError; the output file is removed when it ends badly or is cancelled.
 */
export async function runFfmpeg(run: FfmpegRun): Promise<FfmpegResult> {
  throwIfCancelled(run.signal);
  const stderrLines: string[] = [];
  const limits = { ...run.tools.limits, ...run.limits };
  const stdout = run.onBytes === undefined ? collectBytes(limits.maxStdoutBytes) : passBytes(run.onBytes);
  const isProgress = progressReader(run.onProgress);
  const { command, started, ended } = startCommand(run, stdout.stream, (line) => {
    if (!isProgress(line)) keepLine(stderrLines, line, run.onLine);
  });
  const child = await Promise.race([
    started,
    ended.then(
      () => undefined,
      () => undefined,
    ),
  ]);
  if (run.background === true) giveWay(child?.pid);
  const watch = watchProcess(
    { kill: (signal) => command.kill(signal), pid: child?.pid, outputPaths: outputsOf(run) },
    { limits, signal: run.signal },
  );
  try {
    await ended;
    const stopped = watch.stop() ?? stdout.exceeded();
    if (stopped !== undefined) throw stopped;
    if (run.outputPath === undefined) await stdout.finished;
    return { stdout: stdout.bytes(), stderrLines };
  } catch (error) {
    const stopped = watch.stop() ?? stdout.exceeded();
    for (const path of outputsOf(run)) rmSync(path, { force: true });
    throw stopped ?? failed('ffmpeg', exitCodeIn(error), stderrLines, error);
  }
}

function outputsOf({ outputPath, moreOutputs = [] }: FfmpegRun): string[] {
  return [...(outputPath === undefined ? [] : [outputPath]), ...moreOutputs.map(({ path }) => path)];
}

function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has just ended, or this system does not let us: then it works as any other.
  }
}

function startCommand(run: FfmpegRun, stdout: Writable, onLine: (line: string) => void) {
  const command = Object.assign(createCommand({ stdoutLines: keptLines }), ownAnswers(run.tools));
  run.inputs.forEach((input, index) => {
    const first = index === 0 ? ['-hide_banner', '-nostdin', '-y'] : [];
    command.input(localUrl(input.path)).inputOptions(...pair(first, inputOptions(input)));
  });
  // fluent-ffmpeg splits a lone option at its space: always give it two or more.
  command.output(run.outputPath === undefined ? stdout : localUrl(run.outputPath));
  command.outputOptions(...pair(globalOptions(run), run.options));
  for (const { path, options } of run.moreOutputs ?? []) {
    command.output(localUrl(path)).outputOptions(...pair(options, []));
  }
  const started = new Promise<ChildProcess | undefined>((resolve) => {
    command.on('start', () => resolve(childOf(command)));
  });
  const ended = new Promise<void>((resolve, reject) => {
    command.on('stderr', onLine);
    command.on('end', () => resolve());
    command.on('error', (error: Error) => reject(error));
  });
  command.run();
  return { command, started, ended };
}

/**
 * fluent-ffmpeg keeps one path and one list of abilities for all commands of a process, and asks a binary for
 * them without any limit. Answered here, each command runs its own binary, and that binary alone.
 */
function ownAnswers(tools: MediaTools) {
  return {
    _getFfmpegPath: (answer: (error: null, path: string) => void) => answer(null, tools.ffmpegPath),
    _checkCapabilities: (answer: () => void) => answer(),
    availableEncoders: (answer: (error: null, encoders: object) => void) => answer(null, {}),
  };
}

function pair(one: readonly string[], other: readonly string[]): [string, string, ...string[]] {
  const [first, second, ...rest] = [...one, ...other];
  if (first === undefined || second === undefined) throw new Error('fluent-ffmpeg needs two options or more');
  return [first, second, ...rest];
}

function inputOptions(input: FfmpegInput): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-f', input.demuxer, ...(input.options ?? [])];
}

function globalOptions(run: FfmpegRun): string[] {
  const seconds = Math.ceil((run.limits?.maxMs ?? 0) / 1000) * 64;
  // A bound on processor time that holds even when this process is killed and cannot watch any more.
  const processorTime = seconds > 0 ? ['-timelimit', String(seconds)] : [];
  return ['-nostats', '-progress', 'pipe:2', ...processorTime];
}

/** The `file:` form, so that no name is ever taken for a protocol or an option. */
function localUrl(path: string): string {
  return `file:${path}`;
}

/** fluent-ffmpeg keeps the process it started in a field that its types leave out. */
function childOf(command: object): ChildProcess | undefined {
  const child: unknown = 'ffmpegProc' in command ? command.ffmpegProc : undefined;
  return isChildProcess(child) ? child : undefined;
}

function isChildProcess(value: unknown): value is ChildProcess {
  return typeof value === 'object' && value !== null && 'pid' in value && 'kill' in value;
}

const progressKey =
  /^(?:frame|fps|stream_\d+_\d+_\S+|bitrate|total_size|out_time\w*|dup_frames|drop_frames|speed|progress)=/;

/** Tells progress lines from others, and reports the progress that they carry. */
function progressReader(onProgress: FfmpegRun['onProgress']): (line: string) => boolean {
  let frames = 0;
  return (line) => {
    if (!progressKey.test(line)) return false;
    const [key, value] = line.split('=', 2);
    if (key === 'frame') frames = Number(value);
    // Named "ms" and counted in microseconds since its first version.
    if (key === 'out_time_ms' && Number.isFinite(Number(value))) {
      onProgress?.({ frames, outTimeMs: Math.max(0, Number(value) / 1000) });
    }
    return true;
  };
}

function keepLine(lines: string[], line: string, onLine: ((line: string) => void) | undefined): void {
  if (line.trim() === '') return;
  lines.push(line);
  if (lines.length > keptLines) lines.shift();
  onLine?.(line);
}

function exitCodeIn(error: unknown): number | null {
  const code = error instanceof Error ? /exited with code (\d+)/.exec(error.message)?.[1] : undefined;
  return code === undefined ? null : Number(code);
}

function failed(
  tool: string,
  exitCode: number | null,
  stderrLines: readonly string[],
  cause?: unknown,
): FfmpegError {
  const sentence = `A part of the recording could not be read (${tool} ended with an error). It may be damaged: export or upload it again.`;
  return new FfmpegError('ffmpeg-failed', sentence, { exitCode, stderrLines, cause });
}

/** One run of ffprobe over one local file. */
export interface FfprobeRun {
  tools: MediaTools;
  path: string;
  demuxer: string;
  options: readonly string[];
  limits?: Partial<MediaLimits>;
  signal?: AbortSignal | undefined;
  /** Given, every line of stdout goes here and nothing is kept. */
  onLine?: (line: string) => void;
}

/** Runs ffprobe as safely as runFfmpeg and gives what it printed. Throws FfmpegError. */
export async function runFfprobe(run: FfprobeRun): Promise<FfmpegResult> {
  const safe = ['-hide_banner', '-v', 'error', '-protocol_whitelist', 'file,pipe', '-f', run.demuxer];
  const limits = { ...run.tools.limits, ...run.limits };
  const args = [...safe, ...run.options, '-i', localUrl(run.path)];
  return runTool('ffprobe', run.tools.ffprobePath, args, { ...run, limits });
}

/** What a binary prints when asked about itself; throws FfmpegError when it cannot be run at all. */
export async function askTool(binaryPath: string, question: '-version' | '-filters'): Promise<string> {
  const { stdout } = await runTool('ffmpeg', binaryPath, [question], { limits: { maxMs: 20_000 } });
  return stdout.toString('utf8');
}

type ToolRun = Pick<FfprobeRun, 'limits' | 'signal' | 'onLine'>;

async function runTool(
  tool: string,
  binaryPath: string,
  args: readonly string[],
  run: ToolRun,
): Promise<FfmpegResult> {
  throwIfCancelled(run.signal);
  const stderrLines: string[] = [];
  const stdout = run.onLine === undefined ? collectBytes(run.limits?.maxStdoutBytes) : splitLines(run.onLine);
  const child = spawn(binaryPath, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: false,
    env: toolEnvironment(),
    windowsHide: true,
  });
  const watch = watchProcess(
    { kill: (signal) => child.kill(signal), pid: child.pid },
    { limits: run.limits ?? {}, signal: run.signal },
  );
  child.stdout.pipe(stdout.stream);
  child.stderr.pipe(splitLines((line) => keepLine(stderrLines, line, undefined)).stream);
  const { exitCode, cause } = await exitOf(child);
  const stopped = watch.stop() ?? stdout.exceeded();
  if (stopped !== undefined) throw stopped;
  if (exitCode !== 0) throw failed(tool, exitCode, stderrLines, cause);
  await stdout.finished;
  return { stdout: stdout.bytes(), stderrLines };
}

/** A static build of ffprobe crashes when it loads the system's character tables, as it does for MPEG-TS. */
function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GCONV_PATH: '/nonexistent' };
}

async function exitOf(child: ChildProcess): Promise<{ exitCode: number | null; cause?: unknown }> {
  return new Promise((resolve) => {
    child.once('error', (cause) => resolve({ exitCode: null, cause }));
    child.once('close', (exitCode) => resolve({ exitCode }));
  });
}
