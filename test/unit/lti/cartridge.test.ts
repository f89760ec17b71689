import { describe, expect, test } from 'vitest';
import { childText, findElements, readXml, type XmlElement } from '../../../domain/formats/xml.ts';
import { writeCartridge, type CartridgeFormat } from '../../../lti/packages/cartridge.ts';
import type { PackageFile } from '../../../lti/packages/package-file.ts';
import { linkSchema, manifestSchema } from '../../support/cartridge-schema.ts';
import { aPackagedChapter, aPackagedModule } from '../../support/packaged-module.ts';
import { validateXml } from '../../support/validate-xml.ts';

const publicUrl = 'https://afterclass.example.org';
const formats: CartridgeFormat[] = ['cc-1.1', 'cc-1.2', 'cc-1.3', 'thin-cc'];

function texts(files: readonly PackageFile[]): Map<string, string> {
  return new Map(files.flatMap((file) => ('text' in file ? [[file.path, file.text] as const] : [])));
}

function parse(text: string): XmlElement {
  const read = readXml(text);
  if ('problem' in read) throw new Error(read.problem.message);
  return read.root;
}

describe.each(formats)('a cartridge as %s', (format) => {
  const nasty = aPackagedModule({
    title: 'Budget & <scope> "2026"',
    description: 'Line one\nline two\u0001',
    chapters: [aPackagedChapter(0, { title: 'Q&A\n<live>' }), aPackagedChapter(1, { title: '' })],
  });
  const files = texts(writeCartridge(nasty, format, publicUrl));

  test('has a manifest that is valid, whatever stands in titles', async () => {
    const manifest = files.get('imsmanifest.xml') ?? '';
    expect(await validateXml(manifest, manifestSchema(format))).toEqual([]);
    const titles = findElements(parse(manifest), 'title').map(({ text }) => text);
    expect(titles).toContain('Budget & <scope> "2026"');
  });

  test('has valid links, one for each chapter, each with a launch address of its own', async () => {
    const links = [...files].filter(([path]) => path.startsWith('links/')).map(([, text]) => text);
    for (const link of links) expect(await validateXml(link, linkSchema(format))).toEqual([]);
    const addresses = links.flatMap((link) =>
      findElements(parse(link), 'launch_url').map(({ text }) => text),
    );
    const at = (chapterId: string | undefined) =>
      `${publicUrl}/lti/launch?module=${nasty.id}&chapter=${chapterId ?? ''}`;
    expect(addresses).toEqual(nasty.chapters.map(({ id }) => at(id)));
  });

  test('names in its resources the files that it has, and no other', () => {
    const root = parse(files.get('imsmanifest.xml') ?? '');
    const named = findElements(root, 'file').map(({ attributes }) => attributes['href']);
    expect(named).toEqual([...files.keys()].filter((path) => path !== 'imsmanifest.xml'));
  });
});

test('a cartridge as Moodle takes it names its version in the first kilobyte and its links as version 1.0', () => {
  const files = texts(writeCartridge(aPackagedModule(), 'cc-1.1', publicUrl));
  const manifest = files.get('imsmanifest.xml') ?? '';
  expect(manifest.slice(0, 1024)).toContain('xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"');
  const types = findElements(parse(manifest), 'resource').map(({ attributes }) => attributes['type']);
  expect(new Set(types)).toEqual(new Set(['imsbasiclti_xmlv1p0']));
  const [metadata] = findElements(parse(manifest), 'metadata');
  expect(metadata && childText(metadata, 'schemaversion')).toBe('1.1.0');
});
