import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { Download, FileInput, ListPlus, Plus } from 'lucide-preact';
import {
  moduleSchema,
  quizSchema,
  type Module,
  type ModuleChapter,
  type Quiz,
} from '../../../domain/api/module.ts';
import type { RegradeCounts } from '../../../domain/regrade.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatMoment } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { SaveStateLine } from '../../ui/save-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { Page } from '../shell/page.tsx';
import { api } from '../shell/session.ts';
import { ExportDialog } from './export-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { QuestionEditor, sides } from './question-editor.tsx';
import { QuestionList } from './question-list.tsx';
import { t } from './question-type.ts';
import { toQuestion, type DraftQuestion } from './quiz-draft.ts';
import { QuizSettings } from './quiz-settings.tsx';
import { RegradeDialog, sentenceOfCounts } from './regrade-dialog.tsx';
import { useQuizEditor, type QuizEditor } from './use-quiz-editor.ts';
import { useQuizPictures, type QuizPictures } from './use-quiz-pictures.ts';
import { newQuestion } from './weights.ts';
import './quiz-page.css';

/** The quiz of one chapter: /modules/:id/chapters/:chapterId/quiz. */
export function QuizPage() {
  const { params } = useRoute();
  const moduleId = params['id'] ?? '';
  const chapterId = params['chapterId'] ?? '';
  const module = useResource(
    (signal) => api.get(`/api/modules/${moduleId}`, moduleSchema, { signal }),
    [moduleId],
  );
  const quiz = useResource(
    (signal) => api.get(`/api/chapters/${chapterId}/quiz`, quizSchema, { signal }),
    [chapterId],
  );
  const failure = module.failure ?? quiz.failure;
  const chapter = module.value?.chapters.find(({ id }) => id === chapterId);
  if (module.value && quiz.value && chapter) {
    return <EditorPage key={chapterId} module={module.value} chapter={chapter} quiz={quiz.value} />;
  }
  if (failure === undefined && !(module.value && quiz.value)) {
    return (
      <div class="page">
        <Waiting bars={[40, 320]} />
      </div>
    );
  }
  return (
    <Page title={t('page.plainTitle')} parent={{ href: `/modules/${moduleId}`, label: t('page.back') }}>
      <Notice tone="bad" title={failure ?? t('page.noChapter')} />
    </Page>
  );
}

