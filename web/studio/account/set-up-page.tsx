import { useLocation } from 'preact-iso';
import { sessionSchema } from '../../../domain/api/account.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/account.json' with { type: 'json' };
import { api, startSession } from '../shell/session.ts';
import { AccountLayout } from './account-layout.tsx';
import { emailStep, nameStep, passwordStep } from './account-steps.ts';
import { StepForm, type Step } from './step-form.tsx';

const t = texts('account', en);

const organisationStep: Step<'organisationName'> = {
  name: 'organisationName',
  label: t('setUp.organisation.label'),
  hint: t('setUp.organisation.hint'),
  kind: 'text',
  autoComplete: 'organization',
  problemOf: (value) => (value.trim() === '' ? t('setUp.organisation.missing') : undefined),
  next: t('setUp.next.organisation'),
};

/** /set-up#TOKEN: the first organisation and its administrator. */
export function SetUpPage() {
  const { route } = useLocation();
  const token = window.location.hash.slice(1);
  if (token === '') return <AccountLayout title={t('setUp.noToken.title')} lead={t('setUp.noToken.text')} />;
  return (
    <AccountLayout title={t('setUp.title')}>
      <StepForm
        steps={[
          organisationStep,
          nameStep(t('setUp.nameLabel'), t('setUp.next.name')),
          emailStep(t('setUp.emailLabel'), t('setUp.next.email')),
          passwordStep(t('setUp.next.password')),
        ]}
        action={t('setUp.action')}
        busyAction={t('setUp.busy')}
        send={async (values) => {
          const body = { ...values, email: values.email.trim(), token };
          startSession(await api.post('/api/set-up', sessionSchema, { body }));
          route('/', true);
        }}
      />
    </AccountLayout>
  );
}
