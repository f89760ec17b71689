import type { SandboxContext } from '../context.ts';
import type { ResourceLink } from '../nouns.ts';
import type { ScormPackage } from '../scorm/scorm-packages.ts';
import { importCartridge } from './import-cartridge.ts';
import { readManifest, unpack } from './unpack.ts';

/** What came of an imported package: the links of a cartridge, or a SCORM package. */
export interface Imported {
  links: readonly ResourceLink[];
  scorm: ScormPackage | undefined;
}

/** Takes a Common Cartridge or a SCORM package into a course; which of them it is, its manifest says. */
export function importPackage(ctx: SandboxContext, courseId: string, bytes: Uint8Array): Imported {
  const files = unpack(bytes);
  const manifest = readManifest(files);
  if (manifest.schema === 'ADL SCORM') {
    return { links: [], scorm: ctx.scorm.add(courseId, files, manifest) };
  }
  return { links: importCartridge(ctx, courseId, files, manifest), scorm: undefined };
}
