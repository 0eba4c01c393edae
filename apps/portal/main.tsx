import '@yiwang/foundation/ui/portal';
import { entries } from 'virtual:screens';
import type { Shell } from '@yiwang/foundation/ui/browser';
import { mountShell } from '@yiwang/foundation/ui/browser';
import { PortalLayout } from './layout.tsx';
import { Start } from './start.tsx';

mountShell({
  base: '',
  entries,
  messages: import.meta.glob<Shell['messages'][string]>(
    '../../{foundation,services,data,governance,office,partners}/*/messages.ts',
    { eager: true, import: 'messages' },
  ),
  brandKey: 'ui.brand.portal',
  startTitleKey: 'ui.screen.start',
  Layout: PortalLayout,
  Start,
});
