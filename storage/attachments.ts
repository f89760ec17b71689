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

/** Adds an attachment with its first version; gives its id. The blob must stand before. */
export async function insertAttachment(db: Db, attachment: NewAttachment): Promise<string> {
  return db.transaction().execute(async (transaction) => {
    const { id } = await transaction
      .insertInto('attachments')
      .values({
        organisation_id: attachment.organisationId,
        module_id: attachment.moduleId,
        chapter_id: attachment.chapterId,
        kind: attachment.kind,
        title: attachment.title,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await insertVersion(transaction, id, 1, attachment.file);
    return id;
  });
}
