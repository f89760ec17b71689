/**
 * Whether an archive is a document or a package of its own kind (Word, Excel, a course cartridge, questions, a book): it
 * is read whole, not taken apart. `paths` are those of its files.
 */
export function isPackage(paths: readonly string[]): boolean {
  const signs =
    /^(?:[^/]+\/)?(?:imsmanifest\.xml|h5p\.json|\[Content_Types\]\.xml|META-INF\/container\.xml|mimetype|tincan\.xml|cmi5\.xml)$/i;
  return paths.some((path) => signs.test(path));
}
