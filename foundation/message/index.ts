export {
  deliverPending,
  deliveryState,
  type SmsGateway,
  standIns,
  useGateway,
} from './delivery.ts';
export { messages } from './messages.ts';
export { default, pages } from './routes.ts';
export {
  errors,
  type Message,
  type MessageParams,
  markRead,
  mine,
  type NewMessage,
  send,
} from './service.ts';
