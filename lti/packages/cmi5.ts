import { element, writeXml, type WrittenElement } from '../../domain/formats/xml-write.ts';
import type { PackageFile } from './package-file.ts';
import type { PackagedChapter, PackagedModule } from './packaged-module.ts';
import type { PlayFiles, PlayPage } from './play-files.ts';

const namespace = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';

/** The files of a cmi5 package: `cmi5.xml` at its root, then what plays. Each page is one assignable unit. */
export function writeCmi5(
  module: PackagedModule,
  { pages, files }: PlayFiles,
  publicUrl: string,
): PackageFile[] {
  return [{ path: 'cmi5.xml', text: writeXml(courseStructure(module, pages, publicUrl)) }, ...files];
}

function courseStructure(
  { id, title, description }: PackagedModule,
  pages: readonly PlayPage[],
  publicUrl: string,
): WrittenElement {
  const address = `${publicUrl}/modules/${id}`;
  return element(
    'courseStructure',
    { xmlns: namespace },
    element('course', { id: address }, text('title', title), text('description', description || title)),
    ...pages.map((page) => assignableUnit(page, address)),
  );
}

function assignableUnit({ id, path, title, chapters }: PlayPage, address: string): WrittenElement {
  const [only] = chapters;
  const masteryScore = chapters.length === 1 && only !== undefined ? only.quiz?.passMark : undefined;
  return element(
    'au',
    {
      id: `${address}/activities/${id}`,
      moveOn: chapters.some(asksToPass) ? 'CompletedAndPassed' : 'Completed',
      masteryScore: masteryScore === undefined ? undefined : String(Number(masteryScore.toFixed(4))),
      launchMethod: 'AnyWindow',
    },
    text('title', title),
    text('description', title),
    element('url', {}, path),
  );
}

function asksToPass({ quiz, completion }: PackagedChapter): boolean {
  return quiz !== null && completion.quizPassed;
}

function text(name: string, words: string): WrittenElement {
  return element(name, {}, element('langstring', { lang: 'en' }, words));
}
