import { z } from 'zod';
import type { OutlineEntry } from '../../domain/outline.ts';
import { foldSpaces } from '../../domain/formats/text.ts';
import { runFfprobe } from './ffmpeg.ts';
import type { MediaTools } from './ffmpeg.ts';
import { recogniseContainer, type Container } from './recognise-container.ts';

/** The chapter marks that a recording carries, in order, and in what container they stand. */
export interface ChapterMarks {
  container: Container;
  entries: OutlineEntry[];
}

const probedSchema = z.object({
  chapters: z
    .array(
      z.object({
        start_time: z.coerce.number(),
        end_time: z.coerce.number().optional(),
        tags: z.object({ title: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

/** Reads the chapter marks embedded in an MP4, Matroska or other recording; none where it has none. Throws MediaError. */
export async function readChapterMarks(
  tools: MediaTools,
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<ChapterMarks> {
  const container = await recogniseContainer(path);
  const { stdout } = await runFfprobe({
    tools,
    path,
    demuxer: container,
    options: ['-show_chapters', '-print_format', 'json'],
    limits: { maxMs: 60_000 },
    signal: options.signal,
  });
  const { chapters } = probedSchema.parse(JSON.parse(stdout.toString('utf8')));
  const entries = chapters
    .map(({ start_time: start, end_time: end, tags }, index) => ({
      startMs: Math.max(0, Math.round(start * 1000)),
      ...(end === undefined || end <= start ? {} : { endMs: Math.round(end * 1000) }),
      title: foldSpaces(tags?.title ?? '') || `Chapter ${String(index + 1)}`,
    }))
    .toSorted((one, other) => one.startMs - other.startMs);
  return { container, entries };
}
