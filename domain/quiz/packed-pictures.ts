import { decodeAddress, pictureFinder, type FoundPictures, type PictureFinder } from './found-pictures.ts';
import { resolve } from './qti/href.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Finds the pictures of a package by what its files call them: by their path, from the root of a Common Cartridge or of
 * Canvas, by Blackboard's number, and where all that fails by a name that only one of them has.
 */
export function packedPictures(files: Files, pictures: FoundPictures): (file: string) => PictureFinder {
  const find = pictureFinder(pictures, (path) => {
    const bytes = files.get(path);
    return bytes && { bytes };
  });
  const onlyNamed = onlyPaths(files);
  return (file) => (address, alt) => find(pathOf(files, onlyNamed, address, file) ?? address, alt);
}

/** Where a picture lies in the package that one of its files refers to; undefined where it is not in it. */
function pathOf(
  files: Files,
  onlyNamed: ReadonlyMap<string, string | undefined>,
  address: string,
  from: string,
): string | undefined {
  if (/^(?:data|https?|file|blob):|^\/\//i.test(address)) return undefined;
  const plain = decodeAddress(address.replace(/[?#].*$/s, ''));
  const [, inCartridge] = /^\$IMS[-_]CC[-_]FILEBASE\$\/?(.*)$/s.exec(plain) ?? [];
  const [number] = /xid-\d+_\d+/.exec(plain) ?? [];
  const candidates =
    inCartridge === undefined
      ? [resolve(plain, from), resolve(plain, '')]
      : [resolve(`web_resources/${inCartridge}`, ''), resolve(inCartridge, '')];
  return (
    candidates.find((path) => files.has(path)) ??
    (number === undefined ? undefined : [...files.keys()].find((path) => path.includes(`__${number}.`))) ??
    onlyNamed.get(nameOf(plain))
  );
}

/** The path of each picture by its name; undefined where several have it. */
function onlyPaths(files: Files): ReadonlyMap<string, string | undefined> {
  const paths = new Map<string, string | undefined>();
  for (const path of files.keys()) {
    const name = nameOf(path);
    if (/\.(?:png|jpe?g|gif|webp)$/i.test(name)) paths.set(name, paths.has(name) ? undefined : path);
  }
  return paths;
}

function nameOf(path: string): string {
  return path.replace(/^.*[/\\]/s, '');
}
