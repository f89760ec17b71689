import { z } from 'zod';

/** POST /api/launches/:launchId/token → launchBearerSchema */
export const redeemCodeSchema = z.object({ code: z.string().min(1).max(200) });
/** What a page without cookies sends as `Authorization: Bearer`. */
export const launchBearerSchema = z.object({ token: z.string(), expiresAt: z.iso.datetime() });
export type LaunchBearer = z.infer<typeof launchBearerSchema>;

/** Where such a page may keep it over a reload: a frame of the LMS, and the origin that it must have. */
export const launchStorageSchema = z.object({ origin: z.string(), target: z.string() });
export type LaunchStorage = z.infer<typeof launchStorageSchema>;
