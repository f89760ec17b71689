/** What a file's first bytes say it is: something to play, a document, or nothing that they know. */
export interface Magic {
  kind: 'media' | 'document';
  format: string;
}

/** Tells media and documents by their first bytes; a few kilobytes are enough. */
export function recogniseMagic(bytes: Uint8Array): Magic | undefined {
  return (
    isoMedia(bytes) ??
    riff(bytes) ??
    matroska(bytes) ??
    zip(bytes) ??
    bySignature(bytes) ??
    transport(bytes) ??
    mpegAudio(bytes)
  );
}

const signatures: readonly [Magic['kind'], string, string][] = [
  ['media', 'flv', 'FLV\x01'],
  ['media', 'wmv', '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
  ['media', 'mpg', '\x00\x00\x01\xba'],
  ['media', 'mpg', '\x00\x00\x01\xb3'],
  ['media', 'ogg', 'OggS'],
  ['media', 'flac', 'fLaC'],
  ['media', 'mp3', 'ID3'],
  ['media', 'mxf', '\x06\x0e\x2b\x34'],
  ['media', 'aiff', 'FORM'],
  ['media', 'caf', 'caff'],
  ['media', 'amr', '#!AMR'],
  ['media', 'rm', '.RMF'],
  ['document', 'pdf', '%PDF-'],
  ['document', 'png', '\x89PNG\r\n\x1a\n'],
  ['document', 'jpeg', '\xff\xd8\xff'],
  ['document', 'gif', 'GIF8'],
  ['document', 'rtf', '{\\rtf'],
  ['document', 'ole', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['document', 'gzip', '\x1f\x8b'],
  ['document', '7z', '7z\xbc\xaf\x27\x1c'],
  ['document', 'rar', 'Rar!\x1a\x07'],
  ['document', 'exe', 'MZ\x90'],
  ['document', 'elf', '\x7fELF'],
];

function bySignature(bytes: Uint8Array): Magic | undefined {
  const found = signatures.find(([, , signature]) => startsWith(bytes, signature));
  return found === undefined ? undefined : { kind: found[0], format: found[1] };
}

const stillImages = /^(?:heic|heix|hevc|mif1|msf1|avif|avis)$/;
const firstBoxes = /^(?:moov|mdat|wide|free|skip|pnot)$/;

/** MP4, MOV, M4A: a box `ftyp` with its brand; old QuickTime begins with another box. */
function isoMedia(bytes: Uint8Array): Magic | undefined {
  const box = latin(bytes, 4, 8);
  if (box !== 'ftyp') return firstBoxes.test(box) ? { kind: 'media', format: 'mov' } : undefined;
  const brand = latin(bytes, 8, 12).trim();
  if (stillImages.test(brand)) return { kind: 'document', format: brand };
  if (brand === 'qt') return { kind: 'media', format: 'mov' };
  return { kind: 'media', format: /^(?:M4A|M4B|F4A)$/i.test(brand) ? 'm4a' : 'mp4' };
}

function riff(bytes: Uint8Array): Magic | undefined {
  if (!startsWith(bytes, 'RIFF') && !startsWith(bytes, 'RF64')) return undefined;
  const form = latin(bytes, 8, 12);
  if (form === 'WAVE') return { kind: 'media', format: 'wav' };
  return form === 'WEBP' ? { kind: 'document', format: 'webp' } : { kind: 'media', format: 'avi' };
}

function matroska(bytes: Uint8Array): Magic | undefined {
  if (!startsWith(bytes, '\x1a\x45\xdf\xa3')) return undefined;
  return { kind: 'media', format: latin(bytes, 0, 100).includes('webm') ? 'webm' : 'mkv' };
}

const openDocuments: readonly [string, string][] = [
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/vnd.oasis.opendocument.presentation', 'odp'],
  ['application/epub', 'epub'],
];

/** What is told by the name of one of its files. */
const insides: readonly [RegExp, string][] = [
  [/^word\//, 'docx'],
  [/^xl\//, 'xlsx'],
  [/^ppt\//, 'pptx'],
  [/(?:^|\/)h5p\.json$/, 'h5p'],
  [/(?:^|\/)imsmanifest\.xml$/, 'imscc'],
];

/** What a zip holds is told by the names in it: at its start, and in the list at its end where that is there too. */
function zip(bytes: Uint8Array): Magic | undefined {
  if (!startsWith(bytes, 'PK\x03\x04') && !startsWith(bytes, 'PK\x05\x06')) return undefined;
  // An OpenDocument file and a book begin with a file that says so, which is not compressed.
  const declared = latin(bytes, 30, 120);
  const stated = openDocuments.find(([type]) => declared.startsWith(`mimetype${type}`));
  const names = [
    ...namesIn(latin(bytes, 0, 16_384)),
    ...namesIn(latin(bytes, Math.max(16_384, bytes.length - 65_536), bytes.length)),
  ];
  const told = insides.find(([inside]) => names.some((name) => inside.test(name)));
  return { kind: 'document', format: stated?.[1] ?? told?.[1] ?? 'zip' };
}

/** The heads of a zip's files, where each stands and in its list: their sign, and where a name's length and the name are. */
const zipHeads = [
  { sign: 'PK\x03\x04', lengthAt: 26, nameAt: 30 },
  { sign: 'PK\x01\x02', lengthAt: 28, nameAt: 46 },
] as const;

/** The names of the files whose heads are here; in between lie bytes that look like anything. */
function namesIn(text: string): string[] {
  return zipHeads.flatMap(({ sign, lengthAt, nameAt }) => {
    const names: string[] = [];
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + sign.length)) {
      const length = text.charCodeAt(at + lengthAt) + text.charCodeAt(at + lengthAt + 1) * 256;
      names.push(text.slice(at + nameAt, at + nameAt + length));
    }
    return names;
  });
}

/** MPEG transport streams have 0x47 at the start of every packet of 188 bytes, or of 192 with a time before each. */
function transport(bytes: Uint8Array): Magic | undefined {
  const synced = (offset: number, length: number): boolean =>
    [0, 1, 2].every((packet) => bytes[offset + packet * length] === 0x47);
  return synced(0, 188) || synced(4, 192) ? { kind: 'media', format: 'ts' } : undefined;
}

/** A frame of MPEG audio or ADTS: eleven set bits, then values that exist; nobody has layer I, but UTF-16 begins like it. */
function mpegAudio(bytes: Uint8Array): Magic | undefined {
  const [first = 0, second = 0, third = 0] = bytes;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  if ((second & 0xf6) === 0xf0) return { kind: 'media', format: 'aac' };
  const isFrame =
    (second & 0x18) !== 0x08 &&
    (second & 0x06) !== 0 &&
    (second & 0x06) !== 0x06 &&
    (third & 0xf0) !== 0xf0 &&
    (third & 0x0c) !== 0x0c;
  return isFrame ? { kind: 'media', format: 'mp3' } : undefined;
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return latin(bytes, 0, signature.length) === signature;
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return Array.from(bytes.subarray(from, to), (byte) => String.fromCharCode(byte)).join('');
}
