import { useEffect, useState } from 'preact/hooks';
import { ArrowRight, CircleCheck } from 'lucide-preact';
import type { ChecklistItem, Learn, LearnChapter } from '../../domain/api/learn.ts';
import { Button } from '../ui/button.tsx';
import { formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { ChapterList } from './chapter-list.tsx';
import { Checklist } from './checklist.tsx';
import { Downloads } from './downloads.tsx';
import { Player } from './player.tsx';
import { QuizPanel } from './quiz-panel.tsx';
import { ReceiptLine } from './receipt-line.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { t } from './texts.ts';
import { TranscriptPanel } from './transcript-panel.tsx';
import type { LearnState } from './use-learn.ts';

/** A download counts as opened when its answer begins; the page asks for the new state a little later. */
const downloadMs = 1_500;

/** A module or chapter at work: the video first, then what is to be done, and the module's chapters beside it. */
export function Activity({ learn, state }: { learn: Learn; state: LearnState }) {
  const [chapter, choose] = useCurrentChapter(learn.chapters);
  const [quizOpenOf, setQuizOpenOf] = useState<string | undefined>(() =>
    chapter.quiz?.attempt?.state === 'open' ? chapter.id : undefined,
  );
  const [media, setMedia] = useState<HTMLMediaElement | null>(null);
  const [announcement, announce] = useState('');
  const isModule = learn.chapters.length > 1;
  const next = learn.chapters[learn.chapters.indexOf(chapter) + 1];
  const open = (other: LearnChapter) => {
    choose(other);
    setQuizOpenOf(other.quiz?.attempt?.state === 'open' ? other.id : undefined);
    announce(t('chapters.changed', { index: learn.chapters.indexOf(other) + 1, title: other.title }));
    window.scrollTo({ top: 0 });
  };
  const unfoldQuiz = () => {
    if (!shouldUnfold(chapter)) return;
    setQuizOpenOf(chapter.id);
    announce(t('quiz.unfolded'));
  };
  return (
    <div class={isModule ? 'learn learn-module' : 'learn'}>
      <main class="learn-main">
        <Player
          key={chapter.id}
          chapter={chapter}
          onWatched={async (progress, last) => {
            state.takeProgress(chapter.id, await state.api.saveProgress(chapter.id, progress, last));
          }}
          onEnded={unfoldQuiz}
          onMedia={setMedia}
          onStale={async () => clipUrlIn(await state.renew(), chapter)}
        />
        <div class="learn-words">
          <header class="learn-head">
            <div class="learn-title">
              <h1>{chapter.title}</h1>
              <p class="quiet figures">{subtitleOf(learn, chapter)}</p>
            </div>
            <ReceiptLine receipt={learn.receipt} platform={learn.platformName} />
          </header>
          <Checklist chapter={chapter} onChoose={goTo} />
          {chapter.complete && (
            <p class="learn-complete" role="status">
              <Icon of={CircleCheck} size={18} /> {t('checklist.allDone')}
            </p>
          )}
          {chapter.quiz !== null && (
            <QuizPanel
              key={`quiz ${chapter.id}`}
              chapter={chapter}
              quiz={chapter.quiz}
              state={state}
              open={quizOpenOf === chapter.id}
              onToggle={(isOpen) => setQuizOpenOf(isOpen ? chapter.id : undefined)}
            />
          )}
          <Downloads
            ofChapter={chapter}
            ofModule={learn}
            saveAs={state.api.noteOpened !== undefined}
            onOpen={(file) => {
              state.api.noteOpened?.(file.id);
              window.setTimeout(() => void state.refresh().catch(() => undefined), downloadMs);
            }}
          />
          {chapter.captionsUrl !== null && (
            <TranscriptPanel key={`said ${chapter.id}`} media={media} url={chapter.captionsUrl} />
          )}
          {next !== undefined && (
            <div class="learn-next">
              <Button variant={chapter.complete ? 'primary' : 'normal'} onClick={() => open(next)}>
                {t('chapters.next', { title: next.title })}
                <Icon of={ArrowRight} />
              </Button>
            </div>
          )}
          <Shortcuts hasPicture={chapter.hasPicture} />
        </div>
      </main>
      {isModule && (
        <aside class="learn-rail">
          <ChapterList
            title={learn.moduleTitle}
            chapters={learn.chapters}
            current={chapter}
            onChoose={open}
          />
        </aside>
      )}
      <p class="unseen" role="status">
        {announcement}
      </p>
    </div>
  );
}

/** The chapter on the page: the one in the address (a reload), else the first that is not complete. */
function useCurrentChapter(chapters: Learn['chapters']): [LearnChapter, (chapter: LearnChapter) => void] {
  const [id, setId] = useState(() => {
    const named = chapters.find((chapter) => location.hash === `#chapter-${chapter.index}`);
    return (named ?? chapters.find((chapter) => !chapter.complete) ?? chapters[0])?.id;
  });
  const current = chapters.find((chapter) => chapter.id === id) ?? firstOf(chapters);
  useEffect(() => {
    document.title = current.title;
  }, [current.title]);
  return [
    current,
    (chapter) => {
      setId(chapter.id);
      history.replaceState(null, '', `#chapter-${chapter.index}`);
    },
  ];
}

function firstOf(chapters: Learn['chapters']): LearnChapter {
  const [first] = chapters;
  if (first === undefined) throw new Error('An activity has at least one chapter.');
  return first;
}

/** At the end of the video the quiz unfolds by itself, unless it is passed or used up. */
function shouldUnfold({ quiz }: LearnChapter): boolean {
  if (quiz === null || quiz.counted?.passed === true) return false;
  return quiz.attempt?.state === 'open' || quiz.attemptsLeft !== 0;
}

function subtitleOf(learn: Learn, chapter: LearnChapter): string {
  const length = formatTime(chapter.durationMs);
  const place =
    learn.chapters.length > 1
      ? t('chapterOf', { index: learn.chapters.indexOf(chapter) + 1, count: learn.chapters.length })
      : learn.moduleTitle;
  return `${place} · ${length}`;
}

function clipUrlIn(learn: Learn, chapter: LearnChapter): string {
  return learn.chapters.find((one) => one.id === chapter.id)?.clipUrl ?? chapter.clipUrl;
}

/** Brings the part of the page that a line of the checklist is about into view, and the focus with it. */
function goTo(kind: ChecklistItem['kind']): void {
  const target = { watch: '.player-box', quiz: '#quiz', template: '#downloads' }[kind];
  const element = document.querySelector(target);
  if (!(element instanceof HTMLElement)) return;
  element.scrollIntoView({ block: kind === 'watch' ? 'start' : 'nearest', behavior: 'smooth' });
  element.focus({ preventScroll: true });
}
