declare module 'saxen' {
  type Position = { readonly data: string; readonly line: number; readonly column: number };
  type Decode = (text: string) => string;
  export class Parser {
    ns(prefixes?: Readonly<Record<string, string>>): this;
    on(
      event: 'openTag',
      f: (
        name: string,
        attrs: () => Record<string, string>,
        decode: Decode,
        selfClosing: boolean,
        position: () => Position,
      ) => void,
    ): this;
    on(event: 'closeTag', f: (name: string) => void): this;
    on(event: 'text', f: (text: string, decode: Decode, position: () => Position) => void): this;
    on(event: 'cdata', f: (text: string, position: () => Position) => void): this;
    on(
      event: 'attention',
      f: (text: string, decode: Decode, position: () => Position) => void,
    ): this;
    on(event: 'error' | 'warn', f: (error: Error, position: () => Position) => void): this;
    parse(xml: string): this;
  }
}
