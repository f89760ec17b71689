import { deploymentUseSchema, type Platform } from '../../../domain/api/platform.ts';
import { nothing } from '../../ui/api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';

const t = texts('platforms', en);

/** Asks before a deployment is removed, and counts what goes with it first. */
export function RemoveDeploymentDialog(props: {
  platform: Platform;
  deployment: Platform['deployments'][number];
  onChange: (platform: Platform) => void;
  onClose: () => void;
}) {
  const { platform, deployment } = props;
  const path = `/api/platforms/${platform.id}/deployments/${deployment.id}`;
  const use = useResource((signal) => api.get(path, deploymentUseSchema, { signal }), [path]);
  const remove = useAction(async () => {
    await api.delete(path, nothing);
    const deployments = platform.deployments.filter(({ id }) => id !== deployment.id);
    const publicationCount = platform.publicationCount - (use.value?.publicationCount ?? 0);
    props.onChange({ ...platform, deployments, publicationCount });
    showToast({ message: t('done.deploymentRemoved', { id: deployment.deploymentId }) });
    props.onClose();
  });
  const failure = remove.failure ?? use.failure;
  return (
    <Dialog
      title={t('removeDeployment.title', { id: deployment.deploymentId })}
      onClose={props.onClose}
      actions={
        <Button
          variant="danger"
          busy={remove.busy}
          disabled={use.value === undefined}
          onClick={() => void remove.run()}
        >
          {t(remove.busy ? 'removeDeployment.busy' : 'removeDeployment.submit')}
        </Button>
      }
    >
      <div class="stack" aria-live="polite">
        <p>{t('removeDeployment.text')}</p>
        {use.value === undefined && use.failure === undefined && (
          <p class="quiet">{t('removeDeployment.counting')}</p>
        )}
        {use.value !== undefined && use.value.publicationCount > 0 && (
          <Notice
            tone="warn"
            title={t('removeDeployment.goes', {
              publications: t('publications', { count: use.value.publicationCount }),
              courses: t('removeDeployment.courses', { count: use.value.courseCount }),
              learners: t('removeDeployment.learners', { count: use.value.learnerCount }),
            })}
          >
            <p>{t('removeDeployment.forGood')}</p>
          </Notice>
        )}
        {use.value?.publicationCount === 0 && <p>{t('removeDeployment.nothing')}</p>}
        <p class="quiet">{t('removeDeployment.instead')}</p>
        {failure !== undefined && <Notice tone="bad" title={failure} />}
      </div>
    </Dialog>
  );
}
