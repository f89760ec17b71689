import type { TranscriptReader } from './reader.ts';
import { sbvReader } from './sbv.ts';
import { srtReader } from './srt.ts';
import { webvttReader } from './webvtt.ts';

/** Every format of transcript; the first that recognises the text reads it. */
export const transcriptReaders: readonly TranscriptReader[] = [webvttReader, srtReader, sbvReader];
