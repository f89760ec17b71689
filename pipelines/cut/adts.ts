import { open } from 'node:fs/promises';

/** The frames of a bare AAC stream, without their headers, and the one configuration that all of them have. */
export interface AdtsFrames {
  offsets: number[];
  sizes: number[];
  /** Of plain AAC (low complexity): samples a second. */
  sampleRate: number;
  channels: number;
  /** AudioSpecificConfig. */
  config: Uint8Array;
}

const blockBytes = 1024 * 1024;
const mostHeaderBytes = 9;

/**
 * Finds the frames of an ADTS file (ISO/IEC 13818-7, 6.2). Undefined where it is not whole, changes its configuration on
 * the way, or holds anything but AAC of low complexity with one block in a frame.
 */
export async function readAdts(path: string): Promise<AdtsFrames | undefined> {
  const file = await open(path);
  const [offsets, sizes]: [number[], number[]] = [[], []];
  let form: FrameHeader['form'] | undefined;
  try {
    const { size: fileBytes } = await file.stat();
    const block = Buffer.alloc(blockBytes);
    let [at, blockAt, filled] = [0, 0, 0];
    while (at < fileBytes) {
      if (at + mostHeaderBytes > blockAt + filled) {
        blockAt = at;
        filled = (await file.read(block, 0, blockBytes, at)).bytesRead;
      }
      const header = readHeader(block.subarray(at - blockAt, filled));
      if (header === undefined || at + header.frameBytes > fileBytes) return undefined;
      if (form !== undefined && !isSame(form, header.form)) return undefined;
      form = header.form;
      offsets.push(at + header.headerBytes);
      sizes.push(header.frameBytes - header.headerBytes);
      at += header.frameBytes;
    }
  } finally {
    await file.close();
  }
  return form && { offsets, sizes, ...readForm(form) };
}

interface FrameHeader {
  frameBytes: number;
  headerBytes: number;
  form: { rate: number; channels: number };
}

const lowComplexity = 1;

function readHeader(bytes: Uint8Array): FrameHeader | undefined {
  const [sync = 0, flags = 0, form = 0, more = 0, middle = 0, low = 0, last] = bytes;
  if (last === undefined || sync !== 0xff || (flags & 0xf6) !== 0xf0) return undefined;
  const headerBytes = (flags & 1) === 1 ? 7 : 9; // without and with a checksum
  const frameBytes = ((more & 3) << 11) | (middle << 3) | (low >> 5);
  const [rate, channels] = [(form >> 2) & 15, ((form & 1) << 2) | (more >> 6)];
  const isPlain = form >> 6 === lowComplexity && (last & 3) === 0;
  if (!isPlain || frameBytes <= headerBytes || rates[rate] === undefined || channels === 0) return undefined;
  return { frameBytes, headerBytes, form: { rate, channels } };
}

const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

function isSame(one: FrameHeader['form'], other: FrameHeader['form']): boolean {
  return one.rate === other.rate && one.channels === other.channels;
}

function readForm({
  rate,
  channels,
}: FrameHeader['form']): Pick<AdtsFrames, 'sampleRate' | 'channels' | 'config'> {
  const objectType = lowComplexity + 1;
  const config = Uint8Array.of((objectType << 3) | (rate >> 1), ((rate & 1) << 7) | (channels << 3));
  const mostByNumber = 7;
  return { sampleRate: rates[rate] ?? 0, channels: channels === mostByNumber ? 8 : channels, config };
}
