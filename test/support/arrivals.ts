/** A text as other systems save it: each of these says the same. Its letters must be ones that Windows-1252 has. */
export function arrivals(text: string): [name: string, file: string | Uint8Array][] {
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
  let line = 0;
  return [
    ['with a byte-order mark', `\uFEFF${text}`],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with lone CR', text.replaceAll('\n', '\r')],
    ['with mixed line ends', text.replace(/\n/g, () => (line++ % 2 === 0 ? '\r\n' : '\n'))],
    ['in UTF-16', new Uint8Array(utf16)],
    ['in UTF-16, the big end first', new Uint8Array(Buffer.from(utf16).swap16())],
    ['in UTF-16 without a mark', new Uint8Array(utf16.subarray(2))],
    ['in Windows-1252', new Uint8Array(Buffer.from(text, 'latin1'))],
  ];
}
