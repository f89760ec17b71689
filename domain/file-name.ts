/** The longest name that file systems and headers take, in bytes of UTF-8. */
export const maxFileNameBytes = 200;

const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;

/**
 * Makes any name safe to store, to offer for download and to save on any system: no folders, no control characters, no
 * marks that turn the reading direction, no reserved names, at most 200 bytes, its extension kept, never empty.
 */
export function safeFileName(name: string): string {
  const last =
    name
      .toWellFormed()
      .normalize('NFC')
      .split(/[/\\]/)
      .filter((part) => !/^[\s.]*$/.test(part))
      .at(-1) ?? '';
  const clean = trimDots(
    last
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD]/gu, '')
      .replace(/[<>:"|?*]/g, '_')
      .replace(/\s+/g, ' '),
  );
  const allowed = reserved.test(clean) ? `_${clean}` : clean;
  return cut(allowed === '' ? 'file' : allowed);
}

/** The extension of a file's name in small letters, without its dot; empty when it has none. */
export function extensionOf(name: string): string {
  return /[^.\s/\\]\.([a-z0-9]{1,10})$/i.exec(name.slice(-300))?.[1]?.toLowerCase() ?? '';
}

/** Windows drops dots and spaces at the end of a name; at its start they hide the file. */
function trimDots(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && ' .~'.includes(name.charAt(start))) start += 1;
  while (end > start && ' .'.includes(name.charAt(end - 1))) end -= 1;
  return name.slice(start, end);
}

function cut(name: string): string {
  if (countBytes(name) <= maxFileNameBytes) return name;
  const extension = extensionOf(name);
  const tail = extension === '' ? '' : `.${extension}`;
  const room = maxFileNameBytes - tail.length;
  let stem = '';
  let bytes = 0;
  for (const character of name.slice(0, name.length - tail.length)) {
    bytes += countBytes(character);
    if (bytes > room) break;
    stem += character;
  }
  return `${trimDots(stem)}${tail}`;
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
