import { Screen } from '../beta/portal.tsx';
export const page = Screen;
