import { AppError } from '../../../domain/app-error.ts';
import type { OpenedArchive } from '../../../domain/formats/archive.ts';
import { decodeText } from '../../../domain/formats/text.ts';
import { matchFiles, type FileToMatch, type MatchedGroup } from '../../../domain/match-files.ts';
import { meetingIdIn, topicIn } from '../../../domain/match-files/clues.ts';
import { parseOutline } from '../../../domain/outline.ts';
import { writeYoutubeOutline } from '../../../domain/outline/write.ts';
import { recogniseFile, recognisedBytes } from '../../../domain/recognise-file.ts';
import { isPackage } from '../../../domain/recognise/package.ts';
import { fileRoleSchema, type FileRole } from '../../../domain/recording.ts';
import { keepPath, pathOf } from '../../ui/dropped-files.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/recording.json' with { type: 'json' };

const t = texts('recording', en);

/** A file that is not used unless the person says so. */
export interface LeftOutFile {
  path: string;
  reason: string;
  /** Undefined for what cannot be taken out of its archive. */
  file?: File | undefined;
}

/** What was dropped, sorted: files with what each is for, and what was left out. */
export interface SortedFiles {
  files: { file: File; role?: FileRole }[];
  leftOut: LeftOutFile[];
  title: string | undefined;
  beganAt: string | undefined;
}

/** Takes dropped archives apart and sorts folders into a recording and what belongs to it; bare files stay as they are. */
export async function sortFiles(dropped: readonly File[]): Promise<SortedFiles> {
  const found: Found[] = [];
  const leftOut: LeftOutFile[] = [];
  let isSorted = dropped.some((file) => pathOf(file).includes('/'));
  for (const file of dropped) {
    const one = await recognise(file);
    const inside = one.format === 'zip' ? await takeApart(file, leftOut) : undefined;
    isSorted ||= inside !== undefined;
    found.push(...(inside ?? [one]));
  }
  if (!isSorted) {
    return { files: dropped.map((file) => ({ file })), leftOut, title: undefined, beganAt: undefined };
  }
  return sortFound(found, leftOut);
}

type Found = FileToMatch & { file: File };

async function recognise(file: File): Promise<Found> {
  const head = new Uint8Array(await file.slice(0, recognisedBytes).arrayBuffer());
  const { role, format } = recogniseFile(head, file.name, { whole: file.size <= recognisedBytes });
  const known = { file, path: pathOf(file), bytes: file.size, role, format };
  if (role !== 'polls') return known;
  const start = decodeText(head.subarray(0, 4096));
  return { ...known, meetingId: meetingIdIn(start), topic: topicIn(start) };
}

/** The files of an archive; undefined where it is to be given out as it is. */
async function takeApart(archive: File, leftOut: LeftOutFile[]): Promise<Found[] | undefined> {
  const folder = pathOf(archive).replace(/\.zip$/i, '');
  try {
    const { openArchive } = await import('../../../domain/formats/archive.ts');
    const opened = await openArchive(archive);
    if (isPackage(opened.files.map(({ path }) => path))) return undefined;
    const found: Found[] = [];
    for (const file of await unpack(opened, folder)) found.push(await recognise(file));
    if (!found.some(({ role }) => role !== 'attachment')) return undefined;
    leftOut.push(...opened.leftOut.map((one) => ({ ...one, path: `${folder}/${one.path}` })));
    return found;
  } catch (error) {
    const reason = error instanceof AppError ? error.message : t('recognised.unreadable');
    leftOut.push({ path: pathOf(archive), reason, file: archive });
    return [];
  }
}

/** What lies in the archive as it is stays there; what is packed is unpacked into the browser's own store. */
async function unpack({ files }: OpenedArchive, folder: string): Promise<File[]> {
  const unpacked: File[] = [];
  for (const archived of files) {
    const part = (await archived.part()) ?? (await collect(archived.chunks()));
    const name = archived.path.split('/').at(-1) ?? archived.path;
    const file = new File([part], name, { lastModified: archived.modifiedMs });
    unpacked.push(keepPath(file, `${folder}/${archived.path}`));
  }
  return unpacked;
}

/** As a response's body, so that the browser may keep what is large on its disk. */
function collect(chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next: IteratorResult<Uint8Array<ArrayBuffer>, unknown> = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  return new Response(body).blob();
}

async function sortFound(found: readonly Found[], leftOut: readonly LeftOutFile[]): Promise<SortedFiles> {
  const byPath = new Map(found.map((one) => [one.path, one.file]));
  const { groups, leftOut: unmatched } = matchFiles(found);
  const [first, ...others] = groups;
  const left: LeftOutFile[] = [...leftOut, ...unmatched].map((one) => ({
    file: byPath.get(one.path),
    ...one,
  }));
  for (const { files } of others) {
    for (const { path } of files)
      left.push({ path, reason: t('sorted.otherSession'), file: byPath.get(path) });
  }
  // Without a recording there is nothing to match against: what was dropped belongs to the one that is here.
  if (first === undefined) {
    const useful = new Set(
      unmatched.filter(({ reason }) => !reason.includes('no recording')).map(({ path }) => path),
    );
    const files = found.flatMap(({ path, role, file }) => (useful.has(path) ? [] : [{ file, role }]));
    return {
      files,
      leftOut: left.filter(({ path }) => useful.has(path)),
      title: undefined,
      beganAt: undefined,
    };
  }
  const files = await takeGroup(first, byPath, left);
  return { files, leftOut: left, title: first.title, beganAt: first.beganAt };
}

async function takeGroup(
  { files }: MatchedGroup,
  byPath: ReadonlyMap<string, File>,
  leftOut: LeftOutFile[],
): Promise<SortedFiles['files']> {
  const slideTexts = byPath.get(files.find(({ role }) => role === 'slide-texts')?.path ?? '');
  const taken: SortedFiles['files'] = [];
  for (const { path, role: matched } of files) {
    const file = byPath.get(path);
    const role = fileRoleSchema.safeParse(matched).data;
    if (file === undefined || matched === 'slide-texts') continue;
    if (role === undefined) leftOut.push({ path, reason: t('sorted.camera'), file });
    else if (role === 'outline' && slideTexts) taken.push({ file: await nameSlides(file, slideTexts), role });
    else taken.push({ file, role });
  }
  return taken;
}

/** BigBlueButton's slides: their times in one file, their words in another. */
async function nameSlides(shapes: File, texts: File): Promise<File> {
  const bytes = new Uint8Array(await shapes.arrayBuffer());
  const { entries } = parseOutline(bytes, { fileName: shapes.name, slideTexts: await texts.text() });
  return new File([writeYoutubeOutline(entries)], shapes.name, { lastModified: shapes.lastModified });
}
