import { useLocation } from 'preact-iso';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/account.json' with { type: 'json' };
import { session } from '../shell/session.ts';
import { AccountLayout } from './account-layout.tsx';
import { SignInForm } from './sign-in-form.tsx';

const t = texts('account', en);

/** /sign-in, and in the place of any page that asks for it: then the address stays and its page follows. */
export function SignInPage() {
  const { path, route } = useLocation();
  if (session.value?.setUpNeeded) {
    return <AccountLayout title={t('setUp.needed.title')} lead={t('setUp.needed.text')} />;
  }
  const toLibrary = path === '/' || path === '/sign-in';
  return (
    <AccountLayout
      title={t('signIn.title')}
      lead={t('signIn.lead', { where: t(toLibrary ? 'signIn.library' : 'signIn.page') })}
      foot={t('signIn.help')}
    >
      <SignInForm onDone={() => path === '/sign-in' && route('/', true)} />
    </AccountLayout>
  );
}
