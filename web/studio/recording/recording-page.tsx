import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ArrowRight, Pencil, RotateCw, Trash2, X } from 'lucide-preact';
import { moduleSchema } from '../../../domain/api/module.ts';
import { recordingSchema, type ChapterProgress, type Recording } from '../../../domain/api/recording.ts';
import { ApiError, sentenceOf } from '../../ui/api.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton, LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Progress, Waiting } from '../../ui/progress.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { stateSentence } from '../library/recording-state.ts';
import { Page } from '../shell/page.tsx';
import { api } from '../shell/session.ts';
import { ChapterCards, ChapterLine } from './chapter-strip.tsx';
import { DeleteDialog, RenameDialog } from './recording-dialogs.tsx';
import { DraftChapters } from './draft-chapters.tsx';
import { readOutlineDraft } from './outline-draft.ts';
import { OutlineFix } from './outline-fix.tsx';
import { RecordingFacts, RecordingWarnings, StepLog } from './recording-aside.tsx';
import { UploadSection } from './upload-section.tsx';
import { useRecording } from './use-recording.ts';
import './recording-page.css';

const t = texts('recording', en);

/** /recordings/:id: a recording at work: its chapters as they are cut, what happened, and what can be done about it. */
export function RecordingPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  return <OneRecording key={id} id={id} />;
}

function OneRecording({ id }: { id: string }) {
  const live = useRecording(id);
  const recording = live.value;
  if (recording) return <Shown recording={recording} isLive={live.isLive} onChange={live.set} />;
  const isGone = live.error instanceof ApiError && live.error.status === 404;
  return (
    <Page title={t(isGone ? 'work.gone' : 'untitled')} parent={{ href: '/', label: t('library') }}>
      {live.failure ? (
        <Notice tone="bad" title={t('work.failedToLoad')}>
          {live.failure}
        </Notice>
      ) : (
        <Waiting bars={[40, 220, 120]} />
      )}
    </Page>
  );
}

