import { Dialog } from '../../ui/dialog.tsx';
import { texts } from '../../ui/i18n.ts';
import { SignInForm } from '../account/sign-in-form.tsx';
import en from '../locales/en/shell.json' with { type: 'json' };
import { session, sessionEnded } from './session.ts';
import './session-ended.css';

const t = texts('shell', en);

/** Asks to sign in again over the page, which keeps all that was typed. */
export function SessionEnded() {
  if (!sessionEnded.value) return null;
  return (
    <Dialog title={t('ended.title')} onClose={() => (sessionEnded.value = false)}>
      <div class="session-ended">
        <p>{t('ended.text')}</p>
        <SignInForm email={session.value?.user?.email} />
      </div>
    </Dialog>
  );
}
