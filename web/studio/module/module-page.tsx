import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { Send, Share2, Undo2 } from 'lucide-preact';
import { moduleSchema, type Module } from '../../../domain/api/module.ts';
import { ApiError } from '../../ui/api.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { SaveStateLine } from '../../ui/save-state.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { Page } from '../shell/page.tsx';
import { api } from '../shell/session.ts';
import { ChapterRail, type Choice } from './chapter-rail.tsx';
import { ChapterInspector, ModuleInspector } from './inspector.tsx';
import { sentenceOfState } from './module-state.ts';
import { ShareDialog } from './share-dialog.tsx';
import { t as share } from './share-texts.ts';
import { Stage } from './stage.tsx';
import type { SeekRequest } from './stage-player.tsx';
import { ProposedOutline } from './proposed-outline.tsx';
import { t } from './texts.ts';
import { useBoundaries } from './use-boundaries.ts';
import { useDrawn } from './use-drawn.ts';
import { useModule, type LiveModule } from './use-module.ts';
import './module-page.css';

/** The module editor: /modules/:id, `?chapter=` opens one of its chapters. */
export function ModulePage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  return <OneModule key={id} id={id} />;
}

function OneModule({ id }: { id: string }) {
  const live = useModule(id);
  if (live.value) return <Editor module={live.value} live={live} />;
  const isGone = live.error instanceof ApiError && live.error.status === 404;
  return (
    <Page title={t(isGone ? 'page.gone' : 'page.title')} parent={{ href: '/', label: t('page.library') }}>
      {live.failure === undefined ? (
        <Waiting bars={[40, 360, 120]} />
      ) : (
        <Notice tone="bad" title={live.failure} />
      )}
    </Page>
  );
}

function Editor({ module, live }: { module: Module; live: LiveModule }) {
  const [choice, setChoice] = useState<Choice>(() => choiceOf(module));
  const [seek, setSeek] = useState<SeekRequest | undefined>(() => startOf(module, choice));
  const boundaries = useBoundaries(module, live.set);
  const drawn = useDrawn(module.recordingId);
  const chapter = choice.kind === 'chapter' ? module.chapters.find(({ id }) => id === choice.id) : undefined;
  const choose = (next: Choice) => {
    setChoice(next);
    rememberChoice(next);
    const chosen =
      next.kind === 'chapter' ? boundaries.intervals.find(({ id }) => id === next.id) : undefined;
    setSeek({ ms: chosen?.startMs ?? 0 });
  };
  return (
    <Page
      title={module.title}
      parent={{ href: '/', label: t('page.library') }}
      lead={<Lead module={module} live={live} />}
      actions={<Actions module={module} onSet={live.set} />}
    >
      <div class="stack module-page">
        <Obstacles module={module} />
        <WaitingPolls module={module} />
        <ProposedOutline module={module} onSet={live.set} />
        {module.chapters.length === 0 ? (
          <div class="card">
            <EmptyState title={t('page.noChapters')}>{t('page.noChaptersText')}</EmptyState>
          </div>
        ) : (
          <div class="module-layout">
            <ChapterRail module={module} choice={choice} onChoose={choose} onSet={live.set} />
            <Stage
              module={module}
              chapter={chapter}
              boundaries={boundaries}
              drawn={drawn}
              seek={seek}
              onChoose={(id) => choose({ kind: 'chapter', id })}
              onSet={live.set}
              onStale={live.refresh}
            />
            {chapter ? (
              <ChapterInspector
                module={module}
                chapter={chapter}
                live={live}
                onSeekRecording={(ms) => setSeek({ ms })}
              />
            ) : (
              <ModuleInspector module={module} live={live} onSeekRecording={(ms) => setSeek({ ms })} />
            )}
          </div>
        )}
      </div>
    </Page>
  );
}

