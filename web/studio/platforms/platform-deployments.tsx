import { useState } from 'preact/hooks';
import { Pencil, Plus, Trash2 } from 'lucide-preact';
import { platformSchema, type Platform } from '../../../domain/api/platform.ts';
import { sentenceOf } from '../../ui/api.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { texts } from '../../ui/i18n.ts';
import { showToast } from '../../ui/toast.tsx';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { DeploymentDialog } from './deployment-dialog.tsx';
import { RemoveDeploymentDialog } from './remove-deployment-dialog.tsx';

const t = texts('platforms', en);

type Deployment = Platform['deployments'][number];

const tones: Record<Deployment['state'], BadgeTone> = { pending: 'warn', active: 'good', disabled: 'quiet' };

/** The deployments of a platform, to add, name, approve and remove: one that appeared with a launch waits here for approval. */
export function PlatformDeployments(props: { platform: Platform; onChange: (platform: Platform) => void }) {
  const { platform } = props;
  const [busyId, setBusyId] = useState<string>();
  const [dialog, setDialog] = useState<
    { kind: 'edit'; of?: Deployment } | { kind: 'remove'; of: Deployment }
  >();
  const close = () => setDialog(undefined);
  const change = async (deployment: Deployment, state: 'active' | 'disabled'): Promise<void> => {
    setBusyId(deployment.id);
    try {
      const path = `/api/platforms/${platform.id}/deployments/${deployment.id}`;
      props.onChange(await api.patch(path, platformSchema, { body: { state } }));
      const done = state === 'active' ? 'done.deploymentApproved' : 'done.deploymentDisabled';
      showToast({
        message: t(done, { id: deployment.deploymentId }),
        undo: state === 'disabled' ? () => void change(deployment, 'active') : undefined,
      });
    } catch (error) {
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
    setBusyId(undefined);
  };
  return (
    <div>
      <h3 class="platform-subtitle">{t('deployments.title')}</h3>
      {platform.deployments.length === 0 && <p class="quiet">{t('deployments.none')}</p>}
      <ul class="deployments">
        {platform.deployments.map((deployment) => {
          const isActive = deployment.state === 'active';
          const verb = t(isActive ? 'actions.disable' : 'actions.approve');
          const name = nameOf(deployment);
          return (
            <li key={deployment.id} class="deployment">
              <Badge tone={tones[deployment.state]}>
                {name}, {t(`deployments.${deployment.state}`)}
              </Badge>
              <span class="deployment-actions">
                <Button
                  small
                  variant={deployment.state === 'pending' ? 'normal' : 'quiet'}
                  busy={busyId === deployment.id}
                  label={t('actions.of', { action: verb, name })}
                  onClick={() => void change(deployment, isActive ? 'disabled' : 'active')}
                >
                  {verb}
                </Button>
                <IconButton
                  icon={Pencil}
                  label={t('actions.of', { action: t('actions.rename'), name })}
                  onClick={() => setDialog({ kind: 'edit', of: deployment })}
                />
                <IconButton
                  icon={Trash2}
                  label={t('actions.of', { action: t('actions.remove'), name })}
                  onClick={() => setDialog({ kind: 'remove', of: deployment })}
                />
              </span>
            </li>
          );
        })}
      </ul>
      <Button small variant="quiet" icon={Plus} onClick={() => setDialog({ kind: 'edit' })}>
        {t('deployments.add')}
      </Button>
      {dialog?.kind === 'edit' && <DeploymentDialog {...props} deployment={dialog.of} onClose={close} />}
      {dialog?.kind === 'remove' && (
        <RemoveDeploymentDialog {...props} deployment={dialog.of} onClose={close} />
      )}
    </div>
  );
}

/** What it is called here, with its id. */
function nameOf({ deploymentId: id, label }: Deployment): string {
  return label === '' ? t('deployments.one', { id }) : t('deployments.named', { id, label });
}
