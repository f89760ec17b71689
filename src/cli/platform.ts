import type { Command } from 'commander';
import { addPlatformSchema, type Platform } from '../../domain/api/platform.ts';
import { AppError } from '../../domain/app-error.ts';
import { createInvite } from '../../lti/registration/register-platform.ts';
import { ltiOf } from '../lti.ts';
import { addPlatform, describePlatforms } from '../platforms.ts';
import { organisationOf } from './organisation.ts';
import { print, withContext } from './with-context.ts';

interface AddOptions {
  issuer: string;
  clientId: string;
  deployment: string;
  authUrl: string;
  tokenUrl: string;
  jwksUrl: string;
  audience?: string;
  name?: string;
  frameOrigin?: string[];
  json?: boolean;
}

/** `platform add`, `platform list` and `platform invite`. */
export function registerPlatformCommands(program: Command): void {
  const platform = program.command('platform').description('LMSs');
  platform
    .command('add')
    .description('registers an LMS by hand')
    .requiredOption('--issuer <issuer>', 'platform id, such as https://lms.example.com')
    .requiredOption('--client-id <id>', 'client id that the LMS gave')
    .requiredOption('--deployment <id>', 'deployment id that the LMS gave')
    .requiredOption('--auth-url <url>', 'authentication request address')
    .requiredOption('--token-url <url>', 'access token address')
    .requiredOption('--jwks-url <url>', 'public key set address')
    .option('--audience <audience>', 'audience of token requests, where it is not the access token address')
    .option('--frame-origin <url...>', 'other sites that may frame the pages, where the LMS has them')
    .option('--name <name>', 'name to show')
    .option('--json', 'print JSON')
    .action(addCommand);
  platform
    .command('list')
    .description('lists the registered LMSs')
    .option('--json', 'print JSON')
    .action(listCommand);
  platform
    .command('invite')
    .description('prints a one-time address with which an LMS registers itself (dynamic registration)')
    .option('--json', 'print JSON')
    .action(inviteCommand);
}

async function addCommand(options: AddOptions): Promise<void> {
  const parsed = addPlatformSchema.safeParse({
    ...options,
    deploymentId: options.deployment,
    tokenAudience: options.audience,
    frameOrigins: options.frameOrigin,
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError(
      'invalid-input',
      `${issue?.path.join('.') ?? 'The input'}: ${issue?.message ?? 'is not right'}`,
    );
  }
  await withContext(async (ctx) => {
    const platform = await addPlatform(ctx, await organisationOf(ctx), parsed.data);
    print(options.json, platform, `${platform.name} is registered.`);
  });
}

async function listCommand(options: { json?: boolean }): Promise<void> {
  await withContext(async (ctx) => {
    const { platforms } = await describePlatforms(ctx, await organisationOf(ctx));
    const text = platforms.length === 0 ? 'No LMS is registered.' : platforms.map(lineOf).join('\n');
    print(options.json, { platforms }, text);
  });
}

async function inviteCommand(options: { json?: boolean }): Promise<void> {
  await withContext(async (ctx) => {
    const { url, expiresAt } = await createInvite(ltiOf(ctx), await organisationOf(ctx));
    print(options.json, { url, expiresAt: expiresAt.toISOString() }, url);
  });
}

function lineOf(platform: Platform): string {
  const deployments = platform.deployments
    .map(({ deploymentId, state }) => `${deploymentId} ${state}`)
    .join(', ');
  return `${platform.name}  ${platform.state}  ${platform.issuer}  client ${platform.clientId}  deployments: ${deployments || 'none'}`;
}
