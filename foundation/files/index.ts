export {
  createFileStore,
  type FileStore,
  openFileStore,
  type Scan,
  type ScanResult,
  type StoredFile,
  type StoreOptions,
  type Upload,
} from './file-store.ts';
export { messages } from './messages.ts';
export type { Place } from './place.ts';
export { type FileType, MEDIA_TYPE } from './sniff.ts';
