import { useEffect, useRef, useState } from 'preact/hooks';
import type { Recording } from '../../../domain/api/recording.ts';
import { safeFileName } from '../../../domain/file-name.ts';
import type { FileRole } from '../../../domain/recording.ts';
import { nothing, sentenceOf } from '../../ui/api.ts';
import { showToast } from '../../ui/toast.tsx';
import { api } from '../shell/session.ts';
import { startUpload, stopUpload, uploads, type FileUpload } from '../uploads/uploads.ts';
import { describeAs, describeOnServer, recogniseForUpload, type Recognised } from './recognise.ts';

/** A file of a draft as its row shows it. */
export interface DraftFile {
  key: string;
  fileName: string;
  role: FileRole;
  /** What it was recognised as; undefined while it is read. */
  recognised: Recognised | undefined;
  /** Undefined for a file that only the server has. */
  file?: File;
  uploadKey?: string;
  /** The server's id of it. */
  serverId?: string;
  /** Whether all of it is on the server. */
  received: boolean;
  /** A second recording: not sent until the person decides. */
  isSecond: boolean;
}

interface Options {
  recording: Recording | undefined;
  ensure: () => Promise<string>;
  refresh: () => Promise<Recording | undefined>;
  /** Takes the text of an outline file. */
  onOutline: (text: string, fileName: string) => void;
  onRecording: (fileName: string) => void;
}

/** The files of a draft: recognises what is dropped, sends it, and puts together what is here and on the server. */
export function useDraftFiles(options: Options) {
  const [local, setLocal] = useState<readonly DraftFile[]>([]);
  const newest = useRef(local);
  const update = (change: (files: readonly DraftFile[]) => readonly DraftFile[]) => {
    newest.current = change(newest.current);
    setLocal(newest.current);
  };
  const patch = (key: string, changes: Partial<DraftFile>) =>
    update((files) => files.map((one) => (one.key === key ? { ...one, ...changes } : one)));
  const files = joinFiles(local, options.recording, uploads.value);

  // The server's ids of files come with the recording, once an upload has begun or ended.
  const stages = uploads.value.map(({ key, state }) => `${key} ${state}`).join();
  useEffect(() => {
    if (stages !== '') void options.refresh().catch(() => undefined);
  }, [stages]);

  const send = async (key: string, file: File, role: FileRole) => {
    try {
      const recordingId = await options.ensure();
      patch(key, { role, isSecond: false, uploadKey: startUpload(recordingId, file, role).key });
    } catch (error) {
      update((all) => all.filter((one) => one.key !== key));
      showToast({ message: sentenceOf(error), tone: 'bad' });
    }
  };
  const take = async (key: string, file: File, recognised: Recognised) => {
    const { role } = recognised;
    if (role === 'outline' && recognised.text !== undefined) {
      patch(key, { role, recognised, received: true });
      options.onOutline(recognised.text, file.name);
      return;
    }
    const others = joinFiles(newest.current, options.recording, uploads.value);
    const isSecond =
      role === 'recording' && others.some((one) => one.key !== key && isTheRecording(one, file));
    patch(key, { role, recognised, isSecond });
    if (isSecond) return;
    if (role === 'recording') options.onRecording(file.name);
    await send(key, file, role);
  };
  /** Stops sending a file and deletes what the server has of it. */
  const takeBack = async ({ uploadKey, serverId, fileName, role }: DraftFile) => {
    if (!uploadKey && serverId === undefined) return;
    if (uploadKey) await stopUpload(uploadKey);
    const recording = await options.refresh();
    const server = recording?.files.find(
      (one) => one.fileName === safeFileName(fileName) && one.role === role,
    );
    if (!recording || !server) return;
    await api.delete(`/api/recordings/${recording.id}/files/${server.id}`, nothing);
  };
  return {
    files,
    /** Adds files; one without a role is recognised by its content. */
    add: async (added: readonly { file: File; role?: FileRole }[]) => {
      await Promise.all(
        added.map(async ({ file, role }) => {
          const key = crypto.randomUUID();
          update((all) => [...all, newFile(key, file)]);
          const recognised = await (role === undefined ? recogniseForUpload(file) : describeAs(file, role));
          await take(key, file, recognised);
        }),
      );
    },
    changeRole: async (draftFile: DraftFile, role: FileRole) => {
      const { file, serverId } = draftFile;
      if (serverId !== undefined && canChangeInPlace(draftFile.role, role)) {
        const recordingId = await options.ensure();
        await api.patch(`/api/recordings/${recordingId}/files/${serverId}`, nothing, { body: { role } });
        patch(draftFile.key, { role, ...(file ? { recognised: await describeAs(file, role) } : {}) });
        await options.refresh();
        return;
      }
      if (!file) return;
      patch(draftFile.key, { role, recognised: undefined, received: false });
      await takeBack(draftFile);
      await take(draftFile.key, file, await describeAs(file, role));
    },
    remove: async (draftFile: DraftFile) => {
      update((all) => all.filter((one) => one.key !== draftFile.key));
      await takeBack(draftFile);
      await options.refresh();
    },
  };
}

/** The service changes what a file is for, except to or from the recording itself; an outline's text goes in its box. */
function canChangeInPlace(from: FileRole, to: FileRole): boolean {
  const isReduced = from === 'polls' || from === 'chat';
  return !isReduced && from !== 'recording' && to !== 'recording' && to !== 'outline';
}

function newFile(key: string, file: File): DraftFile {
  return {
    key,
    fileName: file.name,
    role: 'attachment',
    recognised: undefined,
    file,
    received: false,
    isSecond: false,
  };
}

/** A stopped upload of the very same file is no other recording: it is resumed. */
function isTheRecording(other: DraftFile, file: File): boolean {
  if (other.role !== 'recording' || other.isSecond) return false;
  return other.file !== undefined || other.received || other.fileName !== safeFileName(file.name);
}

/** What this page knows and what the server has, one entry a file. */
function joinFiles(
  local: readonly DraftFile[],
  recording: Recording | undefined,
  sending: readonly FileUpload[],
): DraftFile[] {
  const left = [...(recording?.files ?? [])];
  const joined = local.map((file) => {
    const at = left.findIndex(
      ({ fileName, role }) => fileName === safeFileName(file.fileName) && role === file.role,
    );
    const [server] = at < 0 || file.isSecond ? [] : left.splice(at, 1);
    const upload = sending.find(({ key }) => key === file.uploadKey);
    const received = file.received || upload?.state === 'done' || (server?.received ?? false);
    return { ...file, received, ...(server ? { serverId: server.id } : {}) };
  });
  const onServer = left.map((server): DraftFile => {
    const upload = sending.find(
      ({ recordingId, fileName, role }) =>
        recordingId === recording?.id && safeFileName(fileName) === server.fileName && role === server.role,
    );
    return {
      key: server.id,
      fileName: server.fileName,
      role: server.role,
      recognised: describeOnServer(server),
      ...(upload ? { uploadKey: upload.key } : {}),
      serverId: server.id,
      received: server.received,
      isSecond: false,
    };
  });
  return [...onServer, ...joined];
}
