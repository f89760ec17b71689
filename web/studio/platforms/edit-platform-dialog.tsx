import { useState } from 'preact/hooks';
import { platformSchema, updatePlatformSchema, type Platform } from '../../../domain/api/platform.ts';
import { lmss, productFamilies } from '../../../domain/lms.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { focusFirstError } from '../../ui/focus-first-error.ts';
import { texts } from '../../ui/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';
import en from '../locales/en/platforms.json' with { type: 'json' };
import { api } from '../shell/session.ts';
import { AccessFields, AddressField, NameField } from './platform-fields.tsx';
import { readPlatform, valuesOf } from './platform-values.ts';

const t = texts('platforms', en);

const addresses = ['issuer', 'clientId', 'authUrl', 'tokenUrl', 'jwksUrl', 'tokenAudience'] as const;

/** Changes all that was typed or registered of a platform: what it is, its ids and addresses, who may frame, who may launch. */
export function EditPlatformDialog(props: {
  platform: Platform;
  onChange: (platform: Platform) => void;
  onClose: () => void;
}) {
  const { platform } = props;
  const [values, setValues] = useState(() => valuesOf(platform));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = useAction(async (body: object) => {
    props.onChange(await api.patch(`/api/platforms/${platform.id}`, platformSchema, { body }));
    showToast({ message: t('done.saved', { name: values.name }) });
    props.onClose();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    // `state` is another button's.
    const read = readPlatform(updatePlatformSchema.omit({ state: true }), values);
    setErrors('errors' in read ? read.errors : {});
    if ('body' in read) void save.run(read.body);
    else focusFirstError(event.currentTarget);
  };
  const fields = {
    values,
    errors: { ...save.fields, ...errors },
    onChange: (changed: Partial<typeof values>) => setValues({ ...values, ...changed }),
  };
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
        <NameField {...fields} />
        <SelectField
          label={t('lms.label')}
          value={values.productFamily}
          options={familiesWith(values.productFamily)}
          onChange={(productFamily) => fields.onChange({ productFamily })}
        />
        <AccessFields {...fields} />
        {addresses.map((field) => (
          <AddressField key={field} field={field} {...fields} />
        ))}
      </form>
    </Dialog>
  );
}

/** The known LMSs, “another”, and whatever this one called itself. */
function familiesWith(own: string): { value: string; label: string }[] {
  const known = lmss.map((lms) => ({ value: productFamilies[lms], label: t(`lms.${lms}.name`) }));
  const unknown = known.every(({ value }) => value !== own) && own !== '' ? [{ value: own, label: own }] : [];
  return [...known, ...unknown, { value: '', label: t('lms.other.name') }];
}
