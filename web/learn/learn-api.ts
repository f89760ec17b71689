import type {
  Attempt,
  AttemptGraded,
  Learn,
  Progress,
  PutProgress,
  Receipt,
  Saved,
} from '../../domain/api/learn.ts';
import type { Response } from '../../domain/quiz.ts';
import { createApi, trusted } from '../ui/api.ts';
import { openLaunchSession } from '../ui/launch-session.ts';

/** What a learner's page asks of the service, for one launch. */
export interface LearnApi {
  read(signal?: AbortSignal): Promise<Learn>;
  saveProgress(chapterId: string, progress: PutProgress, last?: boolean): Promise<Progress>;
  openAttempt(chapterId: string): Promise<Attempt>;
  saveResponse(attemptId: string, questionId: string, response: Response, last?: boolean): Promise<Saved>;
  grade(attemptId: string): Promise<AttemptGraded>;
  receipt(): Promise<Receipt>;
  /**
   * Told of each file that is opened, where files lie beside the page and nobody else could count it; the browser then
   * saves them under their own names.
   */
  noteOpened?(attachmentId: string): void;
}

/** The client of one launch; `onEnded` is told when the launch's session has ended. */
export function createLearnApi(launchId: string, onEnded: () => void): LearnApi {
  const api = createApi({ ...openLaunchSession(launchId), onSignedOut: onEnded });
  const root = `/api/learn/${launchId}`;
  return {
    read: (signal) => api.get(root, trusted<Learn>(), signal ? { signal } : {}),
    saveProgress: (chapterId, progress, last = false) =>
      api.put(`${root}/chapters/${chapterId}/progress`, trusted<Progress>(), {
        body: progress,
        keepalive: last,
      }),
    openAttempt: (chapterId) => api.post(`${root}/chapters/${chapterId}/attempts`, trusted<Attempt>()),
    saveResponse: (attemptId, questionId, response, last = false) =>
      api.put(`${root}/attempts/${attemptId}/responses/${encodeURIComponent(questionId)}`, trusted<Saved>(), {
        body: response,
        keepalive: last,
      }),
    grade: (attemptId) => api.post(`${root}/attempts/${attemptId}/grade`, trusted<AttemptGraded>()),
    receipt: () => api.get(`${root}/receipt`, trusted<Receipt>()),
  };
}
