import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { readRows } from '../../harness/execute/read-run-folder.ts';
import { QUICK, workplace } from '../support/command.ts';
import { flagLost, isBetweenBackupAndWrite, type KilledRun, runAndKill } from '../support/kills.ts';
import { BLOCK, Ledger } from '../support/ledger.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { type Kill, randomKills } from '../support/random-kills.ts';

const KILLS = NIGHTLY ? 1000 : 15;
/** Soaks that are killed at the same time, each on a registry of its own. */
const LANES = NIGHTLY ? 4 : 2;
const SEED = 891_509;
/** A soak of short rounds, each of which fills a part of the rows; it writes the flag, and puts back what it was: 1. */
const SOAK = [
  ...['soak', ...QUICK.filter((option) => option !== '--no-explain')],
  ...['--no-control', '--arms', 'off', '--mailbox-count', '5', '--checkpoint', '1ms', '--rotate-at', '4KiB'],
  ...['--cycles', NIGHTLY ? '320' : '100', '--replicate-cycles', '20', '--block', String(BLOCK)],
];
const canTrace = spawnSync('strace', ['-V']).status === 0;

test(`soaks that are killed ${KILLS} times lose nothing, and are resumed until they have ended`, async (t) => {
  const told = {
    kills: 0,
    begun: 0,
    soaks: 0,
    rows: 0,
    parts: 0,
    missed: 0,
    inCalls: 0,
    inRotation: 0,
    atTheFlag: 0,
  };

  const lane = async (number: number): Promise<void> => {
    const place = workplace(t);
    await place.mapileak(['flag', 'set', '1']);
    const kills = randomKills(SEED + number, NIGHTLY ? 2500 : 800, canTrace);
    while (told.kills < KILLS) {
      const run = join(place.folder, `run-${told.begun}`);
      told.begun += 1;
      await killUntilEnded(run, place.registry, kills);
      for (const each of [run, `${run}-kept`]) rmSync(each, { recursive: true });
    }
    t.strictSame(flagLost(place.registry), [], 'the flag is what it was');
  };

  const killUntilEnded = async (
    run: string,
    registry: string,
    kills: Iterator<Kill, never>,
  ): Promise<void> => {
    const ledger = new Ledger(run, `${run}-kept`);
    for (let isOver = false; !isOver; ) {
      const kill = told.kills < KILLS ? kills.next().value : null;
      const killed = await ledger.during(() => runAndKill({ run, registry, args: SOAK }, kill));
      const is = endOf(kill, killed);
      const wrong = [
        ...(await ledger.look()),
        ...killed.orphans.map((pid) => `orphan ${pid}`),
        ...flagLost(registry),
        ...(is.atTheFlag && !isBetweenBackupAndWrite(registry) ? ['not between backup and write'] : []),
        ...(is.killed || is.over ? [] : [`exit ${killed.code}`]),
      ];
      if (wrong.length > 0) {
        t.fail(`kill ${told.kills}: ${JSON.stringify(kill)}`, { wrong, stderr: killed.stderr });
      }
      told.kills += Number(is.killed);
      told.inCalls += Number(is.inCall);
      told.atTheFlag += Number(is.atTheFlag);
      told.inRotation += Number(is.killed && ledger.isInRotation);
      isOver = !is.killed;
    }
    told.soaks += 1;
    told.rows += ledger.rows;
    told.parts += ledger.parts.covered;
    told.missed += ledger.parts.missed;
    const leftOut = await readRows(run, { add: () => {}, addEvent: () => {} });
    t.strictSame(leftOut, [], `every row can be read: ${JSON.stringify(told)}`);
    t.strictSame(draftsIn(run), [], 'no draft of merged.json is left');
  };

  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
});

/** How a soak came to its end, or a start of it. */
function endOf(kill: Kill | null, { code, isEarly, stderr }: KilledRun) {
  // Without its probe nothing can be measured; that a soak ends for it is no end of its own.
  const killed = code === null || (kill?.who === 'host' && code === 5);
  // Killed between its last row and its report.
  const hadEnded = code === 2 && stderr.includes('has run to its end');
  const inCall = killed && isEarly && kill?.who === 'call';
  const atTheFlag = inCall && kill.aim === 'flag-backup';
  return { killed, over: code === 0 || code === 3 || hadEnded, inCall, atTheFlag };
}

/** Those of other files are left for a minute, as others may be writing them. */
const draftsIn = (run: string): readonly string[] =>
  readdirSync(run).filter((name) => name.startsWith('merged.json.'));
