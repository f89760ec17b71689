import { element, writeXml, type WrittenElement } from '../../domain/formats/xml-write.ts';
import { placementCustom, placementUrl } from '../tool-addresses.ts';
import type { PackageFile } from './package-file.ts';
import type { PackagedChapter, PackagedModule } from './packaged-module.ts';

/** The cartridges that are written: three versions of Common Cartridge, and 1.3 in its thin form (links alone). */
export type CartridgeFormat = 'cc-1.1' | 'cc-1.2' | 'cc-1.3' | 'thin-cc';

/** What differs between the versions (1EdTech Common Cartridge 1.1–1.3, Thin Common Cartridge 1.3). */
interface Version {
  schema: string;
  version: string;
  /** `ccv1p1` in namespaces and addresses of schemas. */
  profile: string;
  linkType: string;
  linkNamespace: string;
  linkSchema: string;
}

const links1p0 = {
  linkType: 'imsbasiclti_xmlv1p0',
  linkNamespace: 'http://www.imsglobal.org/xsd/imslticc_v1p0',
  linkSchema: 'http://www.imsglobal.org/xsd/lti/ltiv1p0/imslticc_v1p0p1.xsd',
};
const links1p3 = {
  linkType: 'imsbasiclti_xmlv1p3',
  linkNamespace: 'http://www.imsglobal.org/xsd/imslticc_v1p3',
  linkSchema: 'http://www.imsglobal.org/xsd/lti/ltiv1p3/imslticc_v1p3.xsd',
};
const versions: Record<CartridgeFormat, Version> = {
  'cc-1.1': { schema: 'IMS Common Cartridge', version: '1.1.0', profile: 'ccv1p1', ...links1p0 },
  'cc-1.2': { schema: 'IMS Common Cartridge', version: '1.2.0', profile: 'ccv1p2', ...links1p0 },
  'cc-1.3': { schema: 'IMS Common Cartridge', version: '1.3.0', profile: 'ccv1p3', ...links1p3 },
  'thin-cc': { schema: 'IMS Thin Common Cartridge', version: '1.3.0', profile: 'ccv1p3', ...links1p3 },
};

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * The files of a cartridge: one LTI link for each chapter, with a launch address of its own that names module and
 * chapter, because custom parameters get lost in some imports. Nothing of the content leaves the service.
 */
export function writeCartridge(
  module: PackagedModule,
  format: CartridgeFormat,
  publicUrl: string,
): PackageFile[] {
  const version = versions[format];
  return [
    { path: 'imsmanifest.xml', text: writeXml(manifest(module, version)) },
    ...module.chapters.map((chapter) => ({
      path: linkPath(chapter),
      text: writeXml(link(module, chapter, version, publicUrl)),
    })),
  ];
}

/** Moodle looks for the namespace in the first kilobyte: it is the first attribute. */
function manifest(module: PackagedModule, version: Version): WrittenElement {
  const lom = `http://ltsc.ieee.org/xsd/ims${version.profile}/LOM/manifest`;
  const namespace = `http://www.imsglobal.org/xsd/ims${version.profile}/imscp_v1p1`;
  const schemas = `http://www.imsglobal.org/profile/cc/${version.profile}`;
  return element(
    'manifest',
    {
      xmlns: namespace,
      'xmlns:lomimscc': lom,
      'xmlns:xsi': xsi,
      identifier: `M_${module.id}`,
      'xsi:schemaLocation': [
        `${namespace} ${schemas}/${version.profile}_imscp_v1p2_v1p0.xsd`,
        `${lom} ${schemas}/LOM/${version.profile}_lommanifest_v1p0.xsd`,
      ].join(' '),
    },
    element(
      'metadata',
      {},
      element('schema', {}, version.schema),
      element('schemaversion', {}, version.version),
      describe(module),
    ),
    element(
      'organizations',
      {},
      element('organization', { identifier: 'O_1', structure: 'rooted-hierarchy' }, tree(module)),
    ),
    element('resources', {}, ...module.chapters.map((chapter) => resource(chapter, version))),
  );
}

function describe({ title, description }: PackagedModule): WrittenElement {
  const text = (name: string, words: string) =>
    element(`lomimscc:${name}`, {}, element('lomimscc:string', { language: 'en' }, words));
  return element(
    'lomimscc:lom',
    {},
    element(
      'lomimscc:general',
      {},
      text('title', title),
      description.trim() === '' ? undefined : text('description', description),
    ),
  );
}

/** The top item has no title; the module is the one folder below it, its chapters the links inside. */
function tree({ title, chapters }: PackagedModule): WrittenElement {
  const items = chapters.map((chapter) =>
    element(
      'item',
      { identifier: `I_${chapter.id}`, identifierref: `R_${chapter.id}` },
      element('title', {}, chapter.title),
    ),
  );
  return element(
    'item',
    { identifier: 'I_root' },
    element('item', { identifier: 'I_module' }, element('title', {}, title), ...items),
  );
}

function resource(chapter: PackagedChapter, { linkType }: Version): WrittenElement {
  return element(
    'resource',
    { identifier: `R_${chapter.id}`, type: linkType },
    element('file', { href: linkPath(chapter) }),
  );
}

function link(
  module: PackagedModule,
  chapter: PackagedChapter,
  version: Version,
  publicUrl: string,
): WrittenElement {
  const placement = { moduleId: module.id, chapterId: chapter.id };
  const url = placementUrl(publicUrl, placement);
  const isSecure = url.startsWith('https:');
  return element(
    'cartridge_basiclti_link',
    {
      xmlns: version.linkNamespace,
      'xmlns:blti': 'http://www.imsglobal.org/xsd/imsbasiclti_v1p0',
      'xmlns:lticm': 'http://www.imsglobal.org/xsd/imslticm_v1p0',
      'xmlns:lticp': 'http://www.imsglobal.org/xsd/imslticp_v1p0',
      'xmlns:xsi': xsi,
      'xsi:schemaLocation': `${version.linkNamespace} ${version.linkSchema}`,
    },
    element('blti:title', {}, chapter.title.replace(/\s+/g, ' ')),
    element('blti:description', {}, `${module.title}: ${chapter.title}`),
    element(
      'blti:custom',
      {},
      ...Object.entries(placementCustom(placement)).map(([name, value]) =>
        element('lticm:property', { name }, value),
      ),
    ),
    element('blti:launch_url', {}, url),
    isSecure ? element('blti:secure_launch_url', {}, url) : undefined,
    element(
      'blti:vendor',
      {},
      element('lticp:code', {}, 'afterclass'),
      element('lticp:name', {}, 'Afterclass'),
      element('lticp:url', {}, publicUrl),
    ),
  );
}

function linkPath(chapter: PackagedChapter): string {
  return `links/${String(chapter.index + 1).padStart(2, '0')}-${chapter.id}.xml`;
}
