import { z } from 'zod';

const check = z.object({ at: z.iso.datetime(), ok: z.boolean(), message: z.string().optional() }).nullable();

/** A registered LMS. */
export const platformSchema = z.object({
  id: z.string(),
  name: z.string(),
  productFamily: z.string().nullable(),
  issuer: z.string(),
  clientId: z.string(),
  authUrl: z.string(),
  tokenUrl: z.string(),
  jwksUrl: z.string(),
  tokenAudience: z.string(),
  frameOrigins: z.array(z.string()),
  state: z.enum(['pending', 'active', 'disabled']),
  registeredBy: z.enum(['hand', 'dynamic']),
  allowAnonymous: z.boolean(),
  /** As its token endpoint granted them when last asked; null: never asked. */
  grantedScopes: z.array(z.string()).nullable(),
  createdAt: z.iso.datetime(),
  deployments: z.array(
    z.object({
      id: z.string(),
      deploymentId: z.string(),
      /** What it is called here; empty: nothing but its id. */
      label: z.string(),
      state: z.enum(['pending', 'active', 'disabled']),
    }),
  ),
  /** It said where its registration can be changed. */
  hasRegistration: z.boolean(),
  /** When each part was last seen to work or to fail; null when never tried. */
  checks: z.object({
    keys: check,
    login: check,
    launch: check,
    deepLink: check,
    score: check,
    roster: check,
  }),
  publicationCount: z.number().int(),
});

/** GET /api/platforms; `tool` is what an administrator types into an LMS by hand. */
export const platformsSchema = z.object({
  platforms: z.array(platformSchema),
  tool: z.object({
    name: z.string(),
    loginUrl: z.string(),
    launchUrl: z.string(),
    deepLinkingUrl: z.string(),
    jwksUrl: z.string(),
    /** All of it as Canvas fetches it. */
    canvasConfigurationUrl: z.string(),
    domain: z.string(),
    redirectUris: z.array(z.string()),
    scopes: z.array(z.string()),
  }),
  keys: z.array(
    z.object({ kid: z.string(), createdAt: z.iso.datetime(), retiredAt: z.iso.datetime().nullable() }),
  ),
});

const url = z
  .url({ protocol: /^https?$/, error: 'Type a whole address that begins with https://.' })
  .max(2000);

const settings = {
  issuer: z.string().trim().min(1).max(500),
  clientId: z.string().trim().min(1).max(500),
  authUrl: url,
  tokenUrl: url,
  jwksUrl: url,
  /** Whose pages may frame ours: addresses of which the origin is kept. */
  frameOrigins: z.array(z.url({ protocol: /^https?$/ })).max(20),
  /** LTI's `product_family_code`; empty for none. */
  productFamily: z.string().trim().max(100),
};

/** POST /api/platforms → platformSchema (201). Without a name, the issuer's host is it; issuer and sign-in may always frame. */
export const addPlatformSchema = z.object({
  ...settings,
  name: z.string().trim().max(200).default(''),
  deploymentId: z.string().trim().min(1).max(255),
  tokenAudience: z.string().trim().max(500).optional(),
  frameOrigins: settings.frameOrigins.default([]),
  productFamily: settings.productFamily.default(''),
  allowAnonymous: z.boolean().default(false),
});

/** PATCH /api/platforms/:id → platformSchema. `platform-registered-already` (409) when issuer and client id are another's. */
export const updatePlatformSchema = z
  .object({
    ...settings,
    name: z.string().trim().min(1).max(200),
    state: z.enum(['active', 'disabled']),
    tokenAudience: z.string().trim().min(1).max(500),
    allowAnonymous: z.boolean(),
  })
  .partial();

const label = z.string().trim().max(100);

/** POST /api/platforms/:id/deployments → platformSchema (201). `deployment-known-already` (409). */
export const addDeploymentSchema = z.object({
  deploymentId: z.string().trim().min(1).max(255),
  label: label.default(''),
});

/** PATCH /api/platforms/:id/deployments/:deploymentRowId → platformSchema */
export const updateDeploymentSchema = z.object({ state: z.enum(['active', 'disabled']), label }).partial();

/** GET /api/platforms/:id/deployments/:deploymentRowId → what goes with it when it is removed. */
export const deploymentUseSchema = z.object({
  courseCount: z.number().int(),
  publicationCount: z.number().int(),
  learnerCount: z.number().int(),
});

/** POST /api/platforms/:id/registration → the LMS has our addresses and scopes as they are now. */
export const updatedRegistrationSchema = z.object({ refusedScopes: z.array(z.string()) });

/** POST /api/platforms/invites → the dynamic-registration address to paste into the LMS, good for one use. */
export const inviteSchema = z.object({ url: z.string(), expiresAt: z.iso.datetime() });

// POST /api/platforms/:id/test → platformSchema after fetching its keys anew. DELETE /api/platforms/:id → 204.
// POST /api/keys/rotate → platformsSchema.

export type DeploymentUse = z.infer<typeof deploymentUseSchema>;
export type Platform = z.infer<typeof platformSchema>;
export type Platforms = z.infer<typeof platformsSchema>;
