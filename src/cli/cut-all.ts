import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { PlannedChapter } from '../../domain/plan-chapters.ts';
import { composeChapter } from '../../pipelines/compose/compose-chapter.ts';
import type { Source } from '../../pipelines/compose/find-spots.ts';
import { cutChapter, type CutClip, type CutRequest } from '../../pipelines/cut/cut-chapter.ts';
import { indexRecording } from '../../pipelines/cut/index-recording.ts';
import { shareBoundaries } from '../../pipelines/cut/share-boundaries.ts';
import type { MediaTools } from '../../pipelines/media/ffmpeg.ts';

/** A chapter that was cut, and its file's name. */
export type ChapterOnDisk = PlannedChapter & Pick<CutClip, 'frames' | 'method'> & { file: string };

interface CutAll {
  tools: MediaTools;
  source: Source;
  folder: string;
  signal?: AbortSignal;
  tell: (line: string) => void;
}

const mostAtATime = 2;

/** Cuts the planned chapters into a folder, a few at a time; the first failure stops the others. */
export async function cutAll(args: CutAll, planned: readonly PlannedChapter[]): Promise<ChapterOnDisk[]> {
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...(args.signal === undefined ? [] : [args.signal])]);
  const index = await indexRecording(args.tools, args.source, args.signal);
  const shared = shareBoundaries(join(args.folder, 'boundaries'));
  await mkdir(shared.folder);
  const waiting = [...planned];
  const done: ChapterOnDisk[] = [];
  const work = async (): Promise<void> => {
    for (let chapter = waiting.shift(); chapter !== undefined; chapter = waiting.shift()) {
      done.push(await cutOne({ ...args, signal, index, shared }, chapter, planned.length));
      args.tell(`${done.length} of ${planned.length} chapters are cut.`);
    }
  };
  const workers = Array.from({ length: Math.min(mostAtATime, availableParallelism()) }, async () =>
    work().catch((error: unknown) => {
      failing.abort(error);
      throw error;
    }),
  );
  const results = await Promise.allSettled(workers);
  if (args.signal?.aborted !== true && failing.signal.aborted) throw failing.signal.reason;
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return done.sort((one, other) => one.index - other.index);
}

async function cutOne(
  args: CutAll & Pick<CutRequest, 'index' | 'shared'> & { signal: AbortSignal },
  chapter: PlannedChapter,
  count: number,
): Promise<ChapterOnDisk> {
  const file = fileNameOf(chapter, {
    count,
    extension: args.source.recording.video === undefined ? 'm4a' : 'mp4',
  });
  const { startMs, endMs } = chapter;
  const outPath = join(args.folder, file);
  const { tools, signal, tell, index, shared } = args;
  const { composition } = args.source;
  const cut = { tools, signal, startMs, endMs, outPath };
  const { frames, method } =
    composition === undefined
      ? await cutChapter({
          ...args.source,
          ...cut,
          index,
          shared,
          onFallback: ({ message }) => tell(message),
        })
      : await composeChapter({ ...cut, composition });
  return { ...chapter, file, frames, method };
}

const maxSlugLength = 60;

/** `01-risk-management.mp4`: letters of any script stay, accents and signs go. */
export function fileNameOf(
  chapter: { index: number; title: string },
  name: { count: number; extension: string },
): string {
  const number = String(chapter.index).padStart(Math.max(2, String(name.count).length), '0');
  const slug = chapter.title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, maxSlugLength)
    .toWellFormed()
    .replace(/^-+|[-\uFFFD]+$/g, '');
  return `${number}-${slug === '' ? 'chapter' : slug}.${name.extension}`;
}
