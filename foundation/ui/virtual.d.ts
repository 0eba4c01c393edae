declare module 'virtual:screens' {
  /** The screens of the face being built, written by `screensPlugin`. */
  export const entries: readonly import('./screen.ts').ScreenEntry[];
}

// antd's own declarations of its ES modules are read as CommonJS and lose the default export.
declare module 'antd/es/locale/zh_CN.js' {
  const locale: NonNullable<import('antd').ConfigProviderProps['locale']>;
  export default locale;
}

declare module 'antd/es/locale/en_US.js' {
  const locale: NonNullable<import('antd').ConfigProviderProps['locale']>;
  export default locale;
}
