import type { TranscriptReader } from './reader.ts';
import { sbvReader } from './sbv.ts';
import { srtReader } from './srt.ts';
import { textTranscriptReader } from './text.ts';
import { ttmlReader } from './ttml.ts';
import { turnsReader } from './turns.ts';
import { webvttReader } from './webvtt.ts';

/** Every format of transcript; the first that recognises the text reads it. */
export const transcriptReaders: readonly TranscriptReader[] = [
  webvttReader,
  ttmlReader,
  turnsReader,
  srtReader,
  sbvReader,
  textTranscriptReader,
];

/** What is found inside Word documents; captions saved as one are read as such. */
export const documentReaders: readonly TranscriptReader[] = [
  webvttReader,
  turnsReader,
  srtReader,
  textTranscriptReader,
];
