import { buffer } from 'node:stream/consumers';
import { AppError } from '../../domain/app-error.ts';
import { writeGift } from '../../domain/quiz/gift-write.ts';
import { writeQti21 } from '../../domain/quiz/qti/write.ts';
import type { PackageFile } from './package-file.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import type { PackagedModule, PackagedPicture } from './packaged-module.ts';

/** All questions of the module as one GIFT file, in a category for each chapter; their pictures are in it. */
export async function writeGiftFile(module: PackagedModule, blobs: BlobStore): Promise<string> {
  const questions = questionsByChapter(module);
  const pictures = new Map<string, Uint8Array>();
  for (const { id, blobKey } of picturesIn(module)) pictures.set(id, await buffer(await blobs.get(blobKey)));
  return writeGift(questions, pictures);
}

/** All questions of the module as the files of a QTI 2.1 package. */
export function writeQtiFiles(module: PackagedModule, blobs: BlobStore): PackageFile[] {
  const pictures = new Map(picturesIn(module).map(({ id, blobKey }) => [id, { blobKey }]));
  const files = writeQti21(questionsByChapter(module), { title: module.title, pictures });
  return [...files].map(([path, file]) =>
    typeof file === 'string' ? { path, text: file } : { path, open: () => blobs.get(file.blobKey) },
  );
}

function picturesIn({ chapters }: PackagedModule): PackagedPicture[] {
  return chapters.flatMap(({ pictures }) => pictures);
}

function questionsByChapter({ chapters }: PackagedModule) {
  const questions = chapters.flatMap(({ title, quiz }) =>
    (quiz?.questions ?? []).map((question) => ({ ...question, category: title })),
  );
  if (questions.length === 0) {
    throw new AppError(
      'package-no-questions',
      'The module has no questions yet. Add a quiz to a chapter first.',
      {
        status: 409,
      },
    );
  }
  return questions;
}