function Shown(props: { recording: Recording; isLive: boolean; onChange: (recording: Recording) => void }) {
  const { recording, onChange } = props;
  const [dialog, setDialog] = useState<'rename' | 'delete'>();
  const { chapters } = recording;
  const needsOutline =
    recording.state === 'waiting' || (recording.failure?.code.startsWith('outline-') ?? false);
  return (
    <Page
      title={recording.title || t('untitled')}
      parent={{ href: '/', label: t('library') }}
      lead={<Lead recording={recording} />}
      actions={
        <>
          <IconButton icon={Pencil} label={t('work.rename')} onClick={() => setDialog('rename')} />
          <IconButton icon={Trash2} label={t('work.delete')} onClick={() => setDialog('delete')} />
          <MainAction recording={recording} needsOutline={needsOutline} onChange={onChange} />
        </>
      }
    >
      <div class="recording">
        <div class="stack-24 recording-main">
          {recording.failure && !needsOutline && <Notice tone="bad" title={recording.failure.message} />}
          <UploadSection recording={recording} />
          {needsOutline && <OutlineFix recording={recording} onChange={onChange} />}
          {chapters.length > 0 && <Chapters recording={recording} />}
          {chapters.length === 0 && !needsOutline && <PlannedChapters recording={recording} />}
          <RecordingWarnings recording={recording} />
        </div>
        <aside class="stack-24 recording-aside">
          <Card title={t('work.log')}>
            {!props.isLive && (
              <p class="quiet small" role="status">
                {t('work.polling')}
              </p>
            )}
            <StepLog recording={recording} />
          </Card>
          <RecordingFacts recording={recording} />
        </aside>
      </div>
      {dialog === 'rename' && (
        <RenameDialog recording={recording} onChange={onChange} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'delete' && <DeleteDialog recording={recording} onClose={() => setDialog(undefined)} />}
    </Page>
  );
}

function Lead({ recording }: { recording: Recording }) {
  const { tone, words } = leadOf(recording);
  return (
    <span role="status">
      <Badge tone={tone}>{words}</Badge>
    </span>
  );
}

function leadOf(recording: Recording): ReturnType<typeof stateSentence> {
  const { state, startRequested, chapterCount } = recording;
  if (state === 'uploading') {
    const words = t(startRequested ? 'work.sentence.uploadingStarted' : 'work.sentence.draft');
    return { tone: startRequested ? 'work' : 'quiet', words };
  }
  if (state === 'ready' && recording.moduleState === 'draft') {
    return { tone: 'good', words: t('work.sentence.ready', { count: chapterCount }) };
  }
  return stateSentence({ ...recording, failure: null });
}

function MainAction(props: {
  recording: Recording;
  needsOutline: boolean;
  onChange: (recording: Recording) => void;
}) {
  const { recording } = props;
  const { route } = useLocation();
  const post = (verb: 'cancel' | 'retry') => async () => {
    props.onChange(await api.post(`/api/recordings/${recording.id}/${verb}`, recordingSchema));
  };
  const cancel = useAction(orToast(post('cancel')));
  const retry = useAction(orToast(post('retry')));
  switch (recording.state) {
    case 'uploading':
      return recording.startRequested ? null : (
        <LinkButton variant="primary" href={`/recordings/new?draft=${recording.id}`}>
          {t('work.continueDraft')}
        </LinkButton>
      );
    case 'waiting':
      return null;
    case 'probing':
    case 'cutting':
      return (
        <Button icon={X} busy={cancel.busy} onClick={() => void cancel.run()}>
          {t(cancel.busy ? 'work.cancelling' : 'work.cancel')}
        </Button>
      );
    case 'failed':
    case 'cancelled':
      return props.needsOutline ? null : (
        <Button variant="primary" icon={RotateCw} busy={retry.busy} onClick={() => void retry.run()}>
          {t(retry.busy ? 'work.retrying' : 'work.retry')}
        </Button>
      );
    case 'ready':
      return recording.moduleId === null ? null : (
        <Button
          variant="primary"
          icon={ArrowRight}
          onClick={() => route(`/modules/${recording.moduleId ?? ''}`)}
        >
          {t('work.openModule')}
        </Button>
      );
  }
}

function Chapters({ recording }: { recording: Recording }) {
  const { chapters } = recording;
  const [busyId, setBusyId] = useState<string>();
  const act = async (chapter: ChapterProgress, verb: 'cancel' | 'retry') => {
    setBusyId(chapter.id);
    // The event stream brings what became of it.
    await orToast(() => api.post(`/api/chapters/${chapter.id}/${verb}`, moduleSchema))().catch(
      () => undefined,
    );
    setBusyId(undefined);
  };
  const ready = chapters.filter(({ state }) => state === 'ready').length;
  const cut = chapters.reduce((sum, { state, progress }) => sum + (state === 'ready' ? 100 : progress), 0);
  return (
    <section class="stack" aria-labelledby="chapters-title">
      <div class="recording-chapters-head">
        <h2 id="chapters-title">{t('work.chapters')}</h2>
        <span class="quiet">{t('work.chaptersLead', { ready, count: chapters.length })}</span>
      </div>
      <ChapterLine chapters={chapters} />
      <div class="unseen">
        <Progress value={cut / (chapters.length * 100)} label={t('work.overall')} />
      </div>
      <ChapterCards
        chapters={chapters}
        busyId={busyId}
        onCancel={(chapter) => void act(chapter, 'cancel')}
        onRetry={(chapter) => void act(chapter, 'retry')}
      />
    </section>
  );
}

/** What the outline will make, while the recording is still on its way. */
function PlannedChapters({ recording }: { recording: Recording }) {
  const draft = readOutlineDraft(recording.outlineText ?? '', recording.durationMs);
  if (draft.chapters.length === 0) return null;
  return (
    <Card title={t('work.planned')}>
      <DraftChapters draft={draft} durationMs={recording.durationMs} />
    </Card>
  );
}

/** Shows a failure as a toast; it still rejects. */
function orToast<T>(work: () => Promise<T>): () => Promise<T> {
  return async () => {
    try {
      return await work();
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
      throw error;
    }
  };
}
