import { Captions, Download } from 'lucide-preact';
import type { ModuleChapter } from '../../../domain/api/module.ts';
import type { Transcript } from '../../../domain/api/transcript.ts';
import { ApiError } from '../../ui/api.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { CaptionLine } from './caption-line.tsx';
import { CaptionSettings } from './caption-settings.tsx';
import { t } from './texts.ts';
import { useTranscript } from './use-transcript.ts';
import '../../ui/disclosure.css';
import './captions.css';

/** What is said in a chapter, to be heard and corrected, and the whole transcript's timing, speakers and language. */
export function CaptionsPanel(props: {
  recordingId: string | null;
  chapter: ModuleChapter;
  /** Milliseconds on the recording's clock. */
  onSeek: (ms: number) => void;
  onChanged: () => void;
}) {
  return props.recordingId === null ? <NoCaptions /> : <Lines {...props} recordingId={props.recordingId} />;
}

function Lines(props: {
  recordingId: string;
  chapter: ModuleChapter;
  onSeek: (ms: number) => void;
  onChanged: () => void;
}) {
  const { recordingId, chapter } = props;
  const transcript = useTranscript(recordingId, props.onChanged);
  const { value, error, reload } = transcript.resource;
  if (!value) {
    if (error === undefined) return <Waiting bars={[20, 20, 20, 20]} />;
    const isNone = error instanceof ApiError && error.status === 404;
    return isNone ? <NoCaptions recordingId={recordingId} /> : <Failed onRetry={() => void reload()} />;
  }
  const lines = linesIn(value, chapter);
  const { failure, busy } = transcript.action;
  return (
    <div class="stack">
      <div class="captions-head">
        <p class="quiet">{t('count', { count: lines.length })}</p>
        <LinkButton
          small
          variant="quiet"
          icon={Download}
          href={`/api/recordings/${recordingId}/transcript.vtt`}
          download
        >
          {t('download')}
        </LinkButton>
      </div>
      <details class="disclosure">
        <summary>{t('settings')}</summary>
        <CaptionSettings transcript={value} busy={busy} onChange={transcript.change} />
      </details>
      {failure !== undefined && <Notice tone="bad" title={failure} />}
      {lines.length === 0 && <EmptyState title={t('nothingHere')}>{t('nothingHereText')}</EmptyState>}
      <ol class="captions" aria-label={t('list')}>
        {lines.map(([at, cue]) => (
          <CaptionLine
            key={at}
            cue={cue}
            atMs={Math.max(0, cue.startMs - chapter.startMs)}
            busy={busy}
            onPlay={() => props.onSeek(Math.max(cue.startMs, chapter.startMs))}
            onCorrect={(change, said) => transcript.change({ cues: [{ at, ...change }] }, said)}
          />
        ))}
      </ol>
    </div>
  );
}

function NoCaptions({ recordingId }: { recordingId?: string }) {
  return (
    <EmptyState
      icon={Captions}
      title={t('none')}
      actions={
        recordingId !== undefined && <LinkButton href={`/recordings/${recordingId}`}>{t('add')}</LinkButton>
      }
    >
      {t('noneText')}
    </EmptyState>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <Notice tone="bad" title={t('failed')}>
      <Button small onClick={onRetry}>
        {t('retry')}
      </Button>
    </Notice>
  );
}

/** The lines that are heard in a chapter, each with its place in the transcript. */
function linesIn(
  { cues }: Transcript,
  { startMs, endMs }: ModuleChapter,
): [at: number, cue: Transcript['cues'][number]][] {
  return [...cues.entries()].filter(
    ([, cue]) => cue.text !== '' && cue.startMs < endMs && cue.endMs > startMs,
  );
}
