import { Readable } from 'node:stream';
import type { PackageFormat, PackageParts } from '../../domain/api/package.ts';
import { safeFileName } from '../../domain/file-name.ts';
import { writeCartridge } from './cartridge.ts';
import { writeCmi5 } from './cmi5.ts';
import type { Package, PackageFile } from './package-file.ts';
import { readPackagedModule, type PackagedModule, type PackageSources } from './packaged-module.ts';
import { collectPlayFiles, type PlayStandard } from './play-files.ts';
import { writeGiftFile, writeQtiFiles } from './quiz-files.ts';
import { writeScorm } from './scorm.ts';
import { writeZip } from './write-zip.ts';

/** How a package is asked for. */
export interface ExportOptions {
  format: PackageFormat;
  parts: PackageParts;
}

/**
 * The organisation's published module as a package, which is made while it is read. Throws `NotFoundError`,
 * `package-not-published`, `package-no-questions` or `pages-not-built` before the first byte.
 */
export async function exportModule(
  sources: PackageSources,
  organisationId: string,
  moduleId: string,
  options: ExportOptions,
): Promise<Package> {
  const module = await readPackagedModule(sources, organisationId, moduleId);
  const named = (extension: string, contentType: string, body: Readable): Package => ({
    fileName: safeFileName(`${module.title.slice(0, 120)} (${options.format}).${extension}`),
    contentType,
    body,
  });
  if (options.format === 'gift') {
    return named(
      'gift',
      'text/plain; charset=utf-8',
      Readable.from([await writeGiftFile(module, sources.blobs)]),
    );
  }
  const files = await collectFiles(sources, module, { ...options, format: options.format });
  const isCartridge = 'imscc' === extensionFor(options.format);
  const contentType = isCartridge ? 'application/vnd.ims.imsccv1p1' : 'application/zip';
  return named(extensionFor(options.format), contentType, writeZip(files));
}

async function collectFiles(
  sources: PackageSources,
  module: PackagedModule,
  { format, parts }: { format: Exclude<PackageFormat, 'gift'>; parts: PackageParts },
): Promise<PackageFile[]> {
  const play = (standard: PlayStandard) => collectPlayFiles(sources, module, { standard, parts });
  switch (format) {
    case 'cc-1.1':
    case 'cc-1.2':
    case 'cc-1.3':
    case 'thin-cc':
      return writeCartridge(module, format, sources.publicUrl);
    case 'scorm-1.2':
    case 'scorm-2004':
      return writeScorm(module, await play(format), format);
    case 'qti-2.1':
      return writeQtiFiles(module, sources.blobs);
    case 'cmi5':
      return writeCmi5(module, await play(format), sources.publicUrl);
  }
}

function extensionFor(format: PackageFormat): string {
  return format.includes('cc-') || format === 'thin-cc' ? 'imscc' : 'zip';
}
