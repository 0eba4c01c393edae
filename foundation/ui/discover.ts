import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ESTree, Plugin } from 'vite';

/** The faces that have screens; the file of a face is `<face>.tsx`, or `<face>/index.tsx` when it is long. */
export type Face = 'portal' | 'desk';

/** A screen found in a capability's source, without its code. */
export type FoundScreen = {
  capability: string;
  file: string;
  path: string;
  titleKey: string;
  permission?: string;
  nav?: Record<string, string | number>;
};

const WINGS = ['services', 'data', 'governance', 'office', 'partners'];

const folders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];

/** The screen files of a face, by capability (its folder name). */
export function screenFiles(root: string, face: Face): { capability: string; file: string }[] {
  return WINGS.flatMap((wing) =>
    folders(join(root, wing)).flatMap((capability) => {
      const names = [`${face}.tsx`, join(face, 'index.tsx')];
      const found = names
        .map((name) => join(root, wing, capability, name))
        .filter((file) => existsSync(file));
      if (found.length > 1) throw new Error(`${wing}/${capability}: both ${names.join(' and ')}`);
      return found.map((file) => ({ capability, file }));
    }),
  );
}

type Literal = string | number | boolean | { [key: string]: Literal };

const keyOf = (property: ESTree.ObjectProperty): string | undefined =>
  property.key.type === 'Identifier'
    ? property.key.name
    : property.key.type === 'Literal'
      ? String(property.key.value)
      : undefined;

/** The value of a literal expression; undefined when it would have to be run. */
function literal(node: ESTree.Expression): Literal | undefined {
  if (node.type === 'Literal') {
    const { value } = node;
    return ['string', 'number', 'boolean'].includes(typeof value) ? (value as Literal) : undefined;
  }
  if (node.type !== 'ObjectExpression') return undefined;
  const values: Record<string, Literal> = {};
  for (const property of node.properties) {
    const key = property.type === 'Property' ? keyOf(property) : undefined;
    const value = property.type === 'Property' ? literal(property.value) : undefined;
    if (key === undefined || value === undefined) return undefined;
    values[key] = value;
  }
  return values;
}

/** The array of `export const screens = […]`, also behind `as` or `satisfies`. */
function screensArray(program: ESTree.Program): ESTree.ArrayExpression | undefined {
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    if (statement.declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declaration.declarations) {
      if (id.type !== 'Identifier' || id.name !== 'screens') continue;
      let value = init;
      while (value?.type === 'TSAsExpression' || value?.type === 'TSSatisfiesExpression')
        value = value.expression;
      if (value?.type === 'ArrayExpression') return value;
    }
  }
  return undefined;
}

function readScreen(
  node: ESTree.ArrayExpressionElement,
  where: string,
): Omit<FoundScreen, 'capability' | 'file'> {
  if (node?.type !== 'ObjectExpression')
    throw new Error(`${where}: write each screen as an object in the list itself`);
  const values: Record<string, unknown> = {};
  for (const property of node.properties) {
    const key = property.type === 'Property' ? keyOf(property) : undefined;
    if (property.type !== 'Property' || key === undefined)
      throw new Error(`${where}: a screen takes no spread and no computed name`);
    if (key === 'component') continue;
    values[key] = literal(property.value);
    if (values[key] === undefined) throw new Error(`${where}: ${key} must be a literal`);
  }
  const { path, titleKey, permission, nav } = values;
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw new Error(`${where}: path must begin with /`);
  if (typeof titleKey !== 'string') throw new Error(`${where}: ${path} has no titleKey`);
  return { path, titleKey, permission, nav } as Omit<FoundScreen, 'capability' | 'file'>;
}

/** Reads the screens that a file exports, without running it. @throws {Error} naming the file and what is no literal. */
export async function readScreens(
  file: string,
  code: string,
): Promise<Omit<FoundScreen, 'capability' | 'file'>[]> {
  // Only builds read screens; a server that imports this door must not load Vite.
  const { parseSync } = await import('vite');
  const { program, errors } = parseSync(file, code, { lang: 'tsx' });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const list = screensArray(program);
  if (!list) throw new Error(`${file}: no "export const screens = […]"`);
  return list.elements.map((element) => readScreen(element, file));
}

/** All screens of a face. @throws {Error} when two capabilities claim one path. */
export async function findScreens(root: string, face: Face): Promise<FoundScreen[]> {
  const owners = new Map<string, string>();
  const found: FoundScreen[] = [];
  for (const { capability, file } of screenFiles(root, face))
    for (const screen of await readScreens(file, readFileSync(file, 'utf8'))) {
      const owner = owners.get(screen.path);
      if (owner) throw new Error(`${screen.path} is a screen of ${owner} and of ${file}`);
      owners.set(screen.path, relative(root, file));
      found.push({ capability, file, ...screen });
    }
  return found;
}

const MODULE = 'virtual:screens';

/**
 * The Vite plugin behind `virtual:screens`: the table of a face's screens with one dynamic import per
 * screen file. A lazy glob alone would not do, since the shell must know every path before it loads any.
 */
export function screensPlugin(root: string, face: Face): Plugin {
  return {
    name: 'yiwang-screens',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    async load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      const screens = await findScreens(root, face);
      const rows = screens.map(({ file, ...screen }) => {
        this.addWatchFile(file);
        return `{...${JSON.stringify(screen)}, load: () => import(${JSON.stringify(file)})}`;
      });
      return `export const entries = [${rows.join(',\n')}];`;
    },
  };
}
