import { useState } from 'preact/hooks';
import { platformSchema, type Platform } from '../../../domain/api/platform.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';

const t = texts('platforms', en);

type Deployment = Platform['deployments'][number];

/** Adds a deployment, or names one that is there: its id is the LMS's and stays. */
export function DeploymentDialog(props: {
  platform: Platform;
  deployment: Deployment | undefined;
  onChange: (platform: Platform) => void;
  onClose: () => void;
}) {
  const { platform, deployment } = props;
  const [id, setId] = useState('');
  const [label, setLabel] = useState(deployment?.label ?? '');
  const save = useAction(async () => {
    const path = `/api/platforms/${platform.id}/deployments`;
    props.onChange(
      deployment === undefined
        ? await api.post(path, platformSchema, { body: { deploymentId: id, label } })
        : await api.patch(`${path}/${deployment.id}`, platformSchema, { body: { label } }),
    );
    const done = deployment === undefined ? 'done.deploymentAdded' : 'done.deploymentSaved';
    showToast({ message: t(done, { id: deployment?.deploymentId ?? id }) });
    props.onClose();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    void save.run();
  };
  const title =
    deployment === undefined
      ? t('deploymentDialog.add')
      : t('deploymentDialog.rename', { id: deployment.deploymentId });
  return (
    <Dialog
      title={title}
      onClose={props.onClose}
      actions={
        <Button variant="primary" type="submit" form="deployment" busy={save.busy}>
          {t(save.busy ? 'deploymentDialog.busy' : 'deploymentDialog.submit')}
        </Button>
      }
    >
      <form id="deployment" class="stack" noValidate onSubmit={submit}>
        {save.failure && Object.keys(save.fields).length === 0 && <Notice tone="bad" title={save.failure} />}
        {deployment === undefined && (
          <TextField
            label={t('fields.deploymentId')}
            hint={t('deploymentDialog.idHint')}
            value={id}
            onInput={setId}
            error={save.fields['deploymentId']}
          />
        )}
        <TextField
          optional
          label={t('deploymentDialog.label')}
          hint={t('deploymentDialog.labelHint')}
          value={label}
          onInput={setLabel}
          error={save.fields['label']}
        />
      </form>
    </Dialog>
  );
}
