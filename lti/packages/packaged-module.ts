import { AppError, NotFoundError } from '../../domain/app-error.ts';
import { picturesOf, type PictureType } from '../../domain/picture.ts';
import { captionsFor, writeWebvtt } from '../../domain/transcript.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import type { Db } from '../../storage/database.ts';
import { listModuleChapters } from '../../storage/module-chapters.ts';
import { findModule } from '../../storage/modules.ts';
import {
  findPlacedModule,
  type PlacedAttachment,
  type PlacedChapter,
  type PlacedModule,
} from '../../storage/placed-modules.ts';
import { listPictures } from '../../storage/question-pictures.ts';
import type { ChapterRow, QuestionPictureRow } from '../../storage/schema.ts';
import { findTranscript } from '../../storage/transcripts.ts';

/** Where the parts of a package come from. */
export interface PackageSources {
  db: Db;
  blobs: BlobStore;
  /** The public address, without a slash at the end. */
  publicUrl: string;
  /** The built player that goes into packages which play by themselves. */
  playerFolder: string;
}

/** A chapter with all that a package may take of it. */
export interface PackagedChapter extends PlacedChapter {
  hasPicture: boolean;
  /** WebVTT on the clip's own clock; null where nothing is said. */
  captions: { text: string; language: string } | null;
  attachments: PlacedAttachment[];
  links: PackagedLink[];
  /** Those that its questions show. */
  pictures: PackagedPicture[];
}

/** A picture of a question. */
export interface PackagedPicture {
  id: string;
  type: PictureType;
  blobKey: string;
}

/** A web address that learners may open. */
export type PackagedLink = Pick<PlacedModule['links'][number], 'id' | 'title' | 'url'>;

/** A published module with all that a package may take of it. */
export interface PackagedModule {
  id: string;
  title: string;
  description: string;
  chapters: PackagedChapter[];
  /** Of the whole module. */
  attachments: PlacedAttachment[];
  links: PackagedLink[];
}

/** Reads the organisation's module; throws `NotFoundError`, or `package-not-published` for a draft or a retracted one. */
export async function readPackagedModule(
  { db }: PackageSources,
  organisationId: string,
  moduleId: string,
): Promise<PackagedModule> {
  const { state, description } = await findModule(db, organisationId, moduleId);
  if (state !== 'published') throw new NotPublishedError(state);
  const module = await findPlacedModule(db, organisationId, moduleId);
  if (module === undefined) throw new NotFoundError('module');
  const rows = new Map((await listModuleChapters(db, moduleId)).map((row) => [row.id, row]));
  const attachmentsOf = (chapterId: string | null) =>
    module.attachments.filter((attachment) => attachment.chapterId === chapterId);
  const linksOf = (chapterId: string | null): PackagedLink[] =>
    module.links
      .filter((link) => link.chapterId === chapterId)
      .map(({ id, title, url }) => ({ id, title, url }));
  const pictures = await listPictures(
    db,
    module.chapters.map((chapter) => chapter.id),
  );
  const chapters: PackagedChapter[] = [];
  for (const chapter of module.chapters) {
    const row = rows.get(chapter.id);
    if (row === undefined) continue;
    chapters.push({
      ...chapter,
      hasPicture: row.clip_frames !== 0,
      captions: await readCaptions(db, row),
      attachments: attachmentsOf(chapter.id),
      links: linksOf(chapter.id),
      pictures: picturesIn(chapter, pictures),
    });
  }
  const { id, title } = module;
  return { id, title, description, chapters, attachments: attachmentsOf(null), links: linksOf(null) };
}

function picturesIn(
  { id: chapterId, quiz }: PlacedChapter,
  rows: readonly QuestionPictureRow[],
): PackagedPicture[] {
  const shown = new Set((quiz?.questions ?? []).flatMap(picturesOf).map(({ id }) => id));
  return rows
    .filter((row) => row.chapter_id === chapterId && shown.has(row.id))
    .map((row) => ({ id: row.id, type: row.content_type, blobKey: row.blob_key }));
}

async function readCaptions(db: Db, row: ChapterRow): Promise<PackagedChapter['captions']> {
  const transcript = await findTranscript(db, row.recording_id);
  if (transcript === undefined) return null;
  const cues = transcript.cues.map(({ speaker, ...cue }) =>
    speaker === undefined ? cue : { ...cue, speaker },
  );
  const own = captionsFor(cues, row.clip_start_ms ?? row.start_ms, row.clip_end_ms ?? row.end_ms);
  return own.length === 0 ? null : { text: writeWebvtt(own), language: transcript.language };
}

class NotPublishedError extends AppError {
  constructor(state: 'draft' | 'retracted') {
    super(
      'package-not-published',
      state === 'draft'
        ? 'The module is a draft. Publish it, then download it: what is handed out should be what learners see.'
        : 'The module was retracted. Publish it again before it is handed out.',
      { status: 409 },
    );
  }
}
