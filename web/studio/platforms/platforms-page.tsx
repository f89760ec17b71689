import { useState } from 'preact/hooks';
import { Plus, Unplug } from 'lucide-preact';
import { platformsSchema, type Platform } from '../../../domain/api/platform.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { useTicks } from '../../ui/use-ticks.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { Page } from '../shell/page.tsx';
import { api } from '../shell/session.ts';
import { AddPlatformDialog } from './add-platform-dialog.tsx';
import { PlatformCard } from './platform-card.tsx';
import { ToolKeys } from './tool-keys.tsx';
import { UnsentScores } from './unsent-scores.tsx';
import './platforms.css';

const t = texts('platforms', en);

/** /platforms: each LMS with what has worked, the way to add one, and the service's own keys. */
export function PlatformsPage() {
  const { value, failure, set, reload } = useResource(
    (signal) => api.get('/api/platforms', platformsSchema, { signal }),
    [],
  );
  const [isAdding, setAdding] = useState(false);
  useTicks(() => void reload(), isAdding ? 3000 : 15_000);
  const replace = (changed: Platform) => {
    if (value)
      set({ ...value, platforms: value.platforms.map((one) => (one.id === changed.id ? changed : one)) });
  };
  const addButton = (
    <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  const isEmpty = value?.platforms.length === 0;
  return (
    <Page title={t('title')} lead={t('lead')} actions={isEmpty ? undefined : addButton}>
      <div class="stack-24">
        {failure && (
          <Notice tone="bad" title={t('failed')}>
            {failure}
          </Notice>
        )}
        {!value && !failure && <Waiting bars={[220, 220, 120]} />}
        {isEmpty && (
          <div class="card">
            <EmptyState icon={Unplug} title={t('empty.title')} actions={addButton}>
              {t('empty.text')}
            </EmptyState>
          </div>
        )}
        {value && value.platforms.length > 0 && (
          <div class="stack">
            {pendingFirst(value.platforms).map((platform) => (
              <PlatformCard
                key={platform.id}
                platform={platform}
                onChange={replace}
                onGone={() => void reload()}
              />
            ))}
          </div>
        )}
        {value && value.platforms.length > 0 && <UnsentScores />}
        {value && <ToolKeys platforms={value} onChange={set} />}
      </div>
      {isAdding && value && (
        <AddPlatformDialog platforms={value} onAdded={() => void reload()} onClose={() => setAdding(false)} />
      )}
    </Page>
  );
}

function pendingFirst(platforms: readonly Platform[]): Platform[] {
  const rank = { pending: 0, active: 1, disabled: 2 };
  return platforms.toSorted((one, other) => rank[one.state] - rank[other.state]);
}
