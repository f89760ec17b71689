import { element, writeXml, type WrittenElement } from '../../formats/xml-write.ts';
import { picturesOf } from '../../picture.ts';
import type { ReadQuestion } from '../read-question.ts';
import { withFiles } from '../write-pictured.ts';
import { writeItem } from './write-item.ts';
import { pictureHref, picturePath } from './written-answers.ts';

const packageNamespace = 'http://www.imsglobal.org/xsd/imscp_v1p1';
const itemNamespace = 'http://www.imsglobal.org/xsd/imsqti_v2p1';

/**
 * Writes questions of every type as a package of QTI 2.1: its files by their paths, to be zipped. Each question is an
 * item; the test keeps their order, its sections their categories. Pictures are files beside the items, as `pictures` gives them.
 */
export function writeQti21<File = Uint8Array>(
  questions: readonly ReadQuestion[],
  { title = 'Quiz', pictures = new Map() }: { title?: string; pictures?: ReadonlyMap<string, File> } = {},
): Map<string, string | File> {
  const items = questions.map((one, index) => {
    const identifier = `question-${String(index + 1)}`;
    return { identifier, path: `items/${identifier}.xml`, question: withFiles(one, pictures) };
  });
  const files = items.flatMap(({ question }) =>
    picturesOf(question).flatMap((one) => {
      const file = pictures.get(one.id);
      return file === undefined ? [] : [[picturePath(one), file] as const];
    }),
  );
  const written = items.map(
    ({ identifier, path, question }) => [path, writeItem(question, identifier, itemNamespace)] as const,
  );
  return new Map<string, string | File>([
    ['imsmanifest.xml', writeManifest(items)],
    ['test.xml', writeTest(items, title)],
    ...written,
    ...files,
  ]);
}

interface Item {
  identifier: string;
  path: string;
  question: ReadQuestion;
}

function writeManifest(items: readonly Item[]): string {
  const resource = (
    identifier: string,
    type: string,
    href: string,
    { needs = [], files = [] }: { needs?: readonly string[]; files?: readonly string[] },
  ): WrittenElement =>
    element(
      'resource',
      { identifier, type, href },
      ...[href, ...files].map((file) => element('file', { href: file })),
      ...needs.map((identifierref) => element('dependency', { identifierref })),
    );
  const test = resource('test', 'imsqti_test_xmlv2p1', 'test.xml', {
    needs: items.map(({ identifier }) => identifier),
  });
  return writeXml(
    element(
      'manifest',
      { xmlns: packageNamespace, identifier: 'afterclass-quiz' },
      element(
        'metadata',
        {},
        element('schema', {}, 'QTIv2.1 Package'),
        element('schemaversion', {}, '1.0.0'),
      ),
      element('organizations', {}),
      element(
        'resources',
        {},
        test,
        ...items.map(({ identifier, path, question }) => {
          const files = [...new Set(picturesOf(question).map(pictureHref))];
          return resource(identifier, 'imsqti_item_xmlv2p1', path, { files });
        }),
      ),
    ),
  );
}

function writeTest(items: readonly Item[], title: string): string {
  const sections: { category: string | undefined; items: Item[] }[] = [];
  for (const item of items) {
    const { category } = item.question;
    const open = sections.at(-1);
    if (open !== undefined && open.category === category) open.items.push(item);
    else sections.push({ category, items: [item] });
  }
  const written = sections.map((section, index) =>
    element(
      'assessmentSection',
      {
        identifier: `section-${String(index + 1)}`,
        title: section.category ?? 'Questions',
        visible: section.category === undefined ? 'false' : 'true',
      },
      ...section.items.map(({ identifier, path }) =>
        element('assessmentItemRef', { identifier, href: path }),
      ),
    ),
  );
  return writeXml(
    element(
      'assessmentTest',
      { xmlns: itemNamespace, identifier: 'test', title },
      element(
        'testPart',
        { identifier: 'part', navigationMode: 'nonlinear', submissionMode: 'simultaneous' },
        ...written,
      ),
    ),
  );
}
