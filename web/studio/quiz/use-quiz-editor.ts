import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { quizSchema, type Quiz } from '../../../domain/api/module.ts';
import type { QuizSettings } from '../../../domain/quiz.ts';
import { regradeCountsSchema, type GradingChoice, type RegradeCounts } from '../../../domain/regrade.ts';
import { ApiError } from '../../ui/api.ts';
import { useAutosave, type SaveState } from '../../ui/use-autosave.ts';
import { api } from '../shell/session.ts';
import { findKeptDraft, forgetDraft, keepDraft } from './draft-store.ts';
import {
  adoptIds,
  copyQuestion,
  findLack,
  settingsOf,
  toDraft,
  toSavable,
  type DraftQuestion,
  type QuizDraft,
} from './quiz-draft.ts';

/** A quiz being edited: the draft, which question is chosen, and how its saving goes. */
export interface QuizEditor {
  draft: QuizDraft;
  chosen: DraftQuestion | undefined;
  choose: (key: string) => void;
  setSettings: (settings: Partial<QuizSettings>) => void;
  setQuestion: (question: DraftQuestion) => void;
  add: (questions: readonly DraftQuestion[], at?: number) => void;
  duplicate: (key: string) => void;
  /** Takes a question away; gives the way back. */
  remove: (key: string) => () => void;
  move: (from: number, to: number) => void;
  /** By key: what a question lacks, so that it is not saved yet. */
  lacks: ReadonlyMap<string, string>;
  save: SaveState;
  /** Somebody else saved the quiz meanwhile. */
  conflict: boolean;
  takeTheirs: () => Promise<void>;
  keepMine: () => Promise<void>;
  /** What the change would do to grades that were given: nothing is saved before somebody decides. */
  undecided: RegradeCounts | undefined;
  /** Whether to ask for that now; after `decideLater` not by itself. */
  asksToDecide: boolean;
  decide: (grading: GradingChoice) => void;
  decideLater: () => void;
  askToDecide: () => void;
  /** When the draft that this browser had kept was put back. */
  restoredAt: string | undefined;
  /** Goes back to what is saved; gives the way back to the draft. */
  discardRestored: () => () => void;
  /** Goes back to what is saved; gives the way back to the draft. */
  discardUndecided: () => () => void;
}

/**
 * Edits a chapter's quiz: whatever is complete is saved by itself, the rest stays in this browser. `onRegraded` is told the
 * counts and given the way back.
 */
