/** The bytes of a base64 text, spaces and line ends in it allowed; undefined where it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** At most how many bytes a base64 text can hold, without decoding it. */
export function base64Bytes(text: string): number {
  return Math.floor((text.length * 3) / 4);
}

const pieceBytes = 0x8000;

/** Bytes as base64, without line ends. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = '';
  // More arguments at once than this are too many for some engines.
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    binary += String.fromCharCode(...bytes.subarray(at, at + pieceBytes));
  }
  return btoa(binary);
}
