import { useRef, useState } from 'preact/hooks';
import { quizSchema, type Quiz } from '../../../domain/api/module.ts';
import { regradeCountsSchema, type GradingChoice, type RegradeCounts } from '../../../domain/regrade.ts';
import { ApiError } from '../../ui/api.ts';
import { useAutosave, type SaveState } from '../../ui/use-autosave.ts';
import { api } from '../shell/session.ts';
import { settingsOf, toSavable, type QuizDraft, type Savable } from './quiz-draft.ts';

/** How the saving of a quiz goes, and what waits for somebody to decide. */
export interface QuizSaving {
  save: SaveState;
  /** Somebody else saved the quiz meanwhile. */
  conflict: boolean;
  keepMine: () => Promise<void>;
  /** What the change would do to grades that were given: nothing is saved before somebody decides. */
  undecided: RegradeCounts | undefined;
  /** Whether to ask for that now; after `decideLater` not by itself. */
  asksToDecide: boolean;
  decide: (grading: GradingChoice) => void;
  decideLater: () => void;
  askToDecide: () => void;
}

/** What the saving needs of the draft. */
interface Drafting {
  /** The newest draft. */
  newest: () => QuizDraft;
  onSaved: (sent: Savable, stored: Quiz) => void;
  /** Grades were changed; `undo` takes that back. */
  onRegraded: (counts: RegradeCounts, undo: () => void) => void;
  /** The quiz is as it was before a regrade. */
  onUndone: (stored: Quiz) => void;
}

/** What the service has of a quiz, and the way there: a little after each change, at most one request at a time. */
export function useQuizSaving(chapterId: string, quiz: Quiz, drafting: Drafting) {
  const { newest, onSaved, onRegraded, onUndone } = drafting;
  const [conflict, setConflict] = useState(false);
  const [undecided, setUndecided] = useState<RegradeCounts>();
  const [asksToDecide, setAsksToDecide] = useState(false);
  const stored = useRef(quiz);
  const lastSent = useRef('');
  const grading = useRef<GradingChoice>();
  const path = `/api/chapters/${chapterId}/quiz`;

  const settle = () => {
    grading.current = undefined;
    setUndecided(undefined);
    setAsksToDecide(false);
  };
  const note = (error: unknown) => {
    if (!(error instanceof ApiError)) return;
    if (error.code === 'quiz-changed') setConflict(true);
    if (error.code !== 'quiz-regrade-needed') return;
    if (!undecided) setAsksToDecide(true);
    setUndecided(regradeCountsSchema.parse(error.document));
  };
  const undoRegrade = async () => {
    const body = { version: stored.current.version };
    stored.current = await api.post(`${path}/undo-regrade`, quizSchema, { body });
    lastSent.current = '';
    onUndone(stored.current);
  };
  const send = async (): Promise<void> => {
    const sent = toSavable(newest(), stored.current.questions);
    const content = { ...settingsOf(newest()), questions: sent.questions };
    // While only an incomplete question is typed at, there is nothing new to save.
    if (JSON.stringify(content) === lastSent.current) {
      setUndecided(undefined);
      return;
    }
    const chosen = grading.current;
    const body = { ...content, version: stored.current.version, ...(chosen ? { grading: chosen } : {}) };
    try {
      stored.current = await api.put(path, quizSchema, { body });
      lastSent.current = JSON.stringify(content);
    } catch (error) {
      note(error);
      throw error;
    }
    const { regrade } = stored.current;
    if (chosen === 'regrade' && regrade) onRegraded(regrade, () => void undoRegrade());
    settle();
    onSaved(sent, stored.current);
  };
  const autosave = useAutosave<null>(send);
  const load = async () => {
    stored.current = await api.get(path, quizSchema);
    setConflict(false);
  };
  const saving: QuizSaving = {
    save: autosave.state,
    conflict,
    undecided,
    asksToDecide,
    async keepMine() {
      await load();
      autosave.change(null);
      await autosave.flush();
    },
    decide(choice) {
      grading.current = choice;
      setAsksToDecide(false);
      autosave.change(null);
      void autosave.flush();
    },
    decideLater: () => setAsksToDecide(false),
    askToDecide: () => setAsksToDecide(true),
  };
  return {
    saving,
    /** What the service has. */
    stored: () => stored.current,
    /** Asks the service what it has now. */
    load,
    /** Saves a little later. */
    saveSoon: () => {
      if (!conflict) autosave.change(null);
    },
    forgetUndecided: () => setUndecided(undefined),
  };
}
