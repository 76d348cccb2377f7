/** What a text is written to, so that everything which makes text stays a pure function. */
export interface Screen {
  /** Columns. No line is wider, down to the {@link NARROWEST} that text can sensibly be set in. */
  readonly width: number;
  /** Whether ANSI colours are understood and wanted. */
  readonly colour: boolean;
  /** Whether anything but ASCII can be shown. */
  readonly unicode: boolean;
}

/** Columns below which a screen is treated as if it had this many. */
export const NARROWEST = 24;
