import { readMovie } from '../pipelines/cut/mp4/read-movie.ts';

/** Indexes the recording that it is given, and nothing else; without one it only starts, to be taken off. */
const file = process.argv[2];
if (file !== undefined) {
  const tracks = (await readMovie(file)) ?? [];
  for (const { read } of tracks) if (read() === undefined) throw new Error('The index cannot be read');
}
