import { useMemo, useState } from 'preact/hooks';
import { CircleAlert, RotateCcw } from 'lucide-preact';
import type { Picked, PickedItem, Picker } from '../../domain/api/picker.ts';
import { createApi, trusted } from '../ui/api.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { openLaunchSession } from '../ui/launch-session.ts';
import { Waiting } from '../ui/progress.tsx';
import { useAction } from '../ui/use-action.ts';
import { useResource } from '../ui/use-resource.ts';
import { HandOver } from './hand-over.tsx';
import { Offer } from './offer.tsx';
import { t } from './texts.ts';
import '../ui/card.css';
import './picker.css';

/** What a trainer sees inside the LMS while choosing what to place in a course. */
export function PickerPage({ launchId }: { launchId: string }) {
  const api = useMemo(() => createApi(openLaunchSession(launchId)), [launchId]);
  const path = `/api/picker/${launchId}`;
  const picker = useResource((signal) => api.get(path, trusted<Picker>(), { signal }), [api]);
  const [picked, setPicked] = useState<{ answer: Picked; count: number }>();
  const hand = useAction(async (items: readonly PickedItem[]) => {
    setPicked({ answer: await api.post(path, trusted<Picked>(), { body: { items } }), count: items.length });
  });
  if (picker.value === undefined) {
    if (picker.failure === undefined) return <Opening />;
    return <Trouble sentence={picker.failure} onRetry={() => void picker.reload()} />;
  }
  if (picked !== undefined) {
    return <HandOver answer={picked.answer} count={picked.count} platform={picker.value.platformName} />;
  }
  return (
    <Offer
      picker={picker.value}
      busy={hand.busy}
      failure={hand.failure}
      onHandOver={(items) => void hand.run(items)}
    />
  );
}

function Opening() {
  return (
    <main class="picker">
      <span class="unseen">{t('loading')}</span>
      <Waiting bars={[28, 40, 180]} />
    </main>
  );
}

function Trouble({ sentence, onRetry }: { sentence: string; onRetry: () => void }) {
  return (
    <main class="picker picker-trouble">
      <div class="empty">
        <Icon of={CircleAlert} size={28} />
        <h1>{t('trouble.title')}</h1>
        <p role="alert">{sentence}</p>
        <div class="empty-actions">
          <Button icon={RotateCcw} onClick={onRetry}>
            {t('trouble.retry')}
          </Button>
        </div>
      </div>
    </main>
  );
}
