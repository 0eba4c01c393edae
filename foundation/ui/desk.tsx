import './desk.css';
import { App, ConfigProvider, type ThemeConfig } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import type { ReactNode } from 'react';
import { elderMode, usePreference } from './preferences.ts';
import { useLocale } from './words.ts';

export * from './desk-parts.tsx';
export type { KeyCommand } from './keys.ts';
export { useKeys } from './keys.ts';
export type { Column, Step, Tone } from './parts/show.tsx';
export { ByDate, DateText, ErrorSummary, Money, Pager, Tag, Timeline } from './parts/show.tsx';

/** antd in the colours of tokens.css; every text colour reaches 4.5 : 1 on white and on the wash. */
const theme = (large: boolean): ThemeConfig => ({
  cssVar: { key: 'desk' },
  hashed: false,
  token: {
    colorPrimary: '#0b4f9e',
    colorLink: '#0b4f9e',
    colorLinkHover: '#083c79',
    colorLinkActive: '#083c79',
    colorError: '#b3261e',
    colorSuccess: '#17693a',
    colorWarning: '#8a5a00',
    colorInfo: '#0b4f9e',
    colorText: '#1a1f24',
    colorTextSecondary: '#4a5560',
    colorTextTertiary: '#4a5560',
    colorTextQuaternary: '#5c6873',
    colorTextDescription: '#4a5560',
    colorTextPlaceholder: '#5c6873',
    colorErrorText: '#a01f18',
    colorWarningText: '#754c00',
    colorBorder: '#76818c',
    colorBorderSecondary: '#d5dbe1',
    colorBgLayout: '#f3f6f9',
    colorErrorBg: '#fde7e5',
    colorWarningBg: '#fff3d6',
    colorSuccessBg: '#e3f3e9',
    colorInfoBg: '#e4eefa',
    borderRadius: 6,
    fontFamily: 'var(--font)',
    fontSize: large ? 18 : 14,
    controlHeight: large ? 44 : 32,
    motion: false,
    controlOutlineWidth: 3,
  },
  components: { Table: { cellPaddingBlock: 8, cellPaddingInline: 8, headerBg: '#f3f6f9' } },
});

/** antd for the screens inside: theme, language, and no space put between two characters of a button. */
export function DeskTheme({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const large = usePreference(elderMode);
  return (
    <ConfigProvider
      locale={locale === 'zh' ? zhCN : enUS}
      theme={theme(large)}
      button={{ autoInsertSpace: false }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
