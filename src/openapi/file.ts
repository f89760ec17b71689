import { z } from 'zod';

/** A file in a form. */
export const file = z.string().meta({ format: 'binary' });
