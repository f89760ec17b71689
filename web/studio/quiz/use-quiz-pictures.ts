import { useState } from 'preact/hooks';
import { addedPictureSchema } from '../../../domain/api/module.ts';
import { mapPictures, picturesOf, type Picture } from '../../../domain/picture.ts';
import type { PlayableQuestion } from '../../../domain/quiz/read-question.ts';
import type { PictureFiles } from '../../../domain/quiz/settle-pictures.ts';
import { ApiError } from '../../ui/api.ts';
import { api } from '../shell/session.ts';
import { t } from './question-type.ts';

/** The pictures of a chapter's questions: where they are, and how new ones come there. */
export interface QuizPictures {
  /** By their ids. */
  urls: Readonly<Record<string, string>>;
  /** Gives a picture to the service. Throws `ApiError`. */
  add: (file: Blob, name: string) => Promise<Picture>;
  /** Questions that were read from a file, with their pictures given to the service. Throws `ApiError`. */
  addOf: (questions: readonly PlayableQuestion[], files: PictureFiles) => Promise<PlayableQuestion[]>;
  /** The bytes of the pictures that questions show, by their ids. Throws `ApiError`. */
  read: (questions: readonly PlayableQuestion[]) => Promise<PictureFiles>;
}

/** Knows where the pictures of a chapter's quiz are; `stored` are those that it has already. */
export function useQuizPictures(chapterId: string, stored: Readonly<Record<string, string>>): QuizPictures {
  const [added, setAdded] = useState<Record<string, string>>({});
  const add = async (file: Blob, name: string): Promise<Picture> => {
    const form = new FormData();
    form.append('file', file, name);
    const { picture, url } = await api.post(`/api/chapters/${chapterId}/quiz/pictures`, addedPictureSchema, {
      form,
    });
    setAdded((before) => ({ ...before, [picture.id]: url }));
    return picture;
  };
  const addOf: QuizPictures['addOf'] = async (questions, files) => {
    const given = new Map<string, Picture>();
    for (const { id, name } of questions.flatMap(picturesOf)) {
      const bytes = files.get(id);
      if (bytes !== undefined && !given.has(id))
        given.set(id, await add(new Blob([new Uint8Array(bytes)]), name));
    }
    return questions.map((question) =>
      mapPictures(question, (picture) => {
        const own = given.get(picture.id);
        return own && { ...own, name: picture.name, alt: picture.alt };
      }),
    );
  };
  const urls = { ...stored, ...added };
  const read: QuizPictures['read'] = async (questions) => {
    const files = new Map<string, Uint8Array>();
    for (const { id } of questions.flatMap(picturesOf)) {
      if (!files.has(id)) files.set(id, await fetchPicture(`/api/chapters/${chapterId}/quiz/pictures/${id}`));
    }
    return files;
  };
  return { urls, add, addOf, read };
}

async function fetchPicture(url: string): Promise<Uint8Array> {
  const answer = await fetch(url).catch(() => undefined);
  if (answer?.ok !== true)
    throw new ApiError('picture-unreadable', t('picture.unreadable'), answer?.status ?? 0);
  return new Uint8Array(await answer.arrayBuffer());
}