function EditorPage({ module, chapter, quiz }: { module: Module; chapter: ModuleChapter; quiz: Quiz }) {
  const editor = useQuizEditor(chapter.id, quiz, (counts, undo) =>
    showToast({ message: t('regrade.done', { counts: sentenceOfCounts(counts) }), undo }),
  );
  const pictures = useQuizPictures(chapter.id, quiz.pictureUrls);
  const [importing, setImporting] = useState(false);
  const [exporting, setExporting] = useState(false);
  const { questions } = editor.draft;
  const addNew = () => editor.add([newQuestion(editor.chosen?.type ?? 'single-choice', sides())]);
  const addImported = (imported: DraftQuestion[]) => {
    editor.add(imported);
    setImporting(false);
    showToast({ message: t('import.added', { count: imported.length }) });
  };
  return (
    <Page
      title={t('page.title', { number: module.chapters.indexOf(chapter) + 1, chapter: chapter.title })}
      parent={{ href: `/modules/${module.id}?chapter=${chapter.id}`, label: module.title }}
      lead={<Lead editor={editor} />}
      actions={
        <>
          {questions.length > 0 && (
            <Button icon={Download} onClick={() => setExporting(true)}>
              {t('page.export')}
            </Button>
          )}
          <Button icon={FileInput} onClick={() => setImporting(true)}>
            {t('page.import')}
          </Button>
          <Button variant="primary" icon={Plus} onClick={addNew}>
            {t('page.add')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <Messages editor={editor} />
        {questions.length === 0 ? (
          <div class="card">
            <EmptyState icon={ListPlus} title={t('empty.title')}>
              {t('empty.text')}
            </EmptyState>
          </div>
        ) : (
          <div class="quiz-layout">
            <aside class="quiz-side">
              <nav class="card" aria-label={t('list.label')}>
                <QuestionList
                  questions={questions}
                  chosenKey={editor.chosen?.key}
                  lacks={editor.lacks}
                  onChoose={editor.choose}
                  onMove={editor.move}
                />
              </nav>
              <QuizSettings
                draft={editor.draft}
                modulePolicy={module.gradePolicy}
                onChange={editor.setSettings}
              />
            </aside>
            <Chosen editor={editor} pictures={pictures} />
          </div>
        )}
      </div>
      {exporting && (
        <ExportDialog
          questions={questions.filter(({ key }) => !editor.lacks.has(key)).map(toQuestion)}
          pictures={pictures}
          chapterTitle={chapter.title}
          onClose={() => setExporting(false)}
        />
      )}
      {editor.undecided && editor.asksToDecide && <RegradeDialog editor={editor} counts={editor.undecided} />}
      {importing && (
        <ImportDialog pictures={pictures} onAdd={addImported} onClose={() => setImporting(false)} />
      )}
    </Page>
  );
}

function Chosen({ editor, pictures }: { editor: QuizEditor; pictures: QuizPictures }) {
  const { chosen, draft } = editor;
  const [focusKey, setFocusKey] = useState<string>();
  useEffect(() => {
    if (chosen?.prompt === '' && focusKey !== chosen.key) {
      document.querySelector<HTMLElement>('.question-prompt')?.focus();
      setFocusKey(chosen.key);
    }
  }, [chosen?.key]);
  if (!chosen) return null;
  const at = draft.questions.indexOf(chosen);
  return (
    <QuestionEditor
      key={chosen.key}
      question={chosen}
      number={at + 1}
      count={draft.questions.length}
      lack={editor.lacks.get(chosen.key)}
      pictures={pictures}
      onChange={editor.setQuestion}
      onTurn={(turn) => editor.changeQuestion(chosen.key, turn)}
      onStep={(by) => {
        const next = draft.questions[at + by];
        if (next) editor.choose(next.key);
      }}
      onDuplicate={() => editor.duplicate(chosen.key)}
      onRemove={() => {
        const undo = editor.remove(chosen.key);
        showToast({ message: t('editor.removed', { number: at + 1 }), undo });
      }}
    />
  );
}

function Lead({ editor }: { editor: QuizEditor }) {
  const { questions } = editor.draft;
  return (
    <span class="quiz-lead">
      <span>{t('page.count', { count: questions.length })}</span>
      {editor.lacks.size > 0 && <span>{t('page.incomplete', { count: editor.lacks.size })}</span>}
      {editor.undecided === undefined && <SaveStateLine state={editor.save} />}
    </span>
  );
}

function Messages({ editor }: { editor: QuizEditor }) {
  const conflict = useRef<HTMLDivElement>(null);
  useEffect(() => conflict.current?.scrollIntoView({ block: 'center' }), [editor.conflict]);
  if (editor.conflict) {
    return (
      <div ref={conflict}>
        <Notice tone="bad" title={t('conflict.title')}>
          <p>{t('conflict.text')}</p>
          <div class="row">
            <Button small onClick={() => void editor.takeTheirs()}>
              {t('conflict.theirs')}
            </Button>
            <Button small onClick={() => void editor.keepMine()}>
              {t('conflict.mine')}
            </Button>
          </div>
        </Notice>
      </div>
    );
  }
  if (editor.undecided) return <Undecided editor={editor} counts={editor.undecided} />;
  if (editor.restoredAt === undefined) return null;
  return (
    <Notice tone="info" title={t('restored.title', { at: formatMoment(new Date(editor.restoredAt)) })}>
      <p>{t('restored.text')}</p>
      <Button
        small
        onClick={() => {
          const undo = editor.discardRestored();
          showToast({ message: t('restored.discarded'), undo });
        }}
      >
        {t('restored.discard')}
      </Button>
    </Notice>
  );
}

function Undecided({ editor, counts }: { editor: QuizEditor; counts: RegradeCounts }) {
  const discard = () => {
    const undo = editor.discardUndecided();
    showToast({ message: t('regrade.discarded'), undo });
  };
  return (
    <Notice tone="info" title={t('regrade.waits')}>
      <p>{sentenceOfCounts(counts)}</p>
      <div class="row">
        <Button small variant="primary" onClick={editor.askToDecide}>
          {t('regrade.decide')}
        </Button>
        <Button small onClick={discard}>
          {t('regrade.discard')}
        </Button>
      </div>
    </Notice>
  );
}
