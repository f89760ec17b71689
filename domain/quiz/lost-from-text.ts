/** What the text of a question cannot hold, and was therefore left out of it. */
export type LostFromText =
  `a picture${string}` | `the picture ${string}` | 'a sound or a video' | 'a formula' | 'an attached file';

/** A picture that is left out, by its file where the address tells one, and why where that can be told. */
export function lostPicture(address: string, reason?: string): LostFromText {
  const file = fileOf(address);
  const why = reason === undefined ? '' : ` (${reason})`;
  return file === '' ? `a picture${why}` : `the picture "${file.slice(0, 200)}"${why}`;
}

/** The last part of an address; one that holds the picture itself has none. */
export function fileOf(address: string): string {
  if (/^data:/i.test(address)) return '';
  return address.replace(/[?#].*$/s, '').replace(/^.*[/\\]/s, '');
}
