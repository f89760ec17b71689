import type { z } from 'zod';

/** One thing that can be asked of the API. */
export interface Operation {
  method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  body?: z.ZodType;
  /** A multipart form instead of JSON. */
  form?: z.ZodType;
  answer?: z.ZodType;
  status?: number;
  /** Who asks, where it is no holder of an API token: a page that a launch opened, or anybody. */
  who?: 'launched' | 'nobody';
}
