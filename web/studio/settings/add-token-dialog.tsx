import { useState } from 'preact/hooks';
import { addedTokenSchema } from '../../../domain/api/account.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/settings.json' with { type: 'json' };
import { api } from '../shell/session.ts';

const t = texts('settings', en);

/** Makes an API token and shows it, once. */
export function AddTokenDialog(props: { onAdded: () => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [secret, setSecret] = useState<string>();
  const add = useAction(async () => {
    const added = await api.post('/api/tokens', addedTokenSchema, { body: { name } });
    setSecret(added.secret);
    props.onAdded();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setProblem(name.trim() === '' ? t('addToken.nameMissing') : undefined);
    if (name.trim() !== '') void add.run();
  };
  if (secret !== undefined) {
    return (
      <Dialog
        title={t('addToken.doneTitle')}
        onClose={props.onClose}
        actions={
          <Button variant="primary" onClick={props.onClose}>
            {t('addToken.close')}
          </Button>
        }
      >
        <CopyField takesFocus label={t('addToken.secret')} hint={t('addToken.secretHint')} value={secret} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('addToken.title')}
      onClose={props.onClose}
      actions={
        <Button variant="primary" type="submit" form="add-token" busy={add.busy}>
          {t(add.busy ? 'addToken.busy' : 'addToken.submit')}
        </Button>
      }
    >
      <form id="add-token" noValidate onSubmit={submit}>
        <TextField
          label={t('addToken.name')}
          hint={t('addToken.nameHint')}
          value={name}
          maxLength={200}
          error={problem ?? add.failure}
          onInput={setName}
        />
      </form>
    </Dialog>
  );
}
