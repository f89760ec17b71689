import { useState } from 'preact/hooks';
import { recordingSchema, type Recording } from '../../../domain/api/recording.ts';
import type { BoundaryMode } from '../../../domain/recording.ts';
import { ApiError } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { texts } from '../../ui/i18n.ts';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { suggestable } from './suggestable.ts';
import { readOutlineDraft } from './outline-draft.ts';
import { OutlineEditor } from './outline-editor.tsx';

const t = texts('recording', en);

/** The outline in the place where it is needed: shown line by line, mended, saved, and chapters made of it at once. */
export function OutlineFix(props: { recording: Recording; onChange: (recording: Recording) => void }) {
  const { recording } = props;
  const [outlineText, setOutlineText] = useState(recording.outlineText ?? '');
  const [boundaries, setBoundaries] = useState<BoundaryMode>(recording.boundaries);
  const [problem, setProblem] = useState<string>();
  const path = `/api/recordings/${recording.id}`;
  const save = useAction(async () => {
    await api.patch(path, recordingSchema, { body: { outlineText, boundaries } });
    props.onChange(await api.post(`${path}/start`, recordingSchema));
  });
  const submit = () => {
    const draft = readOutlineDraft(outlineText, recording.durationMs);
    const isWrong = draft.problems.length > 0 || draft.chapters.some(({ isBeyond }) => isBeyond);
    const found = draft.isEmpty ? t('new.noOutline') : isWrong ? t('new.badOutline') : undefined;
    setProblem(found);
    if (found === undefined) void save.run();
  };
  const refused = save.error instanceof ApiError ? save.error.problems : [];
  const isMissing = (recording.outlineText ?? '').trim() === '';
  return (
    <Card title={t(isMissing ? 'work.fixOutline.missingTitle' : 'work.fixOutline.title')}>
      <div class="stack">
        <p>
          {recording.failure?.message ??
            t(isMissing ? 'work.fixOutline.missingText' : 'work.fixOutline.text')}
        </p>
        <OutlineEditor
          value={outlineText}
          onInput={(value) => {
            setProblem(undefined);
            save.clear();
            setOutlineText(value);
          }}
          boundaries={boundaries}
          onBoundaries={setBoundaries}
          durationMs={recording.durationMs}
          refused={refused.map(({ line, message }) => (line === undefined ? { message } : { line, message }))}
          error={problem ?? save.failure}
          suggestFor={suggestable(recording)}
        />
        <div class="row">
          <Button variant="primary" busy={save.busy} onClick={submit}>
            {t(save.busy ? 'work.fixOutline.busy' : 'work.fixOutline.action')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
