import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { SandboxError } from '../sandbox-error.ts';

/** The files of an uploaded package by their paths inside it. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

const maxBytes = 512 * 1024 * 1024;

/** Unpacks an uploaded zip; a package too large, broken, or with paths that leave it is a 400. */
export function unpack(bytes: Uint8Array): PackageFiles {
  let total = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > maxBytes) throw new SandboxError(400, 'package-too-large', 'The package is too large.');
        if (/^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name))
          throw new SandboxError(400, 'package-refused', `The package names a file outside itself: ${name}.`);
        return !name.endsWith('/');
      },
    });
    return new Map(Object.entries(files));
  } catch (cause) {
    if (cause instanceof SandboxError) throw cause;
    throw new SandboxError(400, 'package-broken', 'This is no zip, or a broken one.', { cause });
  }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => ['organization', 'item', 'resource', 'file'].includes(name),
});

/** The text of one file of a package, or a 400. */
export function textIn(files: PackageFiles, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw new SandboxError(400, 'package-incomplete', `The package has no ${path}.`);
  return strFromU8(bytes);
}

/** Parses a file of a package against the shape that is read of it, or a 400. */
export function parseXml<T>(text: string, shape: z.ZodType<T>, path: string): T {
  const parsed = shape.safeParse(parser.parse(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw new SandboxError(400, 'package-refused', `${path} is not as it should be${where}.`);
}

/** An item of a manifest's tree: a folder, or what opens a resource. */
export interface ManifestItem {
  title?: string | undefined;
  '@identifier'?: string | undefined;
  '@identifierref'?: string | undefined;
  item?: ManifestItem[] | undefined;
}

const item: z.ZodType<ManifestItem> = z.lazy(() =>
  z.object({
    title: z.string().optional(),
    '@identifier': z.string().optional(),
    '@identifierref': z.string().optional(),
    item: z.array(item).optional(),
  }),
);

const manifest = z.object({
  manifest: z.object({
    metadata: z.object({ schema: z.string(), schemaversion: z.string() }),
    organizations: z.object({
      organization: z.array(z.object({ title: z.string().optional(), item: z.array(item) })).min(1),
    }),
    resources: z.object({
      resource: z.array(
        z.object({
          '@identifier': z.string(),
          '@type': z.string(),
          '@href': z.string().optional(),
          '@scormtype': z.string().optional(),
          '@scormType': z.string().optional(),
          file: z.array(z.object({ '@href': z.string() })).default([]),
        }),
      ),
    }),
  }),
});

/** One thing that a manifest lists to be opened. */
export interface ManifestEntry {
  identifier: string;
  title: string;
  type: string;
  isSco: boolean;
  /** Where its resource begins: its href, or its first file. */
  path: string;
}

/** What `imsmanifest.xml` says (Content Packaging), in the order of its tree. */
export interface Manifest {
  schema: string;
  version: string;
  title: string;
  entries: ManifestEntry[];
}

/** Reads a package's manifest, or a 400. */
export function readManifest(files: PackageFiles): Manifest {
  const path = 'imsmanifest.xml';
  const { metadata, organizations, resources } = parseXml(textIn(files, path), manifest, path).manifest;
  const byId = new Map(resources.resource.map((resource) => [resource['@identifier'], resource]));
  const [organization] = organizations.organization;
  const entries = flatten(organization?.item ?? []).flatMap((one) => {
    const resource = byId.get(one['@identifierref'] ?? '');
    if (resource === undefined) return [];
    return [
      {
        identifier: one['@identifier'] ?? resource['@identifier'],
        title: one.title ?? '',
        type: resource['@type'],
        isSco: (resource['@scormtype'] ?? resource['@scormType']) === 'sco',
        path: resource['@href'] ?? resource.file[0]?.['@href'] ?? '',
      },
    ];
  });
  const title = organization?.title ?? organization?.item[0]?.item?.[0]?.title ?? 'Package';
  return { schema: metadata.schema, version: metadata.schemaversion, title, entries };
}

function flatten(items: readonly ManifestItem[]): ManifestItem[] {
  return items.flatMap((one) => [one, ...flatten(one.item ?? [])]);
}
