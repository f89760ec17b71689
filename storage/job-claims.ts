import { sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { Db } from './database.ts';
import { listPresentWorkers } from './worker-presence.ts';

/** One attempt at a job. */
export interface JobAttempt {
  id: string;
  name: string;
  /** How often the job was begun before. */
  attempt: number;
}

/** Notes which worker runs a job, so that it is given back as soon as that worker is gone. */
export async function claimJob(db: Db, claim: JobAttempt & { workerId: number }): Promise<void> {
  const values = { job_name: claim.name, attempt: claim.attempt, worker_id: claim.workerId };
  await db
    .insertInto('job_claims')
    .values({ job_id: claim.id, ...values })
    .onConflict((conflict) => conflict.column('job_id').doUpdateSet(values))
    .execute();
}

/** The worker has ended the job, one way or the other. */
export async function unclaimJob(db: Db, jobId: string, workerId: number): Promise<void> {
  await db.deleteFrom('job_claims').where('job_id', '=', jobId).where('worker_id', '=', workerId).execute();
}

/** Makes jobs wait again whose workers died. Correct with any number of workers, on one machine or many. */
export async function giveBackJobsOfTheDead(db: Db, boss: PgBoss): Promise<void> {
  // Claims first: a worker is present before it claims.
  const claims = await db
    .selectFrom('job_claims')
    .select(['job_id as id', 'job_name as name', 'attempt', 'worker_id as workerId'])
    .execute();
  if (claims.length === 0) return;
  const present = await listPresentWorkers(db);
  for (const claim of claims) {
    if (present.has(claim.workerId)) continue;
    await giveBackJob(db, boss, claim);
    await unclaimJob(db, claim.id, claim.workerId);
  }
}

/** Makes a running job wait again at once; one that has ended or was begun anew stays as it is. */
export async function giveBackJob(db: Db, boss: PgBoss, job: JobAttempt): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const options = { db: fromKysely(transaction) };
    if (!(await isRunning(transaction, job))) return;
    await boss.cancel(job.name, { id: job.id, retryCount: job.attempt }, options);
    // pg-boss refuses two waiting jobs of a key: then the other one does the work.
    if (!(await hasWaitingTwin(transaction, job))) await boss.resume(job.name, job.id, options);
  });
}

async function isRunning(db: Db, { id, name, attempt }: JobAttempt): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pgboss.job
    where name = ${name} and id = ${id} and state = 'active' and retry_count = ${attempt}
    for update`.execute(db);
  return rows.length > 0;
}

async function hasWaitingTwin(db: Db, { id, name }: JobAttempt): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pgboss.job one join pgboss.job other using (name, singleton_key)
    where one.name = ${name} and one.id = ${id} and other.id <> one.id and other.state = 'created'`.execute(
    db,
  );
  return rows.length > 0;
}
