import { useState } from 'preact/hooks';
import { addedUserSchema, email as emailSchema } from '../../../domain/api/account.ts';
import type { AccountRole } from '../../../domain/person.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/settings.json' with { type: 'json' };
import { api } from '../shell/session.ts';

const t = texts('settings', en);

/** Adds a person and shows their one-time link, once. */
export function AddPersonDialog(props: { onAdded: () => void; onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<AccountRole>('trainer');
  const [problem, setProblem] = useState<string>();
  const [link, setLink] = useState<string>();
  const add = useAction(async () => {
    const added = await api.post('/api/users', addedUserSchema, { body: { email: email.trim(), role } });
    setLink(added.link);
    props.onAdded();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const isAddress = emailSchema.safeParse(email.trim()).success;
    setProblem(isAddress ? undefined : t('addPerson.emailMissing'));
    if (isAddress) void add.run();
  };
  if (link !== undefined) {
    return (
      <Dialog
        title={t('addPerson.doneTitle', { email: email.trim() })}
        onClose={props.onClose}
        actions={
          <Button variant="primary" onClick={props.onClose}>
            {t('addPerson.close')}
          </Button>
        }
      >
        <CopyField takesFocus label={t('addPerson.link')} hint={t('addPerson.linkHint')} value={link} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('addPerson.title')}
      onClose={props.onClose}
      actions={
        <Button variant="primary" type="submit" form="add-person" busy={add.busy}>
          {t(add.busy ? 'addPerson.busy' : 'addPerson.submit')}
        </Button>
      }
    >
      <form id="add-person" class="stack" noValidate onSubmit={submit}>
        {add.failure && !add.fields['email'] && <Notice tone="bad" title={add.failure} />}
        <TextField
          label={t('addPerson.email')}
          hint={t('addPerson.emailHint')}
          type="email"
          autoComplete="off"
          value={email}
          error={problem ?? add.fields['email']}
          onInput={setEmail}
        />
        <SelectField
          label={t('addPerson.role')}
          value={role}
          options={[
            { value: 'trainer', label: t('addPerson.trainer') },
            { value: 'administrator', label: t('addPerson.administrator') },
          ]}
          onChange={setRole}
        />
      </form>
    </Dialog>
  );
}
