import { NotFoundError } from '../domain/app-error.ts';
import type { AttachmentKind } from '../domain/attachment.ts';
import type { Db } from './database.ts';

/** A file that stands whole in the blob store. */
export interface StoredFile {
  fileName: string;
  contentType: string;
  bytes: number;
  blobKey: string;
}

export interface AttachmentVersion extends StoredFile {
  version: number;
  createdAt: Date;
}

/** A downloadable file of a module or chapter, with all its versions, newest first. */
export interface AttachmentWithVersions {
  id: string;
  moduleId: string;
  chapterId: string | null;
  kind: AttachmentKind;
  title: string;
  versions: [AttachmentVersion, ...AttachmentVersion[]];
}

export interface NewAttachment {
  organisationId: string;
  moduleId: string;
  /** Null: belongs to the whole module. */
  chapterId: string | null;
  kind: AttachmentKind;
  title: string;
  file: StoredFile;
}

/** Adds an attachment with its first version, both or neither; gives its id. The blob must stand before. */
export async function insertAttachment(db: Db, attachment: NewAttachment): Promise<string> {
  const { file } = attachment;
  const { id } = await db
    .with('added', (query) =>
      query
        .insertInto('attachments')
        .values({
          organisation_id: attachment.organisationId,
          module_id: attachment.moduleId,
          chapter_id: attachment.chapterId,
          kind: attachment.kind,
          title: attachment.title,
        })
        .returning('id'),
    )
    .insertInto('attachment_versions')
    .columns(['attachment_id', 'version', 'file_name', 'content_type', 'bytes', 'blob_key'])
    .expression((query) =>
      query
        .selectFrom('added')
        .select((eb) => [
          'added.id',
          eb.lit(1).as('version'),
          eb.cast<string>(eb.val(file.fileName), 'text').as('file_name'),
          eb.cast<string>(eb.val(file.contentType), 'text').as('content_type'),
          eb.cast<number>(eb.val(file.bytes), 'bigint').as('bytes'),
          eb.cast<string>(eb.val(file.blobKey), 'text').as('blob_key'),
        ]),
    )
    .returning('attachment_id as id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Adds a newer version of the organisation's attachment; the older ones stay. Throws `NotFoundError`. */
export async function addAttachmentVersion(
  db: Db,
  organisationId: string,
  attachmentId: string,
  file: StoredFile,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // The lock keeps two uploads at once from taking the same number.
    await transaction
      .selectFrom('attachments')
      .select('id')
      .where('organisation_id', '=', organisationId)
      .where('id', '=', attachmentId)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirstOrThrow(() => new NotFoundError('attachment'));
    const { newest } = await transaction
      .selectFrom('attachment_versions')
      .select((eb) => eb.fn.max('version').as('newest'))
      .where('attachment_id', '=', attachmentId)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('attachment_versions')
      .values({
        attachment_id: attachmentId,
        version: newest + 1,
        file_name: file.fileName,
        content_type: file.contentType,
        bytes: file.bytes,
        blob_key: file.blobKey,
      })
      .execute();
  });
}

/** Changes the organisation's attachment; throws `NotFoundError`. */
export async function updateAttachment(
  db: Db,
  organisationId: string,
  attachmentId: string,
  changes: { title?: string; kind?: AttachmentKind; chapter_id?: string | null },
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await db
    .updateTable('attachments')
    .set(changes)
    .where('organisation_id', '=', organisationId)
    .where('id', '=', attachmentId)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirstOrThrow(() => new NotFoundError('attachment'));
}

/** Takes an attachment away at `now`, or brings it back with null; throws `NotFoundError`. Nothing is erased. */
export async function setAttachmentDeleted(
  db: Db,
  organisationId: string,
  attachmentId: string,
  now: Date | null,
): Promise<void> {
  await db
    .updateTable('attachments')
    .set({ deleted_at: now })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', attachmentId)
    .returning('id')
    .executeTakeFirstOrThrow(() => new NotFoundError('attachment'));
}

/** The organisation's attachment, or `NotFoundError`. */
export async function findAttachment(
  db: Db,
  organisationId: string,
  attachmentId: string,
): Promise<AttachmentWithVersions> {
  const rows = await selectVersions(db)
    .where('attachments.organisation_id', '=', organisationId)
    .where('attachments.id', '=', attachmentId)
    .execute();
  const [attachment] = groupVersions(rows);
  if (!attachment) throw new NotFoundError('attachment');
  return attachment;
}

/** The attachments of a module and of its chapters, oldest first. */
export async function listAttachments(db: Db, moduleId: string): Promise<AttachmentWithVersions[]> {
  const rows = await selectVersions(db).where('attachments.module_id', '=', moduleId).execute();
  return groupVersions(rows);
}

interface VersionRow extends AttachmentVersion {
  id: string;
  moduleId: string;
  chapterId: string | null;
  kind: AttachmentKind;
  title: string;
}

function selectVersions(db: Db) {
  return db
    .selectFrom('attachments')
    .innerJoin('attachment_versions', 'attachment_versions.attachment_id', 'attachments.id')
    .select([
      'attachments.id',
      'attachments.module_id as moduleId',
      'attachments.chapter_id as chapterId',
      'attachments.kind',
      'attachments.title',
      'attachment_versions.version',
      'attachment_versions.file_name as fileName',
      'attachment_versions.content_type as contentType',
      'attachment_versions.bytes',
      'attachment_versions.blob_key as blobKey',
      'attachment_versions.created_at as createdAt',
    ])
    .where('attachments.deleted_at', 'is', null)
    .orderBy('attachments.created_at')
    .orderBy('attachments.id')
    .orderBy('attachment_versions.version', 'desc');
}

function groupVersions(rows: readonly VersionRow[]): AttachmentWithVersions[] {
  const attachments = new Map<string, AttachmentWithVersions>();
  for (const { id, moduleId, chapterId, kind, title, ...version } of rows) {
    const known = attachments.get(id);
    if (known) known.versions.push(version);
    else attachments.set(id, { id, moduleId, chapterId, kind, title, versions: [version] });
  }
  return [...attachments.values()];
}
