import { Readable } from 'node:stream';
import { AppError } from '../../domain/app-error.ts';
import { writeGift } from '../../domain/quiz/gift-write.ts';
import { writeQti21 } from '../../domain/quiz/qti/write.ts';
import type { PackageFile } from './package-file.ts';
import type { PackagedModule } from './packaged-module.ts';

/** All questions of the module as one GIFT file, in a category for each chapter. */
export function writeGiftFile(module: PackagedModule): string {
  return writeGift(questionsByChapter(module));
}

/** All questions of the module as the files of a QTI 2.1 package. */
export function writeQtiFiles(module: PackagedModule): PackageFile[] {
  const files = writeQti21(questionsByChapter(module), { title: module.title });
  return [...files].map(([path, file]) =>
    typeof file === 'string' ? { path, text: file } : { path, open: () => Readable.from([file]) },
  );
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
