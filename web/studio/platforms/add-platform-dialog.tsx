import { useState } from 'preact/hooks';
import type { z } from 'zod';
import { inviteSchema, type Platforms } from '../../../domain/api/platform.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { formatMoment } from '../../ui/format.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useResource, type Resource } from '../../ui/use-resource.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { HandForm } from './hand-form.tsx';
import { LmsSteps } from './lms-steps.tsx';
import { handLmss, selfRegistering, type HandLms } from './presets.ts';

const t = texts('platforms', en);

/** Two ways to connect an LMS: one address that it registers itself with, or both sides' values by hand. */
export function AddPlatformDialog(props: { platforms: Platforms; onAdded: () => void; onClose: () => void }) {
  const [lms, setLms] = useState<HandLms>('moodle');
  const [way, setWay] = useState<'byAddress' | 'byHand'>('byAddress');
  const invite = useResource((signal) => api.post('/api/platforms/invites', inviteSchema, { signal }), []);
  const registering = selfRegistering.find((one) => one === lms);
  const byHand = () => <HandForm key={lms} lms={lms} {...props} tool={props.platforms.tool} />;
  return (
    <Dialog wide title={t('addDialog.title')} onClose={props.onClose}>
      <div class="stack-24">
        <div class="stack-8">
          <SelectField
            label={t('lms.label')}
            value={lms}
            options={handLmss.map((value) => ({ value, label: t(`lms.${value}.name`) }))}
            onChange={setLms}
          />
          <a href={lms === 'other' ? '/guides' : `/guides/${lms}`} target="_blank" rel="noopener">
            {lms === 'other' ? t('addDialog.guides') : t('addDialog.guide', { lms: t(`lms.${lms}.name`) })}
          </a>
        </div>
        {registering ? (
          <Tabs
            label={t('addDialog.ways')}
            chosen={way}
            onChoose={setWay}
            tabs={[
              {
                key: 'byAddress',
                label: t('addDialog.byAddress'),
                content: () => <ByAddress lms={registering} invite={invite} {...props} />,
              },
              { key: 'byHand', label: t('addDialog.byHand'), content: byHand },
            ]}
          />
        ) : (
          <>
            {(lms === 'blackboard' || lms === 'schoology') && (
              <Notice tone="info" title={t('addDialog.handOnly', { lms: t(`lms.${lms}.name`) })}>
                {t(`lms.${lms}.why`)}
              </Notice>
            )}
            {byHand()}
          </>
        )}
      </div>
    </Dialog>
  );
}

function ByAddress(props: {
  lms: (typeof selfRegistering)[number];
  invite: Resource<z.infer<typeof inviteSchema>>;
  platforms: Platforms;
  onClose: () => void;
}) {
  const { lms, invite } = props;
  const arrived = useArrived(props.platforms);
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
      <LmsSteps steps={(['one', 'two', 'three'] as const).map((step) => t(`lms.${lms}.address.${step}`))} />
      {arrived ? (
        <Notice tone="good" title={t('addDialog.arrived', { name: arrived })}>
          <p>{t('addDialog.arrivedText')}</p>
          <Button onClick={props.onClose}>{t('addDialog.show')}</Button>
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
