import { mapPictures, picturesOf, type Picture } from '../picture.ts';
import type { FoundPictures } from './found-pictures.ts';
import { lostPicture } from './lost-from-text.ts';
import type { ReadQuestion } from './read-question.ts';

/** Pictures by their ids within one file. */
export type PictureFiles = ReadonlyMap<string, Uint8Array>;

/** The pictures that questions show, numbered in their order; those of questions that were left out are not among them. */
export function settlePictures(
  questions: readonly ReadQuestion[],
  found: PictureFiles,
): { questions: ReadQuestion[]; pictures: PictureFiles } {
  const ids = new Map<string, string>();
  const pictures = new Map<string, Uint8Array>();
  for (const { id } of questions.flatMap(picturesOf)) {
    const bytes = found.get(id);
    if (bytes === undefined || ids.has(id)) continue;
    const settled = `picture-${String(ids.size + 1)}`;
    ids.set(id, settled);
    pictures.set(settled, bytes);
  }
  const settle = (picture: Picture): Picture | undefined => {
    const id = ids.get(picture.id);
    return id === undefined ? undefined : { ...picture, id };
  };
  return { questions: questions.map((question) => mapPictures(question, settle)), pictures };
}

/** A question of one file among those of others: its pictures go along, and those for which there is no room are lost. */
export function movePictures(
  question: ReadQuestion,
  from: FoundPictures,
  to: FoundPictures,
): { question: ReadQuestion; lost: string[] } {
  const lost: string[] = [];
  const moved = mapPictures(question, (picture) => {
    const kept = to.keep(from.files.get(picture.id) ?? new Uint8Array(), picture.name);
    if (typeof kept !== 'string') return { ...kept, alt: picture.alt };
    lost.push(lostPicture(picture.name, kept));
    return undefined;
  });
  return { question: moved, lost };
}
