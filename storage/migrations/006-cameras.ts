/** Recordings in two files: the role of the second, and how both are shown. */
export const cameras = `
alter table recording_files drop constraint recording_files_role_check;
alter table recording_files add constraint recording_files_role_check
  check (role in ('recording','camera','outline','transcript','quiz','polls','chat','attachment'));
alter table recordings add column camera_layout text not null default 'picture-in-picture'
  check (camera_layout in ('picture-in-picture','side-by-side'));
`;
