import { read } from './service.ts';
export const Screen = () => read;
