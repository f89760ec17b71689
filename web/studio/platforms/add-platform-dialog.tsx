import { useState } from 'preact/hooks';
import { inviteSchema, type Platforms } from '../../../domain/api/platform.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useResource } from '../../ui/use-resource.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { HandForm } from './hand-form.tsx';

const t = texts('platforms', en);

const lmss = ['moodle', 'canvas', 'other'] as const;
const steps = ['one', 'two', 'three'] as const;

/** Two ways to connect an LMS: one address that it registers itself with, or both sides' values by hand. */
export function AddPlatformDialog(props: { platforms: Platforms; onAdded: () => void; onClose: () => void }) {
  const [way, setWay] = useState<'byAddress' | 'byHand'>('byAddress');
  return (
    <Dialog wide title={t('addDialog.title')} onClose={props.onClose}>
      <Tabs
        label={t('addDialog.ways')}
        chosen={way}
        onChoose={setWay}
        tabs={[
          {
            key: 'byAddress',
            label: t('addDialog.byAddress'),
            content: () => <ByAddress platforms={props.platforms} onClose={props.onClose} />,
          },
          {
            key: 'byHand',
            label: t('addDialog.byHand'),
            content: () => <HandForm {...props} tool={props.platforms.tool} />,
          },
        ]}
      />
    </Dialog>
  );
}

function ByAddress({ platforms, onClose }: { platforms: Platforms; onClose: () => void }) {
  const [lms, setLms] = useState<(typeof lmss)[number]>('moodle');
  const invite = useResource((signal) => api.post('/api/platforms/invites', inviteSchema, { signal }), []);
  const arrived = useArrived(platforms);
  return (
    <div class="stack-24">
      {invite.failure && (
        <Notice tone="bad" title={t('addDialog.failed')}>
          {invite.failure}
        </Notice>
      )}
      {invite.value ? (
        <CopyField
          label={t('addDialog.address')}
          hint={t('addDialog.addressHint', { until: formatMoment(new Date(invite.value.expiresAt)) })}
          value={invite.value.url}
        />
      ) : (
        invite.loading && <Waiting bars={[86]} />
      )}
      <Tabs
        label={t('addDialog.lms')}
        chosen={lms}
        onChoose={setLms}
        tabs={lmss.map((key) => ({
          key,
          label: t(`addDialog.${key}.name`),
          content: () => (
            <ol class="clicks">
              {steps.map((step, index) => (
                <li key={step}>
                  <span class="click-number" aria-hidden="true">
                    {index + 1}
                  </span>
                  <span>{t(`addDialog.${key}.${step}`)}</span>
                </li>
              ))}
            </ol>
          ),
        }))}
      />
      {arrived ? (
        <Notice tone="good" title={t('addDialog.arrived', { name: arrived })}>
          <p>{t('addDialog.arrivedText')}</p>
          <Button onClick={onClose}>{t('addDialog.show')}</Button>
        </Notice>
      ) : (
        <p role="status">
          <Badge tone="work">{t('addDialog.waiting')}</Badge>
        </p>
      )}
    </div>
  );
}

/** The name of a platform that was not there when the dialog opened. */
function useArrived(platforms: Platforms): string | undefined {
  const [known] = useState(() => new Set(platforms.platforms.map(({ id }) => id)));
  const fresh = platforms.platforms.find(({ id }) => !known.has(id));
  return fresh && (fresh.name || fresh.issuer);
}
