import { writeFile } from 'node:fs/promises';

const sampleRate = 48_000;
const hertz = 440;

/** Writes a mono WAV of a tone whose amplitude, 0 to 1, is told for each second of it. */
export async function writeTone(
  file: string,
  { seconds, amplitude }: { seconds: number; amplitude: (second: number) => number },
): Promise<void> {
  const samples = Buffer.alloc(seconds * sampleRate * 2);
  for (let at = 0; at < seconds * sampleRate; at++) {
    const second = at / sampleRate;
    const value = amplitude(second) * Math.sin(2 * Math.PI * hertz * second);
    samples.writeInt16LE(Math.round(value * 32_767), at * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  await writeFile(file, Buffer.concat([header, samples]));
}
