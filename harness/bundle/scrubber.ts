import type { Aliases } from './aliases.ts';
import type { Found, NameIndex } from './name-index.ts';
import { aliasStem, type NameKind, type RunName } from './names.ts';
import { endOfPath, isEndOfFolder, shapedNames } from './patterns.ts';
import { isMeant, type Tellings } from './telling.ts';
import { type View, viewsOf } from './views.ts';

/** Bytes that name something, and what stands in their place. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly kind: NameKind;
  /** Asked once, in the order of the places, since that gives out new aliases. */
  write(): Buffer;
}

export interface ScrubberParts {
  readonly index: NameIndex;
  readonly tellings: Tellings;
  readonly aliases: Aliases;
}

/** Replaces names in what has no fields: logs, and sentences. */
export class Scrubber {
  /** Places where something was replaced, by what aliases of its kind begin with. */
  readonly places = new Map<string, number>();
  private readonly parts: ScrubberParts;

  constructor(parts: ScrubberParts) {
    this.parts = parts;
  }

  text(text: string): string {
    return this.bytes(Buffer.from(text, 'utf8')).toString('utf8');
  }

  bytes(bytes: Buffer): Buffer {
    const kept: Buffer[] = [];
    let at = 0;
    for (const place of this.placesIn(bytes)) {
      kept.push(bytes.subarray(at, place.from), place.write());
      this.count(place.kind);
      at = place.to;
    }
    return Buffer.concat([...kept, bytes.subarray(at)]);
  }

  /** Whether anything in it would be replaced; the kind of the first. */
  firstIn(bytes: Buffer): NameKind | null {
    return this.placesIn(bytes)[0]?.kind ?? null;
  }

  count(kind: NameKind, places = 1): void {
    const stem = aliasStem(kind);
    this.places.set(stem, (this.places.get(stem) ?? 0) + places);
  }

  /** None overlaps another: the one that begins first is taken, of two the longer one. */
  private placesIn(bytes: Buffer): readonly Place[] {
    const all = viewsOf(bytes, this.parts.index.wide).flatMap((view) => this.placesOf(view));
    all.sort((a, b) => a.from - b.from || b.to - a.to);
    let end = 0;
    return all.filter(({ from, to }) => {
      if (from < end) return false;
      end = to;
      return true;
    });
  }

  private placesOf(view: View): readonly Place[] {
    const { aliases, index, tellings } = this.parts;
    const places: Place[] = [];
    const programs: number[] = [];
    index.search(view, (found) => {
      const { from, name } = found;
      if (!isMeantHere(found, view, tellings)) return false;
      const to = endOf(found, view);
      if (name.kind === 'program') programs.push(from);
      const alias = (): string =>
        to === found.to
          ? found.form.write(aliases.of(name.kind, name.text))
          : aliases.of('path', view.decode(view.text.slice(from, to)));
      places.push(placeIn(view, from, to, name.kind, alias));
      return true;
    });
    for (const { from, kind, to } of shapedNames(view)) {
      // Of a file of the program itself only the folder names something.
      if (programs.some((program) => program >= from && program < to)) continue;
      places.push(
        placeIn(view, from, to, kind, () => aliases.of(kind, view.decode(view.text.slice(from, to)))),
      );
    }
    return places;
  }
}

const isFolder = ({ kind }: RunName): boolean =>
  kind === 'path' || kind === 'directory' || kind === 'program';

/** Whether a name that was found is one at its place. */
export function isMeantHere({ from, name, to }: Found, view: View, tellings: Tellings): boolean {
  if (isFolder(name) && !isEndOfFolder(view.text, to)) return false;
  return isMeant(tellings.of(name), view, from, to);
}

const endOf = ({ name, to }: Found, { text }: View): number =>
  isFolder(name) && name.kind !== 'program' ? endOfPath(text, to) : to;

function placeIn(
  { bytesPerUnit, encode, offset }: View,
  from: number,
  to: number,
  kind: NameKind,
  alias: () => string,
): Place {
  return {
    from: offset + bytesPerUnit * from,
    to: offset + bytesPerUnit * to,
    kind,
    write: () => encode(alias()),
  };
}
