import pg from 'pg';

/** Classes of SQLSTATE that pass by themselves: connection lost, transaction rolled back by others, server going down. */
const passingClasses = ['08', '40', '53', '57', '58'];

/** Whether the same work may succeed when it is done again: the database was away, or two transactions collided. */
export function isPassingError(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return passingClasses.includes(error.code?.slice(0, 2) ?? '');
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE';
}
