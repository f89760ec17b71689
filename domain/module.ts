import { z } from 'zod';

/** draft → published → retracted → published again. Only a published module can be placed or watched. */
export const moduleStateSchema = z.enum(['draft', 'published', 'retracted']);
export type ModuleState = z.infer<typeof moduleStateSchema>;
