import { Captions } from 'lucide-preact';
import type { Module, ModuleChapter } from '../../../domain/api/module.ts';
import { parseTranscript, type Cue } from '../../../domain/transcript.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatTime } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { t } from './texts.ts';

/** What is said in a chapter: each line with its time, a press goes there. */
export function CaptionsPanel(props: {
  module: Module;
  chapter: ModuleChapter;
  /** Milliseconds on the clip's clock. */
  onSeek: (clipMs: number) => void;
}) {
  const { module, chapter } = props;
  const cues = useResource((signal) => fetchCues(chapter.captionsUrl, signal), [chapter.captionsUrl]);
  if (chapter.captionsUrl === null) {
    return (
      <EmptyState
        icon={Captions}
        title={t('captions.none')}
        actions={
          module.recordingId !== null && (
            <LinkButton href={`/recordings/${module.recordingId}`}>{t('captions.add')}</LinkButton>
          )
        }
      >
        {t(chapter.captionCueCount > 0 ? 'captions.later' : 'captions.noneText')}
      </EmptyState>
    );
  }
  if (cues.error !== undefined) return <Notice tone="bad" title={t('captions.failed')} />;
  if (!cues.value) return <Waiting bars={[20, 20, 20, 20]} />;
  return (
    <div class="stack">
      <p class="quiet">{t('captions.count', { count: cues.value.length })}</p>
      <ol class="cues">
        {cues.value.map((cue) => (
          <li key={`${cue.startMs}-${cue.text}`}>
            <button type="button" class="cue" onClick={() => props.onSeek(cue.startMs)}>
              <span class="cue-time">{formatTime(cue.startMs)}</span>
              <span>
                {cue.speaker !== undefined && <span class="cue-speaker">{cue.speaker}: </span>}
                {cue.text}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

async function fetchCues(url: string | null, signal: AbortSignal): Promise<readonly Cue[]> {
  if (url === null) return [];
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`captions answered ${response.status}`);
  return parseTranscript(await response.text(), { fileName: 'captions.vtt' }).cues;
}
