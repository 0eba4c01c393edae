export { createProcessHost, type ProcessHostParts } from './create.ts';
export { errors } from './errors.ts';
export type {
  ProcessHost,
  PublicationProblem,
  QueueFilter,
  Rebuilt,
  Service,
  ServiceContext,
  StartProcess,
  Subject,
  Task,
} from './host.ts';
export { messages } from './messages.ts';
