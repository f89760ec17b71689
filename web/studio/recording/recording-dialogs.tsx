import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { recordingSchema, type Recording } from '../../../domain/api/recording.ts';
import { nothing } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/recording.json' with { type: 'json' };
import { offerUndo } from '../shell/offer-undo.ts';
import { api } from '../shell/session.ts';

const t = texts('recording', en);

/** Asks for another title. */
export function RenameDialog(props: {
  recording: Recording;
  onChange: (recording: Recording) => void;
  onClose: () => void;
}) {
  const { recording } = props;
  const [title, setTitle] = useState(recording.title);
  const [missing, setMissing] = useState(false);
  const save = useAction(async () => {
    props.onChange(await api.patch(`/api/recordings/${recording.id}`, recordingSchema, { body: { title } }));
    props.onClose();
  });
  return (
    <Dialog
      title={t('work.renameDialog.title')}
      onClose={props.onClose}
      actions={
        <Button variant="primary" type="submit" form="rename" busy={save.busy}>
          {t('work.renameDialog.action')}
        </Button>
      }
    >
      <form
        id="rename"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(title.trim() === '');
          if (title.trim() !== '') void save.run();
        }}
      >
        <TextField
          label={t('work.renameDialog.label')}
          value={title}
          maxLength={300}
          error={missing ? t('work.renameDialog.missing') : save.failure}
          onInput={setTitle}
        />
      </form>
    </Dialog>
  );
}

/** Asks before a recording and its module are deleted; the toast afterwards has the way back. */
export function DeleteDialog({ recording, onClose }: { recording: Recording; onClose: () => void }) {
  const { route } = useLocation();
  const remove = useAction(async () => {
    await api.delete(`/api/recordings/${recording.id}`, nothing);
    const address = `/recordings/${recording.id}`;
    offerUndo(t('work.deleteDialog.done'), `/api${address}`, () => route(address));
    route('/', true);
  });
  return (
    <Dialog
      title={t('work.deleteDialog.title')}
      onClose={onClose}
      actions={
        <Button variant="danger" busy={remove.busy} onClick={() => void remove.run()}>
          {t(remove.busy ? 'work.deleteDialog.busy' : 'work.deleteDialog.action')}
        </Button>
      }
    >
      <div class="stack">
        <p>{t('work.deleteDialog.text', { title: recording.title || t('untitled') })}</p>
        {recording.moduleState === 'published' && (
          <Notice tone="warn" title={t('work.deleteDialog.published')} />
        )}
        {remove.failure && <Notice tone="bad" title={remove.failure} />}
      </div>
    </Dialog>
  );
}
