import { element, writeXml, type WrittenElement } from '../../domain/formats/xml-write.ts';
import type { PackageFile } from './package-file.ts';
import type { PackagedModule } from './packaged-module.ts';
import type { PlayFiles, PlayPage } from './play-files.ts';

/** What differs between SCORM 1.2 and SCORM 2004 (4th edition) in a manifest. */
interface Edition {
  schemaVersion: string;
  packaging: string;
  adl: string;
  /** The attribute's name; only its case changed. */
  scormType: string;
}

const editions: Record<'scorm-1.2' | 'scorm-2004', Edition> = {
  'scorm-1.2': {
    schemaVersion: '1.2',
    packaging: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
    adl: 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
    scormType: 'adlcp:scormtype',
  },
  'scorm-2004': {
    schemaVersion: '2004 4th Edition',
    packaging: 'http://www.imsglobal.org/xsd/imscp_v1p1',
    adl: 'http://www.adlnet.org/xsd/adlcp_v1p3',
    scormType: 'adlcp:scormType',
  },
};

/** The files of a SCORM package: `imsmanifest.xml` at its root, then what plays. Each page is one SCO. */
export function writeScorm(
  module: PackagedModule,
  { pages, files }: PlayFiles,
  edition: 'scorm-1.2' | 'scorm-2004',
): PackageFile[] {
  const text = writeXml(manifest(module, pages, files, editions[edition]));
  return [{ path: 'imsmanifest.xml', text }, ...files];
}

function manifest(
  module: PackagedModule,
  pages: readonly PlayPage[],
  files: readonly PackageFile[],
  edition: Edition,
): WrittenElement {
  const pagePaths = new Set(pages.map(({ path }) => path));
  const shared = files.filter(({ path }) => !pagePaths.has(path));
  return element(
    'manifest',
    {
      xmlns: edition.packaging,
      'xmlns:adlcp': edition.adl,
      identifier: `M_${module.id}`,
      version: '1.0',
    },
    element(
      'metadata',
      {},
      element('schema', {}, 'ADL SCORM'),
      element('schemaversion', {}, edition.schemaVersion),
    ),
    element('organizations', { default: 'O_1' }, organization(module, pages)),
    element(
      'resources',
      {},
      ...pages.map((page) => sco(page, edition)),
      element(
        'resource',
        { identifier: 'R_shared', type: 'webcontent', [edition.scormType]: 'asset' },
        ...shared.map(({ path }) => element('file', { href: path })),
      ),
    ),
  );
}

function organization({ title }: PackagedModule, pages: readonly PlayPage[]): WrittenElement {
  const items = pages.map((page) =>
    element(
      'item',
      { identifier: `I_${page.id}`, identifierref: `R_${page.id}` },
      element('title', {}, short(page.title)),
    ),
  );
  return element('organization', { identifier: 'O_1' }, element('title', {}, short(title)), ...items);
}

function sco({ id, path }: PlayPage, { scormType }: Edition): WrittenElement {
  return element(
    'resource',
    { identifier: `R_${id}`, type: 'webcontent', [scormType]: 'sco', href: path },
    element('file', { href: path }),
    element('dependency', { identifierref: 'R_shared' }),
  );
}

/** SCORM 1.2 allows 200 characters in a title. */
function short(title: string): string {
  return Array.from(title).slice(0, 200).join('');
}
