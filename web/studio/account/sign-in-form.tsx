import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { PasswordField, TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/account.json' with { type: 'json' };
import { signIn } from '../shell/session.ts';

const t = texts('account', en);

/** Address and password; `onDone` once signed in. */
export function SignInForm(props: { email?: string | undefined; onDone?: (() => void) | undefined }) {
  const [email, setEmail] = useState(props.email ?? '');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const action = useAction(() => signIn(email.trim(), password));
  useEffect(() => (props.email ? passwordInput : emailInput).current?.focus(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    const found = {
      ...(email.includes('@') ? {} : { email: t('emailMissing') }),
      ...(password === '' ? { password: t('passwordMissing') } : {}),
    };
    setMissing(found);
    if (found.email) emailInput.current?.focus();
    else if (found.password) passwordInput.current?.focus();
    else if (await action.run()) props.onDone?.();
    else passwordInput.current?.select();
  };
  return (
    <form class="account-form" noValidate onSubmit={(event) => void submit(event)}>
      {action.failure && <Notice tone="bad" title={action.failure} />}
      <TextField
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        error={missing.email ?? action.fields['email']}
        inputRef={emailInput}
        onInput={setEmail}
      />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        error={missing.password ?? action.fields['password']}
        inputRef={passwordInput}
        onInput={setPassword}
      />
      <Button variant="primary" type="submit" busy={action.busy}>
        {t(action.busy ? 'signIn.busy' : 'signIn.action')}
      </Button>
    </form>
  );
}
