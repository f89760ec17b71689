import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { SandboxError } from '../sandbox-error.ts';
import type { Manifest, ManifestEntry, PackageFiles } from '../cartridge/unpack.ts';

/** A SCORM package in a course; it lives as long as the sandbox runs. */
export interface ScormPackage {
  id: string;
  courseId: string;
  title: string;
  edition: '1.2' | '2004';
  /** Its SCOs, in order. */
  items: ManifestEntry[];
  /** Where its files lie. */
  folder: string;
}

/** What a run-time last committed for one person in one SCO: data model elements by their names. */
export type ScormData = Readonly<Record<string, string>>;

/** The packages of a sandbox and what was done in them. */
export class ScormPackages {
  readonly packages: ScormPackage[] = [];
  private readonly records = new Map<string, ScormData>();
  private readonly folders: string[] = [];

  /** Unpacks a package into a temporary folder and puts it into a course. */
  add(courseId: string, files: PackageFiles, manifest: Manifest): ScormPackage {
    const items = manifest.entries.filter(({ isSco }) => isSco);
    if (items.length === 0) throw new SandboxError(400, 'scorm-empty', 'The package has no SCO.');
    const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-scorm-'));
    this.folders.push(folder);
    for (const [name, bytes] of files) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    const edition = manifest.version === '1.2' ? '1.2' : '2004';
    const added = {
      id: randomBytes(9).toString('base64url'),
      courseId,
      title: manifest.title,
      edition,
      items,
      folder,
    } as const;
    this.packages.push(added);
    return added;
  }

  /** The package and one of its SCOs, or a 404. */
  find(packageId: string, identifier: string): { package: ScormPackage; item: ManifestEntry } {
    const found = this.packages.find(({ id }) => id === packageId);
    const item = found?.items.find((one) => one.identifier === identifier);
    if (found === undefined || item === undefined) {
      throw new SandboxError(404, 'not-found', 'There is no such SCORM activity.');
    }
    return { package: found, item };
  }

  /** What was committed last; empty before the first commit. */
  record(packageId: string, identifier: string, userId: string): ScormData {
    return this.records.get(`${packageId} ${identifier} ${userId}`) ?? {};
  }

  /** Keeps what a run-time committed. */
  commit(packageId: string, identifier: string, userId: string, data: ScormData): void {
    this.records.set(`${packageId} ${identifier} ${userId}`, data);
  }

  /** Removes the unpacked files. */
  close(): void {
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** What a course says of one person's work in a SCO: "completed, 80". */
export function standingIn(data: ScormData): string {
  const status = data['cmi.core.lesson_status'] ?? data['cmi.completion_status'] ?? 'not attempted';
  const success = data['cmi.success_status'];
  const raw = data['cmi.core.score.raw'] ?? data['cmi.score.raw'];
  const parts = [status, success === 'unknown' ? undefined : success, raw === '' ? undefined : raw];
  return parts.filter((part) => part !== undefined).join(', ');
}
