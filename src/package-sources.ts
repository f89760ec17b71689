import path from 'node:path';
import type { PackageSources } from '../lti/packages/packaged-module.ts';
import type { Context } from './context.ts';

const playerFolder = path.resolve(import.meta.dirname, '../dist/package');

/** Where packages take their parts from, on this service. */
export function packageSources({ db, blobs, publicUrl }: Context): PackageSources {
  return { db, blobs, publicUrl, playerFolder };
}
