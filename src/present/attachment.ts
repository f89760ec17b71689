import type { Attachment } from '../../domain/api/module.ts';
import type { AttachmentWithVersions } from '../../storage/attachments.ts';

/** An attachment as the API tells it. Its addresses answer to a signed-in trainer of the organisation. */
export function presentAttachment(attachment: AttachmentWithVersions): Attachment {
  const { id, chapterId, kind, title, versions } = attachment;
  const [newest] = versions;
  return {
    id,
    chapterId,
    kind,
    title,
    fileName: newest.fileName,
    contentType: newest.contentType,
    bytes: newest.bytes,
    version: newest.version,
    versions: versions.map(({ version, fileName, bytes, createdAt }) => ({
      version,
      fileName,
      bytes,
      createdAt: createdAt.toISOString(),
      url: `/api/attachments/${id}/versions/${version}`,
    })),
    url: `/api/attachments/${id}/versions/${newest.version}`,
  };
}
