import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../domain/app-error.ts';

const flag = z
  .enum(['', '0', '1', 'true', 'false', 'yes', 'no'])
  .default('')
  .transform((value) => ['1', 'true', 'yes'].includes(value));
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

const envSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  AFTERCLASS_URL: optional.pipe(z.url({ protocol: /^https?$/ }).optional()),
  AFTERCLASS_DATA: z.string().min(1).default('./data'),
  AFTERCLASS_SECRET: optional.pipe(z.string().min(32, 'needs at least 32 characters').optional()),
  DATABASE_URL: optional.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  AFTERCLASS_S3_BUCKET: optional,
  AFTERCLASS_S3_ENDPOINT: optional.pipe(z.url().optional()),
  AFTERCLASS_S3_REGION: z.string().default('us-east-1'),
  AFTERCLASS_S3_CHECKSUMS: z.enum(['WHEN_REQUIRED', 'WHEN_SUPPORTED']).default('WHEN_REQUIRED'),
  AFTERCLASS_ALLOW_PRIVATE_NETWORKS: flag,
  AFTERCLASS_LOGINS_PER_MINUTE: z.coerce.number().int().min(1).default(6_000),
  AFTERCLASS_LMS_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(8_000),
  AFTERCLASS_SCORE_RETRY_MS: z.coerce.number().int().min(10).max(60_000).default(2_000),
  AFTERCLASS_SCORE_RETRY_MAX_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(24 * 3600_000)
    .default(3600_000),
  AFTERCLASS_INBOX: optional,
  AFTERCLASS_WORKERS: z.coerce.number().int().min(1).max(64).default(2),
  AFTERCLASS_MAX_UPLOAD_GB: z.coerce.number().positive().default(20),
  FFMPEG_PATH: optional,
  FFPROBE_PATH: optional,
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});
export type Env = z.infer<typeof envSchema>;

/** What the service runs on, decided once at the start. Alternatives are unions on a literal. */
export interface Config {
  host: string;
  port: number;
  /** The public address without a slash at the end; undefined means http://localhost:<port>. */
  publicUrl: string | undefined;
  dataFolder: string;
  secret: string | undefined;
  database: { kind: 'embedded'; flags: readonly string[] } | { kind: 'server'; url: string };
  blobs:
    | { kind: 'disk'; folder: string }
    | {
        kind: 's3';
        bucket: string;
        endpoint: string | undefined;
        region: string;
        checksums: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED';
      };
  allowPrivateNetworks: boolean;
  /** Launches that may begin from one network address; a whole school may stand behind it. */
  loginsPerMinute: number;
  /** How LMSs are called: how long they may take, and how long a score that failed waits, at first and at most. */
  platforms: { timeoutMs: number; scoreRetry: { firstMs: number; longestMs: number } };
  inbox: string | undefined;
  /** Chapters cut at a time by one worker. */
  concurrency: number;
  maxUploadBytes: number;
  ffmpegPath: string | undefined;
  ffprobePath: string | undefined;
  logLevel: Env['LOG_LEVEL'];
}

/** Reads and checks the environment; the only place that looks at it. Throws `bad-environment` naming the variable. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const parsed = envSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    'bad-environment',
    `${issue?.path.join('.') ?? 'The environment'}: ${issue?.message ?? 'is not right'}.`,
    {
      status: 500,
    },
  );
}

/** Turns the environment into a configuration. */
export function toConfig(env: Env): Config {
  const dataFolder = path.resolve(env.AFTERCLASS_DATA);
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.AFTERCLASS_URL?.replace(/\/+$/, ''),
    dataFolder,
    secret: env.AFTERCLASS_SECRET,
    database: env.DATABASE_URL ? { kind: 'server', url: env.DATABASE_URL } : { kind: 'embedded', flags: [] },
    blobs: env.AFTERCLASS_S3_BUCKET
      ? {
          kind: 's3',
          bucket: env.AFTERCLASS_S3_BUCKET,
          endpoint: env.AFTERCLASS_S3_ENDPOINT,
          region: env.AFTERCLASS_S3_REGION,
          checksums: env.AFTERCLASS_S3_CHECKSUMS,
        }
      : { kind: 'disk', folder: path.join(dataFolder, 'blobs') },
    allowPrivateNetworks: env.AFTERCLASS_ALLOW_PRIVATE_NETWORKS,
    loginsPerMinute: env.AFTERCLASS_LOGINS_PER_MINUTE,
    platforms: {
      timeoutMs: env.AFTERCLASS_LMS_TIMEOUT_MS,
      scoreRetry: { firstMs: env.AFTERCLASS_SCORE_RETRY_MS, longestMs: env.AFTERCLASS_SCORE_RETRY_MAX_MS },
    },
    inbox: env.AFTERCLASS_INBOX ? path.resolve(env.AFTERCLASS_INBOX) : undefined,
    concurrency: env.AFTERCLASS_WORKERS,
    maxUploadBytes: Math.round(env.AFTERCLASS_MAX_UPLOAD_GB * 1024 ** 3),
    ffmpegPath: env.FFMPEG_PATH,
    ffprobePath: env.FFPROBE_PATH,
    logLevel: env.LOG_LEVEL,
  };
}
