import { copyQuestion, type DraftQuestion, type QuizDraft } from './quiz-draft.ts';

/** What can be done to the questions of a quiz. */
export interface QuestionEdits {
  setQuestion: (question: DraftQuestion) => void;
  /** Changes a question as it is by then, if it is still there. */
  changeQuestion: (key: string, turn: (question: DraftQuestion) => DraftQuestion) => void;
  add: (questions: readonly DraftQuestion[], at?: number) => void;
  duplicate: (key: string) => void;
  /** Takes a question away; gives the way back. */
  remove: (key: string) => () => void;
  move: (from: number, to: number) => void;
}

/** Changes the questions of the newest draft, whichever that is when it comes to it; `choose` opens one. */
export function editQuestions(
  newest: () => QuizDraft,
  change: (draft: QuizDraft) => void,
  choose: (key: string | undefined) => void,
): QuestionEdits {
  const setQuestions = (update: (questions: DraftQuestion[]) => DraftQuestion[]) =>
    change({ ...newest(), questions: update(newest().questions) });
  const changeQuestion: QuestionEdits['changeQuestion'] = (key, turn) =>
    setQuestions((questions) => questions.map((one) => (one.key === key ? turn(one) : one)));
  const add: QuestionEdits['add'] = (questions, at = newest().questions.length) => {
    setQuestions((before) => before.toSpliced(at, 0, ...questions));
    choose(questions[0]?.key);
  };
  const placeOf = (key: string) => newest().questions.findIndex((question) => question.key === key);
  return {
    changeQuestion,
    setQuestion: (question) => changeQuestion(question.key, () => question),
    add,
    duplicate(key) {
      const at = placeOf(key);
      const question = newest().questions[at];
      if (question) add([copyQuestion(question)], at + 1);
    },
    remove(key) {
      const { questions } = newest();
      const at = placeOf(key);
      const question = questions[at];
      const next = questions[at + 1] ?? questions[at - 1];
      setQuestions((before) => before.filter((one) => one.key !== key));
      choose(next?.key);
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
  };
}
