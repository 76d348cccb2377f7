import { hresultFailure } from '../checks/call-failure.ts';
import type { Argument, Invocation, Invoker, MemberUse } from './invoker.ts';

/** A member of an Automation interface. */
export interface Member {
  readonly use: MemberUse;
  /** Its DISPID in the type library; null if it is known by its name alone. */
  readonly dispid: number | null;
}

/** An Automation interface as far as it is called. `name` is what failures call its objects. */
export interface DispatchInterface<M extends string> {
  readonly name: string;
  readonly members: Readonly<Record<M, Member>>;
}

export function methodMember(dispid: number | null = null): Member {
  return { use: 'method', dispid };
}

export function propertyMember(dispid: number | null = null): Member {
  return { use: 'property', dispid };
}

/**
 * The DISPIDs of one class of objects: asked for by name once, since an object may have other ones than its
 * type library, and taken from there if the object cannot say (its type library may not be registered).
 */
export class DispatchClass<M extends string> {
  readonly invoker: Invoker;
  private readonly description: DispatchInterface<M>;
  private readonly known = new Map<M, number>();

  constructor(invoker: Invoker, description: DispatchInterface<M>) {
    this.invoker = invoker;
    this.description = description;
  }

  /** @param object address of an interface that is the caller's; the result's `release` gives it back */
  at(object: number): DispatchObject<M> {
    return new DispatchObject(this, object);
  }

  /** `CDO Session.Logon`. */
  callOf(member: M): string {
    return `${this.description.name}.${member}`;
  }

  invocation(object: number, member: M, args: readonly Argument[]): Invocation {
    const { use } = this.description.members[member];
    return { object, call: this.callOf(member), dispid: this.idOf(object, member), use, args };
  }

  private idOf(object: number, member: M): number {
    const known = this.known.get(member);
    if (known !== undefined) return known;
    const { hresult, dispid } = this.invoker.idOf(object, member);
    const id = hresult >= 0 ? dispid : this.description.members[member].dispid;
    if (id === null) throw hresultFailure(`GetIDsOfNames of ${this.callOf(member)}`, hresult);
    this.known.set(member, id);
    return id;
  }
}

/** An Automation object. Methods throw a CallFailure that names the member and the object's own error. */
export class DispatchObject<M extends string> {
  private readonly dispatchClass: DispatchClass<M>;
  private readonly address: number;

  constructor(dispatchClass: DispatchClass<M>, address: number) {
    this.dispatchClass = dispatchClass;
    this.address = address;
  }

  /** Calls a member without a result. */
  run(member: M, ...args: readonly Argument[]): void {
    this.invoker.run(this.invocation(member, args));
  }

  text(member: M, ...args: readonly Argument[]): string {
    const { bstrs } = this.invoker;
    return this.invoker.evaluate(this.invocation(member, args), (result) =>
      result.type === 'bstr' ? bstrs.textOf(result.address) : undefined,
    );
  }

  number(member: M, ...args: readonly Argument[]): number {
    return this.invoker.evaluate(this.invocation(member, args), (result) =>
      result.type === 'i4' ? result.value : undefined,
    );
  }

  boolean(member: M, ...args: readonly Argument[]): boolean {
    return this.invoker.evaluate(this.invocation(member, args), (result) =>
      result.type === 'bool' ? result.value : undefined,
    );
  }

  /** An object that the caller must release. */
  object<N extends string>(
    resultClass: DispatchClass<N>,
    member: M,
    ...args: readonly Argument[]
  ): DispatchObject<N> {
    const invocation = this.invocation(member, args);
    return resultClass.at(this.invoker.evaluate(invocation, this.invoker.takeObject));
  }

  /** Gives the object back; nothing may be called afterwards. @returns the references that are left */
  release(): number {
    return this.invoker.release(this.address);
  }

  /** Releases the object at the end of a block that has declared it with `using`. */
  [Symbol.dispose](): void {
    this.release();
  }

  private get invoker(): Invoker {
    return this.dispatchClass.invoker;
  }

  private invocation(member: M, args: readonly Argument[]): Invocation {
    return this.dispatchClass.invocation(this.address, member, args);
  }
}