export function useQuizEditor(
  chapterId: string,
  quiz: Quiz,
  onRegraded: (counts: RegradeCounts, undo: () => void) => void,
): QuizEditor {
  const kept = useMemo(() => findUnsaved(chapterId, quiz), []);
  const [draft, setDraft] = useState<QuizDraft>(() => kept?.draft ?? toDraft(quiz));
  const [chosenKey, setChosenKey] = useState(draft.questions[0]?.key);
  const [conflict, setConflict] = useState(false);
  const [restoredAt, setRestoredAt] = useState(kept?.at);
  const stored = useRef(quiz);
  const newest = useRef(draft);
  const lastSent = useRef('');
  const [undecided, setUndecided] = useState<RegradeCounts>();
  const [asksToDecide, setAsksToDecide] = useState(false);
  const grading = useRef<GradingChoice>();

  const show = (next: QuizDraft) => {
    newest.current = next;
    setDraft(next);
  };
  const send = async (): Promise<void> => {
    const sent = toSavable(newest.current, stored.current.questions);
    const content = { ...settingsOf(newest.current), questions: sent.questions };
    // While only an incomplete question is typed at, there is nothing new to save.
    if (JSON.stringify(content) === lastSent.current) {
      setUndecided(undefined);
      return;
    }
    try {
      const chosen = grading.current;
      const body = { ...content, version: stored.current.version, ...(chosen ? { grading: chosen } : {}) };
      stored.current = await api.put(`/api/chapters/${chapterId}/quiz`, quizSchema, { body });
      lastSent.current = JSON.stringify(content);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'quiz-changed') setConflict(true);
      if (error instanceof ApiError && error.code === 'quiz-regrade-needed') {
        if (!undecided) setAsksToDecide(true);
        setUndecided(regradeCountsSchema.parse(error.document));
      }
      throw error;
    }
    const { regrade } = stored.current;
    if (grading.current === 'regrade' && regrade) onRegraded(regrade, () => void undoRegrade());
    grading.current = undefined;
    setUndecided(undefined);
    setAsksToDecide(false);
    show(adoptIds(newest.current, sent, stored.current.questions));
    keepWhatIsUnsaved(chapterId, stored.current, newest.current);
    if (lacksOf(newest.current).size === 0) setRestoredAt(undefined);
  };
  const autosave = useAutosave<null>(send);
  const change = (next: QuizDraft) => {
    show(next);
    keepDraft(chapterId, stored.current.version, next);
    if (!conflict) autosave.change(null);
  };
  const setQuestions = (update: (questions: DraftQuestion[]) => DraftQuestion[]) =>
    change({ ...newest.current, questions: update(newest.current.questions) });

  const add = (questions: readonly DraftQuestion[], at = newest.current.questions.length) => {
    setQuestions((before) => before.toSpliced(at, 0, ...questions));
    setChosenKey(questions[0]?.key);
  };
  const load = useCallback(async () => {
    stored.current = await api.get(`/api/chapters/${chapterId}/quiz`, quizSchema);
    setConflict(false);
  }, [chapterId]);

  const discard = () => {
    const before = newest.current;
    change(toDraft(stored.current));
    return () => change(before);
  };
  const undoRegrade = async () => {
    const body = { version: stored.current.version };
    const path = `/api/chapters/${chapterId}/quiz/undo-regrade`;
    stored.current = await api.post(path, quizSchema, { body });
    lastSent.current = '';
    forgetDraft(chapterId);
    show(toDraft(stored.current));
  };

  return {
    draft,
    chosen: draft.questions.find(({ key }) => key === chosenKey) ?? draft.questions[0],
    choose: setChosenKey,
    setSettings: (settings) => change({ ...newest.current, ...settings }),
    setQuestion: (question) =>
      setQuestions((questions) => questions.map((one) => (one.key === question.key ? question : one))),
    add,
    duplicate(key) {
      const at = newest.current.questions.findIndex((question) => question.key === key);
      const question = newest.current.questions[at];
      if (question) add([copyQuestion(question)], at + 1);
    },
    remove(key) {
      const at = newest.current.questions.findIndex((question) => question.key === key);
      const question = newest.current.questions[at];
      const next = newest.current.questions[at + 1] ?? newest.current.questions[at - 1];
      setQuestions((questions) => questions.filter((one) => one.key !== key));
      setChosenKey(next?.key);
      return () => {
        if (question) add([question], at);
      };
    },
    move(from, to) {
      setQuestions((questions) => {
        const [question] = questions.slice(from, from + 1);
        return question ? questions.toSpliced(from, 1).toSpliced(to, 0, question) : questions;
      });
    },
    lacks: useMemo(() => lacksOf(draft), [draft]),
    save: autosave.state,
    conflict,
    async takeTheirs() {
      await load();
      forgetDraft(chapterId);
      show(toDraft(stored.current));
      setChosenKey(undefined);
    },
    async keepMine() {
      await load();
      autosave.change(null);
      await autosave.flush();
    },
    restoredAt,
    discardRestored() {
      setRestoredAt(undefined);
      return discard();
    },
    undecided,
    asksToDecide,
    decide(choice) {
      grading.current = choice;
      setAsksToDecide(false);
      autosave.change(null);
      void autosave.flush();
    },
    decideLater: () => setAsksToDecide(false),
    askToDecide: () => setAsksToDecide(true),
    discardUndecided() {
      setUndecided(undefined);
      return discard();
    },
  };
}

/** What this browser kept and the service lacks. On a newer version, only the questions that were never saved. */
function findUnsaved(chapterId: string, quiz: Quiz): { draft: QuizDraft; at: string } | undefined {
  const kept = findKeptDraft(chapterId);
  if (!kept) return undefined;
  if (kept.version === quiz.version) return kept;
  const unsaved = kept.draft.questions.filter(({ id }) => id === undefined);
  if (unsaved.length === 0) return undefined;
  const draft = toDraft(quiz);
  return { at: kept.at, draft: { ...draft, questions: [...draft.questions, ...unsaved] } };
}

function keepWhatIsUnsaved(chapterId: string, stored: Quiz, draft: QuizDraft): void {
  if (lacksOf(draft).size > 0) keepDraft(chapterId, stored.version, draft);
  else forgetDraft(chapterId);
}

function lacksOf(draft: QuizDraft): ReadonlyMap<string, string> {
  const lacks = draft.questions.map((question) => [question.key, findLack(question)] as const);
  return new Map(lacks.flatMap(([key, lack]) => (lack === undefined ? [] : [[key, lack]])));
}
