import { useMemo, useRef, useState } from 'preact/hooks';
import type { Quiz } from '../../../domain/api/module.ts';
import type { QuizSettings } from '../../../domain/quiz.ts';
import type { RegradeCounts } from '../../../domain/regrade.ts';
import { findKeptDraft, forgetDraft, keepDraft } from './draft-store.ts';
import { editQuestions, type QuestionEdits } from './edit-questions.ts';
import { adoptIds, findLack, toDraft, type DraftQuestion, type QuizDraft } from './quiz-draft.ts';
import { useQuizSaving, type QuizSaving } from './use-quiz-saving.ts';

/** A quiz being edited: the draft, which question is chosen, and how its saving goes. */
export interface QuizEditor extends QuestionEdits, QuizSaving {
  draft: QuizDraft;
  chosen: DraftQuestion | undefined;
  choose: (key: string) => void;
  setSettings: (settings: Partial<QuizSettings>) => void;
  /** By key: what a question lacks, so that it is not saved yet. */
  lacks: ReadonlyMap<string, string>;
  takeTheirs: () => Promise<void>;
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
  const [restoredAt, setRestoredAt] = useState(kept?.at);
  const newest = useRef(draft);

  const show = (next: QuizDraft) => {
    newest.current = next;
    setDraft(next);
  };
  const { saving, stored, load, saveSoon, forgetUndecided } = useQuizSaving(chapterId, quiz, {
    newest: () => newest.current,
    onRegraded,
    onSaved(sent, saved) {
      show(adoptIds(newest.current, sent, saved.questions));
      keepWhatIsUnsaved(chapterId, saved, newest.current);
      if (lacksOf(newest.current).size === 0) setRestoredAt(undefined);
    },
    onUndone(saved) {
      forgetDraft(chapterId);
      show(toDraft(saved));
    },
  });
  const change = (next: QuizDraft) => {
    show(next);
    keepDraft(chapterId, stored().version, next);
    saveSoon();
  };
  const discard = () => {
    const before = newest.current;
    change(toDraft(stored()));
    return () => change(before);
  };

  return {
    ...saving,
    ...editQuestions(() => newest.current, change, setChosenKey),
    draft,
    chosen: draft.questions.find(({ key }) => key === chosenKey) ?? draft.questions[0],
    choose: setChosenKey,
    setSettings: (settings) => change({ ...newest.current, ...settings }),
    lacks: useMemo(() => lacksOf(draft), [draft]),
    async takeTheirs() {
      await load();
      forgetDraft(chapterId);
      show(toDraft(stored()));
      setChosenKey(undefined);
    },
    restoredAt,
    discardRestored() {
      setRestoredAt(undefined);
      return discard();
    },
    discardUndecided() {
      forgetUndecided();
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
