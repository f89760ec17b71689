import type { Transcript } from '../../domain/api/transcript.ts';
import { indexSpeakers } from '../../domain/transcript.ts';
import type { StoredTranscript } from '../../storage/transcripts.ts';

/** A transcript as its editor shows it. */
export function presentTranscript(transcript: StoredTranscript): Transcript {
  return { ...transcript, speakers: indexSpeakers(transcript.cues) };
}
