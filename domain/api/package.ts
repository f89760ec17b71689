import { z } from 'zod';

/** What a module can be downloaded as. docs/packages.md says which LMS takes which. */
export const packageFormats = [
  'cc-1.1',
  'cc-1.2',
  'cc-1.3',
  'thin-cc',
  'scorm-1.2',
  'scorm-2004',
  'cmi5',
  'qti-2.1',
  'gift',
] as const;
export const packageFormatSchema = z.enum(packageFormats);
export type PackageFormat = z.infer<typeof packageFormatSchema>;

/** What counts as one activity in a package that plays by itself: each chapter, or the whole module. */
export const packagePartsSchema = z.enum(['chapters', 'module']);
export type PackageParts = z.infer<typeof packagePartsSchema>;

/** GET /api/modules/:id/package?format=&parts= → the file, as a download. */
export const packageQuerySchema = z.object({
  format: packageFormatSchema,
  parts: packagePartsSchema.default('chapters'),
});
