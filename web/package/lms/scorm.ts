import type { Standing } from '../../learn/local/standing.ts';
import { findRunTime, type RunTime } from './find-api.ts';
import { nobody, type Lms } from './lms.ts';

/** What differs between the editions: names of elements, forms of values, how much memory there is. */
interface Edition {
  api: 'API' | 'API_1484_11';
  learnerName: string;
  mode: string;
  exit: string;
  sessionTime: string;
  maxMemory: number;
  formatTime: (ms: number) => string;
  begin: (lms: RunTime) => void;
  tell: (lms: RunTime, standing: Standing) => void;
}

const editions: Record<'scorm-1.2' | 'scorm-2004', Edition> = {
  'scorm-1.2': {
    api: 'API',
    learnerName: 'cmi.core.student_name',
    mode: 'cmi.core.lesson_mode',
    exit: 'cmi.core.exit',
    sessionTime: 'cmi.core.session_time',
    maxMemory: 4096,
    formatTime: clock,
    begin: (lms) => {
      if (lms.get('cmi.core.lesson_status') === 'not attempted') {
        lms.set('cmi.core.lesson_status', 'incomplete');
      }
    },
    tell: (lms, { complete, success, score }) => {
      lms.set('cmi.core.lesson_status', lessonStatus(complete, success));
      if (score === null) return;
      // SCORM 1.2 wants 0 to 100.
      lms.set('cmi.core.score.min', '0');
      lms.set('cmi.core.score.max', '100');
      lms.set('cmi.core.score.raw', decimal((100 * score.given) / score.maximum, 2));
    },
  },
  'scorm-2004': {
    api: 'API_1484_11',
    learnerName: 'cmi.learner_name',
    mode: 'cmi.mode',
    exit: 'cmi.exit',
    sessionTime: 'cmi.session_time',
    maxMemory: 64_000,
    formatTime: duration,
    begin: (lms) => {
      if (!['completed', 'incomplete'].includes(lms.get('cmi.completion_status'))) {
        lms.set('cmi.completion_status', 'incomplete');
      }
    },
    tell: (lms, { complete, success, progress, score }) => {
      lms.set('cmi.progress_measure', decimal(progress, 4));
      lms.set('cmi.completion_status', complete ? 'completed' : 'incomplete');
      if (success !== 'unknown') lms.set('cmi.success_status', success);
      if (score === null) return;
      lms.set('cmi.score.min', '0');
      lms.set('cmi.score.max', decimal(score.maximum, 5));
      lms.set('cmi.score.raw', decimal(score.given, 5));
      lms.set('cmi.score.scaled', decimal(score.given / score.maximum, 7));
    },
  },
};

/** Begins a session with the LMS that opened the page; without one the page plays by itself. */
export function connectScorm(standard: 'scorm-1.2' | 'scorm-2004'): Lms {
  const edition = editions[standard];
  const lms = findRunTime(edition.api);
  if (lms?.call('Initialize') !== true) return nobody;
  const beganAt = Date.now();
  const graded = !['browse', 'review'].includes(lms.get(edition.mode));
  let ended = false;
  edition.begin(lms);
  const noteTime = () => lms.set(edition.sessionTime, edition.formatTime(Date.now() - beganAt));
  return {
    learnerName: lms.get(edition.learnerName),
    graded,
    memory: lms.get('cmi.suspend_data'),
    maxMemory: edition.maxMemory,
    report: (memory, standing) => {
      if (ended || !graded) return Promise.resolve(false);
      lms.set('cmi.suspend_data', memory);
      edition.tell(lms, standing);
      // Without it an LMS forgets what it keeps for the next visit.
      lms.set(edition.exit, 'suspend');
      noteTime();
      return Promise.resolve(lms.call('Commit'));
    },
    end: () => {
      if (ended) return;
      ended = true;
      lms.set(edition.exit, 'suspend');
      noteTime();
      lms.call('Commit');
      lms.call('Terminate');
    },
  };
}

/** SCORM 1.2 has one word for both completion and success. */
function lessonStatus(complete: boolean, success: Standing['success']): string {
  if (complete) return success === 'passed' ? 'passed' : 'completed';
  return success === 'failed' ? 'failed' : 'incomplete';
}

/** `0001:02:03.04` (SCORM 1.2, CMITimespan). */
function clock(ms: number): string {
  const hundredths = Math.round(ms / 10);
  const [hours, minutes] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60];
  const seconds = ((hundredths % 6000) / 100).toFixed(2);
  return `${String(hours).padStart(4, '0')}:${String(minutes).padStart(2, '0')}:${seconds.padStart(5, '0')}`;
}

/** `PT3723.04S` (ISO 8601, as SCORM 2004 and xAPI take it). */
export function duration(ms: number): string {
  return `PT${decimal(ms / 1000, 2)}S`;
}

/** A number with at most so many decimals. */
function decimal(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
