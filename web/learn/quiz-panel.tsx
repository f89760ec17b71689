import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ChevronUp } from 'lucide-preact';
import type { LearnChapter } from '../../domain/api/learn.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { formatNumber, formatShare } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { useAction } from '../ui/use-action.ts';
import type { QuizProps } from './quiz/quiz-props.ts';
import { attemptsLeft } from './attempts-left.ts';
import { t } from './texts.ts';
import type { LearnState } from './use-learn.ts';
import './quiz-panel.css';

type ChapterQuiz = NonNullable<LearnChapter['quiz']>;

/** The chapter's quiz, folded until it is wanted. Its questions come with a part of the page that is loaded then. */
export function QuizPanel(props: {
  chapter: LearnChapter;
  quiz: ChapterQuiz;
  state: LearnState;
  open: boolean;
  onToggle: (open: boolean) => void;
}) {
  const { chapter, quiz, state, open } = props;
  const { Quiz, failed, retry } = useQuizPart(open);
  const begin = useAction(async () => {
    props.onToggle(true);
    state.takeAttempt(chapter.id, await state.api.openAttempt(chapter.id));
  });
  const canBegin = quiz.attempt?.state === 'open' || quiz.attemptsLeft !== 0;
  // Unfolded by the end of the video: there is nothing to show until an attempt stands.
  useEffect(() => {
    if (open && quiz.attempt === null && canBegin && !begin.busy) void begin.run();
  }, [open]);
  return (
    <div id="quiz" class="quiz-panel" tabIndex={-1}>
      <Card
        title={quiz.title}
        flush={!open}
        actions={
          open ? (
            <Button variant="quiet" small icon={ChevronUp} onClick={() => props.onToggle(false)}>
              {t('quiz.hide')}
            </Button>
          ) : (
            <QuizAction
              quiz={quiz}
              busy={begin.busy}
              onBegin={begin.run}
              onLook={() => props.onToggle(true)}
            />
          )
        }
      >
        {!open && <Summary quiz={quiz} />}
        {begin.failure !== undefined && (
          <Notice tone="bad" title={begin.failure}>
            <Button small busy={begin.busy} onClick={() => void begin.run()}>
              {t('trouble.retry')}
            </Button>
          </Notice>
        )}
        {open && failed && (
          <Notice tone="bad" title={t('quiz.failed')}>
            <Button small onClick={retry}>
              {t('trouble.retry')}
            </Button>
          </Notice>
        )}
        {open && !failed && quiz.attempt !== null && Quiz === undefined && (
          <p role="status">{t('quiz.loading')}</p>
        )}
        {open && quiz.attempt !== null && Quiz !== undefined && (
          <Quiz
            key={quiz.attempt.id}
            attempt={quiz.attempt}
            quiz={quiz}
            state={state}
            again={{ run: () => void begin.run(), busy: begin.busy }}
          />
        )}
      </Card>
    </div>
  );
}

function QuizAction(props: { quiz: ChapterQuiz; busy: boolean; onBegin: () => unknown; onLook: () => void }) {
  const { quiz } = props;
  if (quiz.attempt === null) {
    if (quiz.attemptsLeft === 0) return null;
    return (
      <Button variant="primary" busy={props.busy} onClick={props.onBegin}>
        {t('quiz.start')}
      </Button>
    );
  }
  if (quiz.attempt.state === 'open') {
    return (
      <Button variant="primary" onClick={props.onLook}>
        {t('quiz.resume')}
      </Button>
    );
  }
  return <Button onClick={props.onLook}>{t('quiz.look')}</Button>;
}

function Summary({ quiz }: { quiz: ChapterQuiz }) {
  const { counted } = quiz;
  const parts = [
    t('quiz.questions', { count: quiz.questionCount }),
    t('quiz.pass', { share: formatShare(quiz.passMark) }),
    ...(quiz.attemptsLeft === null ? [] : [attemptsLeft(quiz.attemptsLeft)]),
  ];
  return (
    <p class="quiz-summary quiet figures">
      {counted !== null && (
        <span class="strong">
          {t('quiz.counted', { score: formatNumber(counted.score), max: formatNumber(counted.maxScore) })}
          {counted.passed ? `, ${t('quiz.passed')}` : ''} ·{' '}
        </span>
      )}
      {parts.join(' · ')}
    </p>
  );
}

/** The part of the page that asks and shows answers, fetched when first needed. */
function useQuizPart(wanted: boolean) {
  const [part, setPart] = useState<{ Quiz?: ComponentType<QuizProps>; failed: boolean }>({ failed: false });
  const asked = useRef(false);
  const load = () => {
    asked.current = true;
    setPart({ failed: false });
    import('./quiz/quiz.tsx').then(
      ({ Quiz }) => setPart({ Quiz, failed: false }),
      () => setPart({ failed: true }),
    );
  };
  useEffect(() => {
    if (wanted && !asked.current) load();
  }, [wanted]);
  return { ...part, retry: load };
}
