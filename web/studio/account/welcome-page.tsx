import { useLocation } from 'preact-iso';
import { sessionSchema } from '../../../domain/api/account.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/account.json' with { type: 'json' };
import { api, startSession } from '../shell/session.ts';
import { AccountLayout } from './account-layout.tsx';
import { nameStep, passwordStep } from './account-steps.ts';
import { StepForm } from './step-form.tsx';

const t = texts('account', en);

/** /welcome#TOKEN: a person who was given a one-time link chooses a name and a password. */
export function WelcomePage() {
  const { route } = useLocation();
  const token = window.location.hash.slice(1);
  if (token === '')
    return <AccountLayout title={t('welcome.noToken.title')} lead={t('welcome.noToken.text')} />;
  return (
    <AccountLayout title={t('welcome.title')}>
      <StepForm
        steps={[
          nameStep(t('welcome.nameLabel'), t('welcome.next.name')),
          passwordStep(t('welcome.next.password')),
        ]}
        action={t('welcome.action')}
        busyAction={t('welcome.busy')}
        send={async (values) => {
          startSession(await api.post('/api/account-links', sessionSchema, { body: { ...values, token } }));
          route('/', true);
        }}
      />
    </AccountLayout>
  );
}
