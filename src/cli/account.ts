import type { Command } from 'commander';
import { z } from 'zod';
import { email } from '../../domain/api/account.ts';
import { AppError } from '../../domain/app-error.ts';
import { accountRoleSchema } from '../../domain/person.ts';
import { insertApiToken } from '../../storage/api-tokens.ts';
import { addUser } from '../accounts.ts';
import { hashToken, newToken } from '../tokens.ts';
import { organisationOf } from './organisation.ts';
import { print, withContext } from './with-context.ts';

interface UserOptions {
  role: string;
  json?: boolean;
}

interface TokenOptions {
  name: string;
  json?: boolean;
}

/** `user add` and `token add`. */
export function registerAccountCommands(program: Command): void {
  const user = program.command('user').description('accounts');
  user
    .command('add')
    .description('adds an account and prints the one-time link with which its person chooses a password')
    .argument('<email>')
    .requiredOption('--role <role>', 'trainer or administrator')
    .option('--json', 'print JSON')
    .action(addUserCommand);
  const token = program.command('token').description('API tokens');
  token
    .command('add')
    .description('adds an API token and prints it, once')
    .requiredOption('--name <name>', 'what it is for')
    .option('--json', 'print JSON')
    .action(addTokenCommand);
}

async function addUserCommand(address: string, options: UserOptions): Promise<void> {
  const wanted = check(z.object({ email, role: accountRoleSchema }), { email: address, role: options.role });
  await withContext(async (ctx) => {
    const organisationId = await organisationOf(ctx);
    const { user, link } = await addUser(ctx, { ...wanted, organisationId });
    print(options.json, { id: user.id, email: user.email, role: user.role, link }, link);
  });
}

async function addTokenCommand(options: TokenOptions): Promise<void> {
  const { name } = check(z.object({ name: z.string().trim().min(1).max(200) }), options);
  await withContext(async (ctx) => {
    const secret = newToken();
    const organisationId = await organisationOf(ctx);
    const token = await insertApiToken(ctx.db, { organisationId, name, tokenHash: hashToken(secret) });
    print(options.json, { id: token.id, name: token.name, token: secret }, secret);
  });
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    'invalid-input',
    `${issue?.path.join('.') ?? 'The input'}: ${issue?.message ?? 'is not right'}`,
  );
}
