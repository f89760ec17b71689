import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { askTool } from './ffmpeg.ts';
import type { MediaTools } from './ffmpeg.ts';
import { MediaError } from './media-error.ts';

/** Where the operator said the binaries are (`FFMPEG_PATH`, `FFPROBE_PATH`). */
export interface MediaToolsConfig {
  ffmpegPath?: string | undefined;
  ffprobePath?: string | undefined;
}

const oldestSystemMajor = 5;

/**
 * Finds ffmpeg and ffprobe: the named ones, else the system's (5 or newer), else the bundled build. Throws
 * MediaError `media-tools-missing` when a named one cannot be run or none is there.
 */
export async function findMediaTools(config: MediaToolsConfig = {}): Promise<MediaTools> {
  if (config.ffmpegPath !== undefined) return namedTools(config.ffmpegPath, config.ffprobePath);
  return (await systemTools(config.ffprobePath)) ?? (await bundledTools(config.ffprobePath));
}

/** The filters that tone mapping is made of are not in every build. */
async function describe(
  ffmpegPath: string,
  known: Pick<MediaTools, 'ffprobePath' | 'source'> & ToolVersion,
): Promise<MediaTools> {
  const filters = await askTool(ffmpegPath, '-filters');
  return { ffmpegPath, ...known, mapsTones: filters.includes(' zscale ') && filters.includes(' tonemap ') };
}

async function namedTools(ffmpegPath: string, namedProbe: string | undefined): Promise<MediaTools> {
  const version = await versionOf(ffmpegPath);
  if (version === undefined) throw missing('FFMPEG_PATH names a program that cannot be run as ffmpeg.');
  const beside = join(dirname(ffmpegPath), process.platform === 'win32' ? 'ffprobe.exe' : 'ffprobe');
  const candidates = namedProbe === undefined ? [beside, 'ffprobe'] : [namedProbe];
  return describe(ffmpegPath, {
    ffprobePath: await probeAmong(candidates),
    ...version,
    source: 'environment',
  });
}

async function systemTools(namedProbe: string | undefined): Promise<MediaTools | undefined> {
  const version = await versionOf('ffmpeg');
  if (version === undefined || version.major < oldestSystemMajor) return undefined;
  const ffprobePath = await probeAmong([namedProbe ?? 'ffprobe']);
  return describe('ffmpeg', { ffprobePath, ...version, source: 'system' });
}

async function bundledTools(namedProbe: string | undefined): Promise<MediaTools> {
  const ffmpegPath = await runnable(bundledPath('@ffmpeg-installer/ffmpeg'));
  const version = await versionOf(ffmpegPath);
  if (version === undefined) throw missing('The bundled ffmpeg cannot be run on this machine.');
  const ffprobePath = await probeAmong(namedProbe === undefined ? [] : [namedProbe]);
  return describe(ffmpegPath, { ffprobePath, ...version, source: 'bundled' });
}

/** The first that runs, or else the bundled one. */
async function probeAmong(candidates: readonly string[]): Promise<string> {
  for (const candidate of candidates) {
    if ((await versionOf(candidate)) !== undefined) return candidate;
  }
  const bundled = await runnable(bundledPath('@ffprobe-installer/ffprobe'));
  if ((await versionOf(bundled)) === undefined) throw missing('No ffprobe on this machine can be run.');
  return bundled;
}

type ToolVersion = Pick<MediaTools, 'version' | 'major'>;

async function versionOf(binaryPath: string): Promise<ToolVersion | undefined> {
  let printed: string;
  try {
    printed = await askTool(binaryPath, '-version');
  } catch {
    return undefined;
  }
  const version = /^(?:ffmpeg|ffprobe) version (\S+)/.exec(printed)?.[1];
  const utilMajor = /libavutil\s+(\d+)\./.exec(printed)?.[1];
  if (version === undefined || utilMajor === undefined) return undefined;
  // libavutil 56 came with ffmpeg 4, and both have counted together since.
  return { version, major: Number(utilMajor) - 52 };
}

const installer = z.object({ path: z.string() });

function bundledPath(packageName: string): string {
  try {
    return installer.parse(createRequire(import.meta.url)(packageName)).path;
  } catch (cause) {
    throw missing('There is no ffmpeg on this machine, and none is bundled for its platform.', cause);
  }
}

/** The package manager may have left a binary that only its owner may run: mend the mode, or copy it aside. */
async function runnable(binaryPath: string): Promise<string> {
  if (await mayRun(binaryPath)) return binaryPath;
  try {
    await chmod(binaryPath, 0o755);
    return binaryPath;
  } catch {
    const copy = join(await mkdtemp(join(tmpdir(), 'afterclass-tools-')), 'ffprobe');
    await copyFile(binaryPath, copy);
    await chmod(copy, 0o755);
    return copy;
  }
}

async function mayRun(binaryPath: string): Promise<boolean> {
  return access(binaryPath, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function missing(sentence: string, cause?: unknown): MediaError {
  return new MediaError('media-tools-missing', sentence, { status: 500, cause });
}
