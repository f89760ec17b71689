import { mapPictures } from '../../domain/picture.ts';
import type { ParsedQuiz } from '../../domain/read-quiz.ts';
import { putPicture, type PutPicture } from '../../storage/blobs/put-picture.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import type { ReadInput } from './read-inputs.ts';

/**
 * Stores the pictures of the quizzes among inputs, before the transaction that lets questions show them; where that comes
 * to nothing, the sweep removes them.
 */
export async function storePictures(
  blobs: BlobStore,
  organisationId: string,
  inputs: readonly ReadInput[],
): Promise<ReadInput[]> {
  const stored: ReadInput[] = [];
  for (const input of inputs) {
    stored.push(
      input.role === 'quiz' ? { ...input, ...(await storeOf(blobs, organisationId, input.quiz)) } : input,
    );
  }
  return stored;
}

async function storeOf(
  blobs: BlobStore,
  organisationId: string,
  quiz: ParsedQuiz,
): Promise<{ quiz: ParsedQuiz; pictures: PutPicture[] }> {
  const put = new Map<string, PutPicture>();
  for (const [id, bytes] of quiz.pictures) put.set(id, await putPicture(blobs, organisationId, bytes));
  const questions = quiz.questions.map((question) =>
    mapPictures(question, (picture) => {
      const id = put.get(picture.id)?.id;
      return id === undefined ? undefined : { ...picture, id };
    }),
  );
  return { quiz: { ...quiz, questions }, pictures: [...put.values()] };
}
