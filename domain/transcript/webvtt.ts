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
    const { cues: written, warnings } = readWebvtt(text);
    const cues = withoutRolling(written, warnings);
    const turns = cues.map((cue) => readMetadata(cue, warnings) ?? readVoices(cue)).flat();
    return { cues: nameSpeakers(turns), warnings, problems: [] };
  },
};

/** What YouTube's speech recognition writes: each word with its time, each line once more while the next one comes. */
const wordTime = /<\d{2}:\d{2}:\d{2}\.\d{3}><c>/;

/** Rolling captions say each line two or three times; each is kept once, where it is first said. */
function withoutRolling(cues: readonly WebvttCue[], warnings: Warning[]): readonly WebvttCue[] {
  if (!cues.some(({ payload }) => wordTime.test(payload))) return cues;
  let before = '';
  const single = cues.flatMap((cue) => {
    const lines = cue.payload.split('\n').filter((line) => readCueText(line).text.trim() !== '');
    const fresh = lines.filter((line, index) => index > 0 || readCueText(line).text.trim() !== before);
    before = readCueText(lines.at(-1) ?? '').text.trim() || before;
    return fresh.length === 0 ? [] : [{ ...cue, payload: fresh.join('\n') }];
  });
  if (single.length < cues.length) {
    const count = String(cues.length - single.length);
    warnings.push({
      message: `Rolling captions say their lines again and again; ${count} such cues were left out.`,
    });
  }
  return single;
}

const metadataSchema = z.looseObject({ spokenText: z.string(), speakerName: z.string().optional() });

/** Teams' `metadataContent`: the payload is one JSON object. Undefined when this cue is not of that kind. */
function readMetadata({ line, payload, startMs, endMs }: WebvttCue, warnings: Warning[]): Cue[] | undefined {
  if (!/^\{\s{0,20}"/.test(payload)) return undefined;
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