function Lead({ module, live }: { module: Module; live: LiveModule }) {
  const { tone, words } = sentenceOfState(module);
  return (
    <span class="module-lead">
      <span role="status">
        <Badge tone={tone}>{words}</Badge>
      </span>
      <SaveStateLine state={live.save} />
    </span>
  );
}

/** Publishing is the page's one primary action; once done, the way back is a quiet one. */
function Actions({ module, onSet }: { module: Module; onSet: (module: Module) => void }) {
  const ask = useAction(async (verb: 'publish' | 'retract') => {
    onSet(await api.post(`/api/modules/${module.id}/${verb}`, moduleSchema));
  });
  const publish = async () => {
    if (await ask.run('publish')) showToast({ message: t('publish.done') });
  };
  const retract = async () => {
    if (await ask.run('retract')) showToast({ message: t('retract.done'), undo: () => void publish() });
  };
  const [sharing, setSharing] = useState(false);
  return (
    <>
      {ask.failure !== undefined && <span class="module-refusal">{ask.failure}</span>}
      <Button icon={Share2} onClick={() => setSharing(true)}>
        {share('action')}
      </Button>
      {sharing && <ShareDialog module={module} onClose={() => setSharing(false)} />}
      {module.state === 'published' ? (
        <Button icon={Undo2} busy={ask.busy} onClick={() => void retract()}>
          {t('retract.action')}
        </Button>
      ) : (
        <Button
          variant="primary"
          icon={Send}
          busy={ask.busy}
          disabled={module.obstacles.length > 0}
          describedBy={module.obstacles.length > 0 ? 'obstacles' : undefined}
          onClick={() => void publish()}
        >
          {t(module.state === 'retracted' ? 'publish.again' : 'publish.action')}
        </Button>
      )}
    </>
  );
}

/** Why the module cannot be published yet. A published one keeps its clips whatever happens to the new ones. */
function Obstacles({ module }: { module: Module }) {
  const { obstacles } = module;
  if (obstacles.length === 0) return null;
  const isPublished = module.state === 'published';
  const needsHelp = module.chapters.some(({ state }) => state === 'failed' || state === 'cancelled');
  return (
    <div id="obstacles">
      <Notice
        tone={needsHelp && !isPublished ? 'warn' : 'info'}
        title={t(isPublished ? 'obstacles.published' : 'obstacles.title')}
      >
        <ul class="obstacles">
          {obstacles.slice(0, 6).map((obstacle) => (
            <li key={obstacle}>{obstacle}</li>
          ))}
          {obstacles.length > 6 && <li>{t('obstacles.more', { count: obstacles.length - 6 })}</li>}
        </ul>
      </Notice>
    </div>
  );
}

/** Publishing goes without them: learners never see a question whose answer nobody marked. */
function WaitingPolls({ module }: { module: Module }) {
  const waiting = module.pollDrafts.filter(({ state }) => state === 'offered').length;
  return waiting === 0 ? null : <Notice tone="info" title={t('polls.notice', { count: waiting })} />;
}

/** Where a page that opens at a chapter puts the video; at the very start it needs no telling. */
function startOf(module: Module, choice: Choice): SeekRequest | undefined {
  const chapter = choice.kind === 'chapter' ? module.chapters.find(({ id }) => id === choice.id) : undefined;
  return chapter && chapter.startMs > 0 ? { ms: chapter.startMs } : undefined;
}

function choiceOf(module: Module): Choice {
  const asked = new URLSearchParams(location.search).get('chapter');
  const chapter = module.chapters.find(({ id }) => id === asked) ?? module.chapters[0];
  return chapter ? { kind: 'chapter', id: chapter.id } : { kind: 'module' };
}

/** A reload, and the way back from the quiz, end at the same chapter. */
function rememberChoice(choice: Choice): void {
  const address = new URL(location.href);
  if (choice.kind === 'chapter') address.searchParams.set('chapter', choice.id);
  else address.searchParams.delete('chapter');
  history.replaceState(history.state, '', address);
}
