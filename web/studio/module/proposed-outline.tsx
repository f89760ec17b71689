import { useState } from 'preact/hooks';
import { moduleSchema, type Module } from '../../../domain/api/module.ts';
import { recordingSchema } from '../../../domain/api/recording.ts';
import type { SuggestedEntry } from '../../../domain/outline-suggestion.ts';
import { writeTextOutline } from '../../../domain/outline/write.ts';
import { ApiError } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { readOutlineDraft } from '../recording/outline-draft.ts';
import { OutlineEditor } from '../recording/outline-editor.tsx';
import { useRecording } from '../recording/use-recording.ts';
import { api } from '../shell/session.ts';
import { t } from './texts.ts';

/** For a draft that is one chapter because it came without an outline: the proposal, to be edited and accepted. */
export function ProposedOutline({ module, onSet }: { module: Module; onSet: (module: Module) => void }) {
  const { recordingId, chapters, state } = module;
  const [only, ...others] = chapters;
  if (recordingId === null || state !== 'draft' || only === undefined || others.length > 0) return null;
  return <Proposal recordingId={recordingId} chapterId={only.id} onSet={onSet} />;
}

function Proposal(props: { recordingId: string; chapterId: string; onSet: (module: Module) => void }) {
  const live = useRecording(props.recordingId);
  const suggestion = live.value?.suggestion;
  const dismiss = useAction(async () => {
    live.set(await api.delete(`/api/recordings/${props.recordingId}/suggestion`, recordingSchema));
  });
  if (suggestion?.state === 'working') return <Notice tone="info" title={t('proposal.working')} />;
  if (suggestion?.state !== 'ready' || suggestion.entries.length < 2) return null;
  return (
    <ProposalCard
      entries={suggestion.entries}
      durationMs={live.value?.durationMs ?? null}
      chapterId={props.chapterId}
      dismissal={{ busy: dismiss.busy, failure: dismiss.failure, run: () => void dismiss.run() }}
      onSet={props.onSet}
    />
  );
}

function ProposalCard(props: {
  entries: readonly SuggestedEntry[];
  durationMs: number | null;
  chapterId: string;
  dismissal: { busy: boolean; failure: string | undefined; run: () => void };
  onSet: (module: Module) => void;
}) {
  const { durationMs, dismissal } = props;
  const [text, setText] = useState(() => writeTextOutline(props.entries));
  const divide = useAction(async () => {
    const body = { outlineText: text };
    const divided = await api.post(`/api/chapters/${props.chapterId}/outline`, moduleSchema, { body });
    props.onSet(divided);
    showToast({ message: t('proposal.taken', { count: divided.chapters.length }) });
  });
  const draft = readOutlineDraft(text, durationMs);
  const isWrong =
    draft.isEmpty || draft.problems.length > 0 || draft.chapters.some(({ isBeyond }) => isBeyond);
  const refused = divide.error instanceof ApiError ? divide.error.problems : [];
  return (
    <Card title={t('proposal.title')}>
      <div class="stack">
        <p>{t('proposal.lead')}</p>
        <OutlineEditor
          value={text}
          onInput={(value) => {
            divide.clear();
            setText(value);
          }}
          hint={t('proposal.hint')}
          durationMs={durationMs}
          refused={refused.map(({ line, message }) => (line === undefined ? { message } : { line, message }))}
          error={divide.failure ?? dismissal.failure}
        />
        <div class="row">
          <Button busy={divide.busy} disabled={isWrong} onClick={() => void divide.run()}>
            {t('proposal.accept', { count: draft.chapters.length })}
          </Button>
          <Button variant="quiet" busy={dismissal.busy} onClick={dismissal.run}>
            {t('proposal.dismiss')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
