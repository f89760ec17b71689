import { Send } from 'lucide-preact';
import { updatedRegistrationSchema, type Platform } from '../../../domain/api/platform.ts';
import { sentenceOf } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { texts } from '../../ui/i18n.ts';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { wordsOfScopes } from './scope-words.ts';

const t = texts('platforms', en);

/** Sends an LMS that lets its registration be changed our addresses and services as they are now. */
export function UpdateRegistrationButton({ platform, name }: { platform: Platform; name: string }) {
  const update = useAction(async () => {
    try {
      const path = `/api/platforms/${platform.id}/registration`;
      const { refusedScopes } = await api.post(path, updatedRegistrationSchema);
      const refused = wordsOfScopes(refusedScopes);
      if (refused === '') showToast({ message: t('done.registrationUpdated', { name }) });
      else showToast({ message: t('done.registrationUpdatedWithout', { name, refused }), tone: 'bad' });
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  });
  return (
    <Button
      small
      variant="quiet"
      icon={Send}
      busy={update.busy}
      label={t('actions.of', { action: t('actions.updateRegistration'), name })}
      onClick={() => void update.run()}
    >
      {t(update.busy ? 'actions.updatingRegistration' : 'actions.updateRegistration')}
    </Button>
  );
}
