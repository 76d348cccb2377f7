import { existsSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scanMailboxFile } from '../../../scenarios/mailboxes/csv.ts';
import type { Mailbox } from '../../../scenarios/mailboxes/mailbox.ts';
import { isKnownFile, namingFields } from '../../bundle/fields.ts';
import { isAsked, looksLikeAlias, NAME_KINDS, type NameKind, type RunName } from '../../bundle/names.ts';
import { scrubEnvironment, scrubEvent, scrubPlan } from '../../bundle/scrub-artefacts.ts';
import { scrubMerged } from '../../bundle/scrub-merged.ts';
import { HarnessError } from '../../contract/errors.ts';
import type { Plan } from '../../contract/plan.ts';
import { readMerged } from '../../execute/merged-state.ts';
import { eventsLeftOf, readEnvironment, readPlan } from '../../execute/read-run-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';

/** The names that a bundle must not have, each once, and what could not be asked for some. */
export interface GatheredNames {
  readonly names: readonly RunName[];
  /** Names that look like aliases: they tell nothing, and no alias may be one of them. */
  readonly reserved: readonly string[];
  readonly notes: readonly string[];
}

/** Names of a run and of this host, collected without regard to how often they come. */
export class NameGatherer {
  private readonly byKey = new Map<string, RunName>();
  private readonly reserved = new Set<string>();
  private readonly notes = new Set<string>();

  add(kind: NameKind, text: string): void {
    if (text.trim() === '') return;
    if (looksLikeAlias(text)) this.reserved.add(text);
    // Whoever wants a text hidden is asked for no reason, though it look like an alias.
    if (!looksLikeAlias(text) || isAsked(kind)) this.byKey.set(`${kind} ${text}`, { kind, text });
  }

  /** This machine and who runs the command; and where the run lies. */
  addHost(run: string, environment: Readonly<Record<string, string | undefined>>): void {
    this.addServer(hostname());
    this.addServer(environment['COMPUTERNAME'] ?? '');
    this.addServer((environment['LOGONSERVER'] ?? '').replace(/^\\+/, ''));
    this.add('domain', environment['USERDOMAIN'] ?? '');
    this.addDomain(environment['USERDNSDOMAIN'] ?? '');
    this.add('user', environment['USERNAME'] ?? '');
    // Without an entry in the passwords of the system it throws.
    this.add(
      'user',
      orNothing(() => userInfo().username),
    );
    const folder = resolve(run);
    this.add('path', folder);
    this.add('program', withoutSeparator(fileURLToPath(new URL('../../../../', import.meta.url))));
    for (const each of [dirname(folder), homedir(), process.cwd()])
      if (isOfSomebody(each)) this.add('directory', each);
  }

  /** What a run folder names, and the list of mailboxes that its plan names. */
  async addRun(folder: string): Promise<void> {
    const fields = namingFields(({ kind, text }) => this.add(kind, text));
    const plan = await readPlan(folder);
    scrubPlan(plan, fields);
    for (const { name } of plan.attached?.processes ?? []) this.addProgram(name);
    if (existsSync(join(folder, RUN_FILES.environment)))
      scrubEnvironment(await readEnvironment(folder), fields);
    for await (const event of eventsLeftOf(folder)) scrubEvent(event, fields);
    const merged = readMerged(folder);
    if (merged !== null) scrubMerged(merged, fields);
    await this.addList(plan);
  }

  /** In the order in which one name of two kinds is told. */
  gathered(): GatheredNames {
    const names = [...this.byKey.values()].sort(
      (a, b) => NAME_KINDS.indexOf(a.kind) - NAME_KINDS.indexOf(b.kind) || (a.text < b.text ? -1 : 1),
    );
    return { names, reserved: [...this.reserved], notes: [...this.notes] };
  }

  private async addList({ mailboxes }: Plan): Promise<void> {
    if (mailboxes.kind === 'generated') return;
    const { file, sha256 } = mailboxes;
    for (const each of [resolve(file), basename(file)]) this.add('path', each);
    try {
      const facts = await scanMailboxFile(file, (row) => this.addMailbox(row));
      if (facts.sha256 !== sha256)
        this.notes.add(`${file} has changed since the run: names that it no longer holds are not looked for`);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      this.notes.add(
        `the list of mailboxes cannot be read any more (${error.message}): of its names only those are known ` +
          'that the events of the run tell',
      );
    }
  }

  private addMailbox({ domain, legacyDn, mailbox, server, user }: Mailbox): void {
    this.add('mailbox', mailbox);
    this.addUser(user);
    this.addDomain(domain);
    this.addServer(server);
    this.add('dn', legacyDn);
    for (const part of legacyDn.split('/')) {
      const value = part.slice(part.indexOf('=') + 1);
      if (!EVERYBODYS_DN.test(value)) this.add('dn', value);
    }
  }

  /** A program calls itself, and its log, mostly without the extension. */
  private addProgram(name: string): void {
    if (isKnownFile(name)) return;
    const stem = name.replace(/\.\w{1,4}$/, '');
    if (stem.length >= SHORTEST_PROGRAM) this.add('path', stem);
  }

  private addUser(user: string): void {
    this.add('user', user);
    const [name = '', domain] = user.split('@');
    if (domain === undefined) return;
    this.add('user', name);
    this.addDomain(domain);
  }

  /** The first label of a DNS name is mostly the name of the domain before Windows 2000, too. */
  private addDomain(domain: string): void {
    this.add('domain', domain);
    if (domain.includes('.')) this.add('domain', domain.slice(0, domain.indexOf('.')));
  }

  private addServer(server: string): void {
    this.add('host', server);
    if (/[a-z]/i.test(server) && server.includes('.')) {
      this.add('host', server.slice(0, server.indexOf('.')));
      this.addDomain(server.slice(server.indexOf('.') + 1));
    }
  }
}

/** A single letter is in every word. */
const SHORTEST_PROGRAM = 2;

/** Exchange gives these to every organisation. */
const EVERYBODYS_DN =
  /^(?:|recipients|configuration|servers|microsoft (?:private|public) .*|first administrative group|exchange administrative group.*)$/i;

/** A folder of the system or a whole disk is nobody's. */
const isOfSomebody = (folder: string): boolean =>
  !/^(?:\/(?:tmp|usr|var|opt|home)?|[a-z]:[\\/]?)$/i.test(folder);

const withoutSeparator = (folder: string): string => folder.replace(/[\\/]+$/, '');

function orNothing(ask: () => string): string {
  try {
    return ask();
  } catch {
    return '';
  }
}
