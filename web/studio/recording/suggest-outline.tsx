import { Sparkles } from 'lucide-preact';
import { writeTextOutline } from '../../../domain/outline/write.ts';
import type { OutlineSuggestion, SuggestedEntry } from '../../../domain/outline-suggestion.ts';
import { recordingSchema } from '../../../domain/api/recording.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Clock } from '../../ui/time.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { useRecording } from './use-recording.ts';
import './draft-chapters.css';
import './suggest-outline.css';

const t = texts('recording', en);

/** Proposes an outline for a recording that is here: asked for, waited for, looked at, and taken into the box. */
export function SuggestOutline(props: { recordingId: string; onUse: (outlineText: string) => void }) {
  const live = useRecording(props.recordingId);
  const suggestion = live.value?.suggestion ?? null;
  const ask = useAction(async () => {
    live.set(await api.post(`/api/recordings/${props.recordingId}/suggest`, recordingSchema));
  });
  const isWorking = ask.busy || suggestion?.state === 'working';
  return (
    <div class="suggest">
      <div class="suggest-head">
        <Button icon={Sparkles} disabled={isWorking} onClick={() => void ask.run()}>
          {t(suggestion?.state === 'ready' ? 'suggest.again' : 'suggest.action')}
        </Button>
        <p class="quiet small grow" role="status">
          {isWorking ? <Badge tone="work">{t('suggest.working')}</Badge> : t('suggest.hint')}
        </p>
      </div>
      <Failure suggestion={suggestion} failure={ask.failure} />
      {suggestion?.state === 'ready' && !isWorking && (
        <Proposal entries={suggestion.entries} onUse={props.onUse} />
      )}
    </div>
  );
}

function Failure(props: { suggestion: OutlineSuggestion | null; failure: string | undefined }) {
  const { suggestion } = props;
  const failure = props.failure ?? (suggestion?.state === 'failed' ? suggestion.failure.message : undefined);
  return failure === undefined ? null : <Notice tone="bad" title={failure} />;
}

function Proposal(props: { entries: readonly SuggestedEntry[]; onUse: (outlineText: string) => void }) {
  const { entries } = props;
  return (
    <section class="suggest-proposal" aria-label={t('suggest.title')}>
      <ol class="draft-chapters">
        {entries.map(({ startMs, title, reasons }, index) => (
          <li key={startMs} class="draft-chapter suggest-entry">
            <span class="draft-index figures">{index + 1}</span>
            <span class="draft-name">
              {title}
              <span class="suggest-reasons">
                {reasons.map((reason) => t(`suggest.reason.${reason}`)).join(', ')}
              </span>
            </span>
            <span class="draft-start">
              <Clock ms={startMs} />
            </span>
          </li>
        ))}
      </ol>
      <div class="suggest-use">
        <Button small onClick={() => props.onUse(writeTextOutline(entries))}>
          {t('suggest.use')}
        </Button>
        <p class="quiet small">{t('suggest.edit')}</p>
      </div>
    </section>
  );
}
