/** Served by the service beside its own pages, and shared with them: see src/pages/assets/platform-storage.js. */
declare module '*/assets/platform-storage.js' {
  export interface PlatformStorage {
    origin: string;
    target: string;
  }
  export function putData(storage: PlatformStorage, key: string, value: string): Promise<boolean>;
  export function getData(storage: PlatformStorage, key: string): Promise<string | undefined>;
  export function askCapabilities(): Promise<{ subjects: string[]; origin: string | undefined }>;
}
