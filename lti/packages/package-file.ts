import type { Readable } from 'node:stream';

/** One file of a package: a text, or bytes that are opened only when their turn comes. */
export type PackageFile =
  | { path: string; text: string }
  /** May be opened twice: once to be summed up, once to be written. */
  | { path: string; open: () => Promise<Readable> | Readable };

/** A package to be handed out: its name, its media type, and its bytes as they are made. */
export interface Package {
  fileName: string;
  contentType: string;
  body: Readable;
}
