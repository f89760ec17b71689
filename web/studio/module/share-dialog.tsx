import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Download } from 'lucide-preact';
import { packageFormats, type PackageFormat, type PackageParts } from '../../../domain/api/package.ts';
import type { Module } from '../../../domain/api/module.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PublicPages } from './public-pages.tsx';
import { t } from './share-texts.ts';
import '../../ui/download-list.css';
import './share-dialog.css';

/** The ways in which a module goes elsewhere: into an LMS, as a file, onto a page. */
export function ShareDialog({ module, onClose }: { module: Module; onClose: () => void }) {
  const isPublished = module.state === 'published';
  return (
    <Dialog title={t('title', { title: module.title })} onClose={onClose} wide>
      <div class="stack share">
        {!isPublished && (
          <Notice tone="info" title={t('draft.title')}>
            {t('draft.text')}
          </Notice>
        )}
        <section>
          <h3>{t('lti.title')}</h3>
          <p>{t('lti.text')}</p>
        </section>
        {isPublished && <Files module={module} />}
        {isPublished && <PublicPages module={module} />}
      </div>
    </Dialog>
  );
}

type FileGroup = 'links' | 'packages' | 'questions';

const groupOf: Record<PackageFormat, FileGroup> = {
  'cc-1.1': 'links',
  'cc-1.2': 'links',
  'cc-1.3': 'links',
  'thin-cc': 'links',
  'scorm-1.2': 'packages',
  'scorm-2004': 'packages',
  cmi5: 'packages',
  'qti-2.1': 'questions',
  gift: 'questions',
};

function Files({ module }: { module: Module }) {
  const [parts, setParts] = useState<PackageParts>('chapters');
  return (
    <section>
      <h3>{t('files.title')}</h3>
      <p>{t('files.text')}</p>
      <Formats group="packages" module={module} parts={parts}>
        <SelectField
          label={t('files.parts')}
          value={parts}
          options={[
            { value: 'chapters', label: t('parts.chapters') },
            { value: 'module', label: t('parts.module') },
          ]}
          onChange={setParts}
        />
      </Formats>
      <Formats group="links" module={module} parts={parts} />
      <Formats group="questions" module={module} parts={parts} />
    </section>
  );
}

function Formats(props: {
  group: FileGroup;
  module: Module;
  parts: PackageParts;
  children?: ComponentChildren;
}) {
  const { group, module, parts } = props;
  return (
    <>
      <div>
        <h4>{t(`groups.${group}.title`)}</h4>
        <p class="quiet">{t(`groups.${group}.text`)}</p>
      </div>
      {props.children}
      <ul class="download-list">
        {packageFormats
          .filter((format) => groupOf[format] === group)
          .map((format) => (
            <li key={format}>
              <div>
                <p class="strong">{t(`formats.${format}.name`)}</p>
                <p class="quiet">{t(`formats.${format}.text`)}</p>
              </div>
              <LinkButton
                small
                icon={Download}
                href={`/api/modules/${module.id}/package?format=${format}&parts=${parts}`}
                download
                label={t('files.download', { name: t(`formats.${format}.name`) })}
              >
                {t('files.downloadShort')}
              </LinkButton>
            </li>
          ))}
      </ul>
    </>
  );
}
