import { useEffect, useRef, useState } from 'preact/hooks';
import type { Attempt } from '../../../domain/api/learn.ts';
import type { Response, ShownQuestion } from '../../../domain/quiz.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { LearnState } from '../use-learn.ts';
import { createAnswerQueue, type AnswerQueue, type AnswerState } from './answer-queue.ts';
import { QuestionField } from './question-field.tsx';
import { isAnswered } from './response.ts';
import { t } from './texts.ts';

/** Typed answers wait for a pause; chosen ones are sent at once. */
const typingMs = 600;

/** All questions of an open attempt. Each answer is saved as it is given. */
export function AnswerForm({ attempt, state }: { attempt: Attempt; state: LearnState }) {
  const { queue, states } = useAnswerQueue(attempt, state);
  const [responses, setResponses] = useState<Record<string, Response>>({
    ...attempt.responses,
    ...queue.unsent,
  });
  const [unsent, setUnsent] = useState(0);
  const finish = useAction(async () => {
    const left = await queue.flush();
    setUnsent(left);
    if (left === 0) state.takeGrade(await state.api.grade(attempt.id));
  });
  const answer = (question: ShownQuestion, response: Response) => {
    setResponses((before) => ({ ...before, [question.id]: response }));
    const typed = question.type === 'short-answer' || question.type === 'numeric';
    queue.give(question.id, response, typed ? typingMs : 0);
  };
  const { questions } = attempt;
  const open = questions.filter((question) => !isAnswered(question, responses[question.id])).length;
  return (
    <form
      class="quiz-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!finish.busy) void finish.run();
      }}
    >
      {questions.map((question, index) => (
        <QuestionField
          key={question.id}
          question={question}
          pictureUrls={attempt.pictureUrls}
          place={t('question', { number: index + 1, count: questions.length })}
          response={responses[question.id]}
          saved={states[question.id]}
          onAnswer={(response) => answer(question, response)}
        />
      ))}
      <div class="quiz-finish">
        {finish.failure !== undefined && <Notice tone="bad" title={finish.failure} />}
        {unsent > 0 && finish.failure === undefined && (
          <Notice tone="warn" title={t('unsent', { count: unsent })} />
        )}
        <div class="row">
          <Button variant="primary" type="submit" busy={finish.busy}>
            {finish.busy ? t('grading') : open === 0 ? t('finish') : t('finishOpen', { count: open })}
          </Button>
          <span class="quiet figures">
            {t('answered', { answered: questions.length - open, count: questions.length })}
          </span>
        </div>
      </div>
    </form>
  );
}

function useAnswerQueue(attempt: Attempt, state: LearnState) {
  const [states, setStates] = useState<Record<string, AnswerState>>({});
  const queue = useRef<AnswerQueue>(null);
  queue.current ??= createAnswerQueue(
    attempt.id,
    (questionId, response, last) => state.api.saveResponse(attempt.id, questionId, response, last),
    (questionId, saved) => setStates((before) => ({ ...before, [questionId]: saved })),
  );
  useEffect(() => () => queue.current?.stop(), []);
  return { queue: queue.current, states };
}
