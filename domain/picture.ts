import { z } from 'zod';

/** The kinds of pictures that are kept: those that every browser shows, and that cannot run anything. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

/** A picture larger than this is not kept, in bytes. */
export const maxPictureBytes = 5_000_000;
/** Nor is one with more pixels: what is shown is unpacked on a learner's phone. */
export const maxPicturePixels = 40_000_000;
/** The most pictures of one quiz, and their bytes together. */
export const maxQuizPictures = 500;
export const maxQuizPictureBytes = 50_000_000;
/** The most pictures that one prompt shows, and one choice. */
export const maxPromptPictures = 10;
export const maxChoicePictures = 4;
export const maxAltLength = 1000;

/** What is said of a picture beside its bytes, which lie elsewhere under its id. */
export const pictureSchema = z.object({
  id: z.string().min(1).max(64),
  /** The file's name, for whoever gets it back. */
  name: z.string().max(200),
  type: z.enum(pictureTypes),
  /** What it shows, in words; empty where nobody said. */
  alt: z.string().max(maxAltLength),
  /** In pixels, as it is shown. */
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  /** How many. */
  bytes: z.number().int().min(1),
});

/** What a page needs to show a picture: its place, before it is there, and its words. */
export const shownPictureSchema = pictureSchema.pick({ id: true, alt: true, width: true, height: true });

export type Picture = z.infer<typeof pictureSchema>;
export type PictureType = Picture['type'];
export type ShownPicture = z.infer<typeof shownPictureSchema>;

/** Something that shows pictures. */
interface Showing {
  pictures?: Picture[] | undefined;
}

/** A question and its choices show pictures. */
interface Pictured extends Showing {
  choices: readonly Showing[];
}

/** All pictures of a question, its prompt's first. */
export function picturesOf(question: Pictured): Picture[] {
  return [...(question.pictures ?? []), ...question.choices.flatMap(({ pictures = [] }) => pictures)];
}

/** The question with each picture turned into another, or taken out where that is undefined. */
export function mapPictures<Q extends Pictured>(
  question: Q,
  turn: (picture: Picture) => Picture | undefined,
): Q {
  const choices = question.choices.map((choice) => mapOwn(choice, turn));
  return { ...mapOwn(question, turn), choices };
}

function mapOwn<T extends Showing>(thing: T, turn: (picture: Picture) => Picture | undefined): T {
  if (thing.pictures === undefined) return thing;
  const pictures = thing.pictures.map(turn).filter((picture) => picture !== undefined);
  return { ...thing, pictures: pictures.length === 0 ? undefined : pictures };
}
