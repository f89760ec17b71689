import { ListChecks } from 'lucide-preact';
import { quizSchema, type Module, type ModuleChapter } from '../../../domain/api/module.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatNumber, formatShare } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { typeIcon, typeName } from '../quiz/question-type.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';

/** A chapter's quiz in short, and the way to its editor. */
export function QuizSummary({ module, chapter }: { module: Module; chapter: ModuleChapter }) {
  const href = `/modules/${module.id}/chapters/${chapter.id}/quiz`;
  const quiz = useResource(
    (signal) => api.get(`/api/chapters/${chapter.id}/quiz`, quizSchema, { signal }),
    [chapter.id, chapter.questionCount],
  );
  if (quiz.failure !== undefined) return <Notice tone="bad" title={quiz.failure} />;
  if (!quiz.value) return <Waiting bars={[20, 120]} />;
  const { questions, passMark, attemptsAllowed } = quiz.value;
  if (questions.length === 0) {
    return (
      <EmptyState
        icon={ListChecks}
        title={t('quiz.none')}
        actions={<LinkButton href={href}>{t('quiz.make')}</LinkButton>}
      >
        {t('quiz.noneText')}
      </EmptyState>
    );
  }
  const marks = questions.reduce((sum, { mark }) => sum + mark, 0);
  return (
    <div class="stack">
      <p>
        {t('quiz.rules', {
          count: questions.length,
          marks: formatNumber(marks),
          pass: formatShare(passMark),
        })}{' '}
        {attemptsAllowed === null ? t('quiz.unlimited') : t('quiz.attempts', { count: attemptsAllowed })}
      </p>
      <ol class="quiz-lines">
        {questions.map((question, index) => (
          <li key={question.id}>
            <span class="quiet figures">{index + 1}</span>
            <span class="quiz-line-prompt">{question.prompt}</span>
            <span class="quiet" title={typeName(question.type)}>
              <Icon of={typeIcon(question.type)} size={14} />
              <span class="unseen">{typeName(question.type)}</span>
            </span>
          </li>
        ))}
      </ol>
      <div>
        <LinkButton href={href}>{t('quiz.edit')}</LinkButton>
      </div>
    </div>
  );
}
