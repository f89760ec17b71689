import { email as emailSchema } from '../../../domain/api/account.ts';
import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/account.json' with { type: 'json' };
import type { Step } from './step-form.tsx';

const t = texts('account', en);

/** Asks for a person's name. */
export function nameStep(label: string, next: string): Step<'name'> {
  return {
    name: 'name',
    label,
    hint: t('nameHint'),
    kind: 'text',
    autoComplete: 'name',
    problemOf: (value) => (value.trim() === '' ? t('nameMissing') : undefined),
    next,
  };
}

/** Asks for an e-mail address. */
export function emailStep(label: string, next: string): Step<'email'> {
  return {
    name: 'email',
    label,
    hint: t('setUp.emailHint'),
    kind: 'email',
    autoComplete: 'email',
    problemOf: (value) => (emailSchema.safeParse(value.trim()).success ? undefined : t('emailMissing')),
    next,
  };
}

/** Asks for a new password. */
export function passwordStep(next: string): Step<'password'> {
  return {
    name: 'password',
    label: t('newPassword'),
    hint: t('newPasswordHint'),
    kind: 'new-password',
    autoComplete: 'new-password',
    problemOf: (value) => (value.length < 10 ? t('passwordShort') : undefined),
    next,
  };
}
