import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findElements, readXml, type XmlElement } from '../../../domain/formats/xml.ts';
import { writeCmi5 } from '../../../lti/packages/cmi5.ts';
import type { PackageFile } from '../../../lti/packages/package-file.ts';
import { collectPlayFiles } from '../../../lti/packages/play-files.ts';
import { writeScorm } from '../../../lti/packages/scorm.ts';
import { DiskBlobStore } from '../../../storage/blobs/disk-blob-store.ts';
import { aPackagedChapter, aPackagedModule, aQuiz } from '../../support/packaged-module.ts';
import { schemasOf, validateXml } from '../../support/validate-xml.ts';

const module = aPackagedModule({
  title: 'Budget & <scope>',
  chapters: [
    aPackagedChapter(0, { quiz: aQuiz(), captions: { text: 'WEBVTT\n', language: 'en' } }),
    aPackagedChapter(1, { title: 'x'.repeat(200), posterKey: 'posters/1.jpg', hasPicture: false }),
  ],
  attachments: [
    {
      id: 'a1',
      chapterId: null,
      kind: 'handout',
      title: 'Übersicht',
      fileName: 'Übersicht.final.PDF',
      contentType: 'application/pdf',
      bytes: 12,
      blobKey: 'attachments/a1',
      createdAt: new Date(0),
    },
  ],
});
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'afterclass-player-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(
    path.join(folder, 'index.html'),
    '<meta name="afterclass:standard" content="" /><meta name="afterclass:chapter" content="" />',
  );
  await writeFile(path.join(folder, 'assets/player.js'), 'play()');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sources = () => ({ blobs: new DiskBlobStore(path.join(folder, 'blobs')), playerFolder: folder });

function textOf(files: readonly PackageFile[], name: string): string {
  const file = files.find((one) => one.path === name);
  if (file === undefined || !('text' in file)) throw new Error(`there is no text ${name}`);
  return file.text;
}

function parse(text: string): XmlElement {
  const read = readXml(text);
  if ('problem' in read) throw new Error(read.problem.message);
  return read.root;
}

const editions = [
  [
    'scorm-1.2',
    {
      'http://www.imsproject.org/xsd/imscp_rootv1p1p2': 'imscp_rootv1p1p2.xsd',
      'http://www.adlnet.org/xsd/adlcp_rootv1p2': 'adlcp_rootv1p2.xsd',
    },
  ],
  [
    'scorm-2004',
    {
      'http://www.imsglobal.org/xsd/imscp_v1p1': 'imscp_v1p1.xsd',
      'http://www.adlnet.org/xsd/adlcp_v1p3': 'adlcp_v1p3.xsd',
    },
  ],
] as const;

describe.each(editions)('the manifest of a %s package', (edition, namespaces) => {
  test.each(['chapters', 'module'] as const)('is valid with %s as its activities', async (parts) => {
    const play = await collectPlayFiles(sources(), module, { standard: edition, parts });
    const files = writeScorm(module, play, edition);
    const manifest = textOf(files, 'imsmanifest.xml');
    expect(await validateXml(manifest, await schemasOf(edition, namespaces))).toEqual([]);
    const root = parse(manifest);
    const scos = findElements(root, 'resource').filter(
      ({ attributes }) => (attributes['scormtype'] ?? attributes['scormType']) === 'sco',
    );
    expect(scos).toHaveLength(parts === 'module' ? 1 : 2);
    const named = findElements(root, 'file').map(({ attributes }) => attributes['href']);
    expect(named.toSorted()).toEqual(
      files
        .map((file) => file.path)
        .filter((name) => name !== 'imsmanifest.xml')
        .toSorted(),
    );
  });
});

test('each page says which run-time it speaks to and which chapter it plays', async () => {
  const { files, pages } = await collectPlayFiles(sources(), module, {
    standard: 'scorm-2004',
    parts: 'chapters',
  });
  expect(pages.map((page) => page.path)).toEqual(['chapter-01.html', 'chapter-02.html']);
  expect(textOf(files, 'chapter-02.html')).toBe(
    `<meta name="afterclass:standard" content="scorm-2004" /><meta name="afterclass:chapter" content="${module.chapters[1]?.id ?? ''}" />`,
  );
});

test('content lies under plain names, and the player is told the real ones', async () => {
  const { files } = await collectPlayFiles(sources(), module, { standard: 'cmi5', parts: 'module' });
  expect(files.map((file) => file.path)).toEqual([
    'index.html',
    'assets/player.js',
    'content/module.json',
    'content/01.vtt',
    'content/01.mp4',
    'content/02.m4a',
    'content/02-poster.jpg',
    'content/files/001.pdf',
  ]);
  const described: unknown = JSON.parse(textOf(files, 'content/module.json'));
  expect(described).toMatchObject({
    chapters: [
      { clipUrl: 'content/01.mp4', hasPicture: true, captionsUrl: 'content/01.vtt', captionsLanguage: 'en' },
      { clipUrl: 'content/02.m4a', hasPicture: false, posterUrl: 'content/02-poster.jpg', quiz: null },
    ],
    attachments: [{ fileName: 'Übersicht.final.PDF', url: 'content/files/001.pdf' }],
  });
});

test('a cmi5 package asks a learner to pass where there is a quiz, and to complete where there is none', async () => {
  const play = await collectPlayFiles(sources(), module, { standard: 'cmi5', parts: 'chapters' });
  const root = parse(textOf(writeCmi5(module, play, 'https://afterclass.example.org'), 'cmi5.xml'));
  const units = findElements(root, 'au').map(({ attributes, children }) => ({
    ...attributes,
    url: children.find(({ name }) => name === 'url')?.text,
    order: children.map(({ name }) => name).join(' '),
  }));
  expect(units).toMatchObject([
    {
      moveOn: 'CompletedAndPassed',
      masteryScore: '0.6',
      url: 'chapter-01.html',
      order: 'title description url',
    },
    { moveOn: 'Completed', url: 'chapter-02.html', order: 'title description url' },
  ]);
  expect(units[1]).not.toHaveProperty('masteryScore');
  expect(new Set(units.map((unit) => ('id' in unit ? unit.id : ''))).size).toBe(2);
});
