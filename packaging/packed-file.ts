/** A file as it lies in the zip. */
export interface PackedFile {
  /** Relative to the package's folder, with forward slashes. */
  readonly name: string;
  readonly content: Buffer;
}

/** The same order in every locale. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

/** A text for readers on Windows, whose older editors need both characters of a line end. */
export function windowsText(name: string, text: string): PackedFile {
  return { name, content: Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8') };
}
