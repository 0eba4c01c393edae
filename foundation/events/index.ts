export { type Dispatcher, startDispatcher, wake } from './dispatcher.ts';
export { type DomainEvent, emit, type Subscription } from './event.ts';
