export { default } from './routes.ts';
export { createWorkingCalendar, type WorkingCalendar } from './service.ts';
