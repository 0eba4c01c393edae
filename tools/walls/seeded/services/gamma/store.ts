import { Screen } from '../beta/portal.tsx';
export const shown = Screen;
