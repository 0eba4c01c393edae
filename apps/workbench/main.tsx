import { entries } from 'virtual:screens';
import type { Shell } from '@yiwang/foundation/ui/browser';
import { mountShell } from '@yiwang/foundation/ui/browser';
import { DeskLayout } from './layout.tsx';
import { Start } from './start.tsx';

mountShell({
  base: '/desk',
  entries,
  messages: import.meta.glob<Shell['messages'][string]>(
    '../../{foundation,services,data,governance,office,partners}/*/messages.ts',
    { eager: true, import: 'messages' },
  ),
  brandKey: 'ui.brand.desk',
  startTitleKey: 'ui.screen.desk',
  Layout: DeskLayout,
  Start,
});
