import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PackageParts } from '../../domain/api/package.ts';
import { AppError } from '../../domain/app-error.ts';
import { extensionOf } from '../../domain/file-name.ts';
import type { PlayableChapter, PlayableFile, PlayableModule } from '../../domain/playable-module.ts';
import type { PlacedAttachment } from '../../storage/placed-modules.ts';
import type { PackageFile } from './package-file.ts';
import type { PackagedChapter, PackagedModule, PackageSources } from './packaged-module.ts';

/** The run-times that the player in a package speaks to. */
export type PlayStandard = 'scorm-1.2' | 'scorm-2004' | 'cmi5';

/** A page of the package that an LMS opens: one chapter, or all of the module. */
export interface PlayPage {
  /** Distinct within the package, and fit for an XML id. */
  id: string;
  path: string;
  title: string;
  chapters: PackagedChapter[];
}

/** A package that plays by itself, before its manifest. */
export interface PlayFiles {
  pages: PlayPage[];
  /** Pages, player, and content; paths are relative to the package. */
  files: PackageFile[];
}

/** The pages, the player and the content of a package that plays without this service. */
export async function collectPlayFiles(
  sources: Pick<PackageSources, 'blobs' | 'playerFolder'>,
  module: PackagedModule,
  { standard, parts }: { standard: PlayStandard; parts: PackageParts },
): Promise<PlayFiles> {
  const pages = pagesOf(module, parts);
  const player = await readPlayer(sources.playerFolder);
  const content = describeContent(module);
  return {
    pages,
    files: [
      ...pages.map((page) => ({ path: page.path, text: pageText(player.page, standard, page, parts) })),
      ...player.assets,
      { path: 'content/module.json', text: `${JSON.stringify(content.module)}\n` },
      ...content.texts,
      ...content.blobs.map(({ path: name, blobKey }) => ({
        path: name,
        open: () => sources.blobs.get(blobKey),
      })),
    ],
  };
}

function pagesOf(module: PackagedModule, parts: PackageParts): PlayPage[] {
  if (parts === 'module') {
    return [{ id: module.id, path: 'index.html', title: module.title, chapters: module.chapters }];
  }
  return module.chapters.map((chapter) => ({
    id: chapter.id,
    path: `chapter-${numberOf(chapter)}.html`,
    title: chapter.title,
    chapters: [chapter],
  }));
}

/** The player's page says in two meta elements which run-time it is for and which chapter it plays (none: all). */
function pageText(template: string, standard: PlayStandard, page: PlayPage, parts: PackageParts): string {
  const [only] = page.chapters;
  const chapter = parts === 'chapters' && only !== undefined ? only.id : '';
  return template
    .replace('name="afterclass:standard" content=""', `name="afterclass:standard" content="${standard}"`)
    .replace('name="afterclass:chapter" content=""', `name="afterclass:chapter" content="${chapter}"`);
}

async function readPlayer(folder: string): Promise<{ page: string; assets: PackageFile[] }> {
  try {
    const page = await readFile(path.join(folder, 'index.html'), 'utf8');
    const names = await readdir(path.join(folder, 'assets'));
    const assets = names.toSorted().map((name) => ({
      path: `assets/${name}`,
      open: () => createReadStream(path.join(folder, 'assets', name)),
    }));
    return { page, assets };
  } catch (cause) {
    throw new AppError('pages-not-built', 'The pages are not built. Run: npm run build', {
      status: 503,
      cause,
    });
  }
}

interface Content {
  module: PlayableModule;
  texts: { path: string; text: string }[];
  blobs: { path: string; blobKey: string }[];
}

/** What is in `content/`: plain names, because not every LMS unpacks others as they were packed. */
function describeContent(module: PackagedModule): Content {
  const content: Content = {
    module: { id: module.id, title: module.title, chapters: [], attachments: [], links: module.links },
    texts: [],
    blobs: [],
  };
  let files = 0;
  const addFile = (attachment: PlacedAttachment): PlayableFile => {
    files += 1;
    const url = `content/files/${String(files).padStart(3, '0')}.${extensionOf(attachment.fileName) || 'bin'}`;
    content.blobs.push({ path: url, blobKey: attachment.blobKey });
    const { id, kind, title, fileName, bytes } = attachment;
    return { id, kind, title, fileName, bytes, url };
  };
  for (const chapter of module.chapters) content.module.chapters.push(addChapter(content, chapter, addFile));
  content.module.attachments = module.attachments.map(addFile);
  return content;
}

function addChapter(
  content: Content,
  chapter: PackagedChapter,
  addFile: (attachment: PlacedAttachment) => PlayableFile,
): PlayableChapter {
  const name = `content/${numberOf(chapter)}`;
  const addBlob = (blobKey: string, url: string) => {
    content.blobs.push({ path: url, blobKey });
    return url;
  };
  if (chapter.captions !== null) content.texts.push({ path: `${name}.vtt`, text: chapter.captions.text });
  const { id, index, title, completion, posterKey, thumbnailKey, captions, quiz, hasPicture } = chapter;
  return {
    id,
    index,
    title,
    durationMs: chapter.clipDurationMs,
    completion,
    clipUrl: addBlob(chapter.clipKey, `${name}.${hasPicture ? 'mp4' : 'm4a'}`),
    hasPicture,
    posterUrl: posterKey === null ? null : addBlob(posterKey, `${name}-poster.jpg`),
    thumbnailUrl: thumbnailKey === null ? null : addBlob(thumbnailKey, `${name}-small.jpg`),
    captionsUrl: captions === null ? null : `${name}.vtt`,
    captionsLanguage: captions?.language ?? null,
    quiz:
      quiz === null
        ? null
        : {
            title: quiz.title,
            passMark: quiz.passMark,
            attemptsAllowed: quiz.attemptsAllowed,
            shuffle: quiz.shuffle,
            questions: quiz.questions,
            pictureUrls: Object.fromEntries(
              chapter.pictures.map(({ id: pictureId, type, blobKey }, at) => [
                pictureId,
                addBlob(blobKey, `${name}-picture-${at + 1}.${type.slice('image/'.length)}`),
              ]),
            ),
          },
    attachments: chapter.attachments.map(addFile),
    links: chapter.links,
  };
}

function numberOf({ index }: PackagedChapter): string {
  return String(index + 1).padStart(2, '0');
}
