/** An element of a page that was taken apart. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text inside, entities resolved. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['#39', "'"],
]);

/** Throws at anything that is not strictly well-formed XML: no stray `<` or `&`, all tags closed, all quotes paired. */
export function parseXml(source: string): XmlElement {
  const root: OpenElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open: OpenElement[] = [root];
  const body = source.replace(/^<!DOCTYPE html>\n/, '');
  let at = 0;
  for (const match of body.matchAll(
    /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<!\[CDATA\[([\s\S]*?)\]\]>/g,
  )) {
    const [tag, closing, name = '', attributes = '', selfClosing, literal] = match;
    addText(open, body.slice(at, match.index));
    at = match.index + tag.length;
    const parent = open.at(-1);
    if (literal !== undefined) {
      if (parent) parent.text += literal;
    } else if (closing) {
      if (attributes !== '' || selfClosing) throw new Error(`odd end tag ${tag}`);
      close(open, name);
    } else {
      open.push({ name, attributes: attributesOf(attributes), children: [], text: '' });
      if (selfClosing) close(open, name);
    }
  }
  addText(open, body.slice(at));
  const [element] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || element === undefined)
    throw new Error('not one element');
  return element;
}

function close(open: OpenElement[], name: string): void {
  const element = open.pop();
  const parent = open.at(-1);
  if (!element || !parent || element.name !== name) throw new Error(`</${name}> closes <${element?.name}>`);
  parent.children.push(element);
  parent.text += element.text;
}

function addText(open: readonly OpenElement[], raw: string): void {
  const parent = open.at(-1);
  if (/[<]/.test(raw)) throw new Error(`stray < in ${raw.slice(0, 80)}`);
  if (parent) parent.text += resolved(raw);
}

function attributesOf(source: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of source.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (attributes.has(name)) throw new Error(`${name} twice in ${source}`);
    attributes.set(name, resolved(value));
  }
  return attributes;
}

function resolved(raw: string): string {
  return raw.replace(/&([^;\s]*;?)/g, (reference, body: string) => {
    const character = body.endsWith(';') ? ENTITIES.get(body.slice(0, -1)) : undefined;
    if (character === undefined) throw new Error(`unknown entity ${reference}`);
    return character;
  });
}

/** The element and everything in it. */
export function everything(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(everything)];
}
