import { useEffect, useRef } from 'preact/hooks';
import { Check, CircleCheck, CircleX, Minus, RotateCcw, X, type LucideIcon } from 'lucide-preact';
import type { Attempt } from '../../../domain/api/learn.ts';
import type { GradedQuestion, Response, ShownQuestion } from '../../../domain/quiz.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber, formatShare } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { attemptsLeft } from '../attempts-left.ts';
import type { QuizProps } from './quiz-props.ts';
import { QuestionPictures } from './question-pictures.tsx';
import { chosenPictures, describeResponse, picturesNamedIn } from './response.ts';
import { t } from './texts.ts';

/** The score of an attempt, and for each question what was right in it. */
export function GradedAttempt({ attempt, quiz, again }: Omit<QuizProps, 'state'>) {
  return (
    <div class="graded">
      <Score attempt={attempt} quiz={quiz} again={again} />
      <ol class="graded-list">
        {attempt.questions.map((question, index) => (
          <GradedLine
            key={question.id}
            question={question}
            pictureUrls={attempt.pictureUrls}
            place={t('question', { number: index + 1, count: attempt.questions.length })}
            response={attempt.responses[question.id]}
            graded={attempt.graded?.find((one) => one.questionId === question.id)}
          />
        ))}
      </ol>
    </div>
  );
}

function Score({ attempt, quiz, again }: Omit<QuizProps, 'state'>) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that was just sent is gone: focus goes to what came of it.
  useEffect(() => heading.current?.focus({ preventScroll: false }), [attempt.id]);
  const passed = attempt.passed === true;
  const canTryAgain = quiz.attemptsLeft !== 0;
  const { counted, gradePolicy } = quiz;
  const isOnlyOne = attempt.number === 1;
  return (
    <div class={`score ${passed ? 'score-passed' : 'score-open'}`}>
      <Icon of={passed ? CircleCheck : CircleX} size={28} />
      <div class="score-words">
        <h3 ref={heading} tabIndex={-1} class="figures">
          {t('result.score', {
            score: formatNumber(attempt.score ?? 0),
            max: formatNumber(attempt.maxScore ?? 0),
          })}
          {' · '}
          {t(passed ? 'result.passed' : 'result.notPassed')}
        </h3>
        <p class="figures">
          {!passed && `${t('result.needed', { share: formatShare(quiz.passMark) })} `}
          {counted !== null &&
            !isOnlyOne &&
            `${t(`result.counts.${gradePolicy}`, { score: formatNumber(counted.score), max: formatNumber(counted.maxScore) })} `}
          {attempt.answersShown !== 'yes' && `${t(`result.answers.${attempt.answersShown}`)} `}
          {quiz.attemptsLeft !== null && capitalised(attemptsLeft(quiz.attemptsLeft))}
        </p>
      </div>
      {canTryAgain && (
        <Button
          variant={passed ? 'normal' : 'primary'}
          icon={RotateCcw}
          busy={again.busy}
          onClick={again.run}
        >
          {t('result.again')}
        </Button>
      )}
    </div>
  );
}

const marks: Record<GradedQuestion['correct'], LucideIcon> = { yes: Check, partly: Minus, no: X };

function GradedLine(props: {
  question: ShownQuestion;
  pictureUrls: Attempt['pictureUrls'];
  place: string;
  response: Response | undefined;
  graded: NonNullable<Attempt['graded']>[number] | undefined;
}) {
  const { question, graded } = props;
  const answer = describeResponse(question, props.response);
  if (graded === undefined) return null;
  return (
    <li class={`graded-line graded-${graded.correct}`}>
      <p class="question-place quiet">{props.place}</p>
      <p class="question-prompt">{question.prompt}</p>
      <QuestionPictures pictures={question.pictures} urls={props.pictureUrls} />
      <p class="graded-mark figures">
        <Icon of={marks[graded.correct]} size={18} />
        <span class="strong">{t(`result.${graded.correct}`)}</span>
        <span class="quiet">
          {t('result.mark', { score: formatNumber(graded.score), mark: formatNumber(graded.mark) })}
        </span>
      </p>
      <dl class="graded-answers">
        <dt>{t('result.yours')}</dt>
        <dd>
          {answer.length === 0 ? (
            <span class="quiet">{t('result.none')}</span>
          ) : (
            answer.map((line) => <p key={line}>{line}</p>)
          )}
          <QuestionPictures pictures={chosenPictures(question, props.response)} urls={props.pictureUrls} />
        </dd>
        {graded.correct !== 'yes' && graded.rightAnswer !== null && (
          <>
            <dt>{t('result.right')}</dt>
            <dd>
              {graded.rightAnswer}
              <QuestionPictures
                pictures={picturesNamedIn(question, graded.rightAnswer)}
                urls={props.pictureUrls}
              />
            </dd>
          </>
        )}
      </dl>
      {graded.feedback.map((line) => (
        <p key={line} class="graded-feedback">
          {line}
        </p>
      ))}
    </li>
  );
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1) + '.';
}
