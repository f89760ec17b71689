import type { Sample } from './cut-sample.ts';
import { withCover } from './remake-sample.ts';

/** A class of recordings of sound alone: how one is made, and whether its packets can be copied. */
export interface SoundClass extends Sample {
  what: string;
  method: 'copy' | 'encode';
}

const opus = ['-c:a', 'libopus'];

/** The classes of recordings of sound alone that trainers bring. */
export const soundClasses: readonly SoundClass[] = [
  { what: 'MP3', name: 'talk.mp3', audioOptions: ['-c:a', 'libmp3lame'], method: 'encode' },
  {
    what: 'MP3 with a cover',
    name: 'talk.mp3',
    audioOptions: ['-c:a', 'libmp3lame'],
    change: withCover(['0:a']),
    method: 'encode',
  },
  { what: 'M4A', name: 'talk.m4a', method: 'copy' },
  { what: 'M4A with a cover', name: 'talk.m4a', change: withCover(['0:a']), method: 'copy' },
  { what: 'WAV', name: 'talk.wav', audioOptions: ['-c:a', 'pcm_s16le'], method: 'encode' },
  { what: 'Opus in Ogg', name: 'talk.ogg', audioOptions: opus, method: 'encode' },
  {
    what: 'Opus in WebM written live',
    name: 'talk.webm',
    audioOptions: opus,
    fileOptions: ['-live', '1'],
    method: 'encode',
  },
  { what: 'FLAC', name: 'talk.flac', audioOptions: ['-c:a', 'flac'], method: 'encode' },
  {
    what: 'MP3 of a varying bit rate',
    name: 'varying.mp3',
    audioOptions: ['-c:a', 'libmp3lame', '-q:a', '4'],
    method: 'encode',
  },
  {
    what: 'a telephone’s WAV',
    name: 'telephone.wav',
    audioOptions: ['-c:a', 'pcm_mulaw', '-ar', '8000'],
    method: 'encode',
  },
  { what: 'lossless M4A', name: 'lossless.m4a', audioOptions: ['-c:a', 'alac'], method: 'encode' },
  { what: 'Vorbis in Ogg', name: 'vorbis.ogg', audioOptions: ['-c:a', 'libvorbis'], method: 'encode' },
  { what: 'AAC in a transport stream', name: 'talk.ts', method: 'copy' },
  {
    what: 'AAC of 44 100 samples a second in FLV',
    name: 'talk.flv',
    audioOptions: ['-c:a', 'aac', '-ar', '44100'],
    method: 'copy',
  },
  {
    what: 'MP2 in a transport stream',
    name: 'talk-mp2.ts',
    audioOptions: ['-c:a', 'mp2'],
    method: 'encode',
  },
  { what: 'bare AAC', name: 'talk.aac', audioOptions: ['-c:a', 'aac', '-f', 'adts'], method: 'encode' },
];
