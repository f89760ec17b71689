import { useState } from 'preact/hooks';
import { updatePlatformSchema, platformSchema, type Platform } from '../../../domain/api/platform.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CheckField, TextArea, TextField } from '../../ui/field.tsx';
import { focusFirstError } from '../../ui/focus-first-error.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';

const t = texts('platforms', en);

const addresses = ['authUrl', 'tokenUrl', 'jwksUrl', 'tokenAudience'] as const;

/** Changes a platform's name, addresses, audience, framing sites, and whether nameless people may launch. */
export function EditPlatformDialog(props: {
  platform: Platform;
  onChange: (platform: Platform) => void;
  onClose: () => void;
}) {
  const { platform } = props;
  const [values, setValues] = useState({ ...platform, frameOrigins: platform.frameOrigins.join('\n') });
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = useAction(async (body: object) => {
    props.onChange(await api.patch(`/api/platforms/${platform.id}`, platformSchema, { body }));
    showToast({ message: t('done.saved', { name: values.name }) });
    props.onClose();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const { name, authUrl, tokenUrl, jwksUrl, tokenAudience, allowAnonymous } = values;
    const frameOrigins = values.frameOrigins.split('\n').flatMap((line) => line.trim() || []);
    const parsed = updatePlatformSchema.safeParse({
      name,
      authUrl,
      tokenUrl,
      jwksUrl,
      tokenAudience,
      allowAnonymous,
      frameOrigins,
    });
    setErrors(parsed.success ? {} : Object.fromEntries(parsed.error.issues.map(toFieldError)));
    if (parsed.success) void save.run(parsed.data);
    else focusFirstError(event.currentTarget);
  };
  const errorOf = (field: string) => errors[field] ?? save.fields[field];
  return (
    <Dialog
      wide
      title={t('editDialog.title', { name: platform.name || platform.issuer })}
      onClose={props.onClose}
      actions={
        <Button variant="primary" type="submit" form="edit-platform" busy={save.busy}>
          {t(save.busy ? 'editDialog.busy' : 'editDialog.submit')}
        </Button>
      }
    >
      <form id="edit-platform" class="stack" noValidate onSubmit={submit}>
        {save.failure && Object.keys(save.fields).length === 0 && <Notice tone="bad" title={save.failure} />}
        <TextField
          label={t('fields.name')}
          hint={t('fields.nameHint')}
          value={values.name}
          maxLength={200}
          error={errorOf('name')}
          onInput={(name) => setValues({ ...values, name })}
        />
        <TextArea
          label={t('fields.frameOrigins')}
          hint={t('fields.frameOriginsHint')}
          mono
          rows={3}
          spellcheck={false}
          value={values.frameOrigins}
          error={errorOf('frameOrigins')}
          onInput={(frameOrigins) => setValues({ ...values, frameOrigins })}
        />
        {addresses.map((field) => (
          <TextField
            key={field}
            label={t(`fields.${field}`)}
            hint={field === 'tokenAudience' ? t('fields.tokenAudienceHint') : undefined}
            mono
            spellcheck={false}
            value={values[field]}
            error={errorOf(field)}
            onInput={(value) => setValues({ ...values, [field]: value })}
          />
        ))}
        <CheckField
          label={t('fields.allowAnonymous')}
          hint={t('fields.allowAnonymousHint')}
          checked={values.allowAnonymous}
          onChange={(allowAnonymous) => setValues({ ...values, allowAnonymous })}
        />
      </form>
    </Dialog>
  );
}

function toFieldError(issue: { path: PropertyKey[]; message: string }): [string, string] {
  const [field, index] = issue.path;
  const name = String(field);
  if (name === 'frameOrigins' && typeof index === 'number') {
    return [name, t('editDialog.badOrigin', { line: index + 1 })];
  }
  return [name, name.endsWith('Url') ? issue.message : t('fields.missing')];
}
