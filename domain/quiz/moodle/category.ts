/** `$course$/top/Scoping` is `Scoping`: Moodle's own levels say nothing, and `//` is a slash in a name. */
export function cleanCategory(path: string): string | undefined {
  const levels = path
    .replaceAll('//', '\uFDD0')
    .split('/')
    .map((level) => level.replaceAll('\uFDD0', '/').trim())
    .filter((level) => level !== '' && !/^\$\w+\$$/.test(level));
  const own = levels[0]?.toLowerCase() === 'top' ? levels.slice(1) : levels;
  return own.length === 0 ? undefined : own.join('/').slice(0, 300);
}
