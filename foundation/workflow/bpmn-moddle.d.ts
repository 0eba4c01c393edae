/** The part of bpmn-moddle 10.3.1 that is used: its package names no types for the main entry. */
declare module 'bpmn-moddle' {
  export type ModdleElement = {
    $type: string;
    $attrs?: Record<string, string>;
    $parent?: ModdleElement;
    $children?: ModdleElement[];
    $body?: string;
    $descriptor: { isGeneric?: boolean; ns?: { prefix: string; localName: string; uri?: string } };
    id?: string;
    [property: string]: unknown;
  };
  export type ModdleWarning = {
    message: string;
    element?: ModdleElement;
    property?: string;
    value?: string;
  };
  export class BpmnModdle {
    registry: {
      typeMap: Record<
        string,
        { properties?: { name: string; type: string; isMany?: boolean; default?: unknown }[] }
      >;
    };
    fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: ModdleWarning[] }>;
  }
}
