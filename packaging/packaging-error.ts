/** A package that cannot be made here: what stands in the way, and what to do. */
export class PackagingError extends Error {
  override readonly name = 'PackagingError';
  /** One sentence in the imperative. */
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
