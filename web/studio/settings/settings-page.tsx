import { texts } from '../../ui/i18n.ts';
import en from '../locales/en/settings.json' with { type: 'json' };
import { Page } from '../shell/page.tsx';
import { session } from '../shell/session.ts';
import { PeopleCard } from './people-card.tsx';
import { TokensCard } from './tokens-card.tsx';

const t = texts('settings', en);

/** /settings: the organisation's people and API tokens. */
export function SettingsPage() {
  return (
    <Page
      narrow
      title={t('title')}
      lead={t('lead', { organisation: session.value?.organisation?.name ?? '' })}
    >
      <div class="stack-24">
        <PeopleCard />
        <TokensCard />
      </div>
    </Page>
  );
}
