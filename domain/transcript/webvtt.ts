import { z } from 'zod';
import { readJson } from '../formats/json.ts';
import type { Warning } from '../formats/text.ts';
import type { Cue } from './cue.ts';
import { isWebvtt, readCueText, readWebvtt, type WebvttCue } from '../formats/webvtt.ts';
import type { TranscriptReader } from './reader.ts';
import { splitSpeakers } from './speaker.ts';

/** WebVTT as Zoom (`Name: text`), Teams (`<v Name>`, unpadded times) and Teams' metadata (JSON payloads) write it. */
export const webvttReader: TranscriptReader = {
  format: 'webvtt',
  recognises: isWebvtt,
  read(text) {
    const { cues, warnings } = readWebvtt(text);
    const turns = cues.map((cue) => readMetadata(cue, warnings) ?? readVoices(cue)).flat();
    return { cues: nameSpeakers(turns), warnings, problems: [] };
  },
};

const metadataSchema = z.looseObject({ spokenText: z.string(), speakerName: z.string().optional() });

/** Teams' `metadataContent`: the payload is one JSON object. Undefined when this cue is not of that kind. */
function readMetadata({ line, payload, startMs, endMs }: WebvttCue, warnings: Warning[]): Cue[] | undefined {
  if (!payload.startsWith('{')) return undefined;
  const json = readJson(payload);
  const metadata = 'value' in json ? metadataSchema.safeParse(json.value) : undefined;
  if (!metadata?.success) {
    warnings.push({
      line,
      message: `The JSON of the cue at line ${String(line)} cannot be read; it was kept as text.`,
    });
    return undefined;
  }
  const { spokenText, speakerName } = metadata.data;
  return [
    { startMs, endMs, text: spokenText.trim(), ...(speakerName ? { speaker: speakerName.trim() } : {}) },
  ];
}

/** A cue with several `<v>` becomes one cue for each voice, all at its time. */
function readVoices({ payload, startMs, endMs }: WebvttCue): Cue[] {
  const parts = payload.split(/(?=<v[.\s])/).filter((part) => part.trim() !== '');
  return (parts.length === 0 ? [''] : parts).map((part) => {
    const { text, voice } = readCueText(part);
    return {
      startMs,
      endMs,
      text: text.trim(),
      ...(voice === undefined || voice === '' ? {} : { speaker: voice }),
    };
  });
}

/** Where no cue carries a voice, names are looked for in the text. */
function nameSpeakers(cues: readonly Cue[]): Cue[] {
  if (cues.some(({ speaker }) => speaker !== undefined)) return [...cues];
  const turns = splitSpeakers(cues.map(({ text }) => text));
  return cues.map((cue, index) => ({ ...cue, ...turns[index] }));
}
