import type { Recording } from '../../../domain/api/recording.ts';

/** The recording's id once its file is here, so that an outline can be proposed from it. */
export function suggestable({ id, files }: Recording): string | undefined {
  return files.some(({ role, received }) => role === 'recording' && received) ? id : undefined;
}
