import { encodeBase64 } from '../formats/base64.ts';
import { mapPictures, type Picture } from '../picture.ts';
import type { ReadQuestion } from './read-question.ts';

/** The question with those of its pictures whose bytes are at hand. */
export function withFiles<Q extends ReadQuestion>(question: Q, files: { has(id: string): boolean }): Q {
  return mapPictures(question, (picture) => (files.has(picture.id) ? picture : undefined));
}

/** A text and under it its pictures, as HTML that `readHtml` reads back. */
export function writePictured(
  text: string,
  pictures: readonly Picture[],
  sourceOf: (picture: Picture) => string,
): string {
  const shown = pictures.map((picture) => {
    const { alt, width, height } = picture;
    const size = `width="${String(width)}" height="${String(height)}"`;
    return `<p><img src="${escapeHtml(sourceOf(picture))}" alt="${escapeHtml(alt)}" ${size}></p>`;
  });
  return `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>${shown.join('')}`;
}

/** A picture as an address that holds it (RFC 2397), its file's name too. */
export function dataAddress({ type, name }: Pick<Picture, 'type' | 'name'>, bytes: Uint8Array): string {
  return `data:${type};name=${encodeURIComponent(name)};base64,${encodeBase64(bytes)}`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
