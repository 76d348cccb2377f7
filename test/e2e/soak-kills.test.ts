import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { readRows } from '../../harness/execute/read-run-folder.ts';
import { QUICK, workplace } from '../support/command.ts';
import { BLOCK, flagLost, type Kill, Ledger, randomKills, runAndKill } from '../support/kills.ts';
import { NIGHTLY } from '../support/nightly.ts';

const KILLS = NIGHTLY ? 1000 : 15;
/** Soaks that are killed at the same time, each on a registry of its own. */
const LANES = NIGHTLY ? 4 : 2;
const SEED = 891_509;
/** A soak of short rounds; it writes the flag, and puts back what it was: 1. */
const SOAK = [
  ...[
    'soak',
    ...QUICK.filter((option) => option !== '--no-explain'),
    '--no-control',
    '--arms',
    'off',
    '--mailbox-count',
    '5',
  ],
  ...[
    '--checkpoint',
    '1ms',
    '--cycles',
    NIGHTLY ? '160' : '60',
    '--replicate-cycles',
    '10',
    '--block',
    String(BLOCK),
  ],
];
const canTrace = spawnSync('strace', ['-V']).status === 0;

test(`soaks that are killed ${KILLS} times lose nothing, and are resumed until they have ended`, async (t) => {
  const told = { kills: 0, begun: 0, soaks: 0, rows: 0 };

  const lane = async (number: number): Promise<void> => {
    const place = workplace(t);
    await place.mapileak(['flag', 'set', '1']);
    const kills = randomKills(SEED + number, NIGHTLY ? 2500 : 800, canTrace);
    while (told.kills < KILLS) {
      const run = join(place.folder, `run-${told.begun}`);
      told.begun += 1;
      await killUntilEnded(run, place.registry, kills);
      rmSync(run, { recursive: true });
    }
    t.strictSame(flagLost(place.registry), [], 'the flag is what it was');
  };

  const killUntilEnded = async (
    run: string,
    registry: string,
    kills: Iterator<Kill, never>,
  ): Promise<void> => {
    const ledger = new Ledger(run);
    for (let isOver = false; !isOver; ) {
      const kill = told.kills < KILLS ? kills.next().value : null;
      const { code, orphans, stderr } = await runAndKill({ run, registry, args: SOAK }, kill);
      // Without its probe nothing can be measured; that a soak ends for it is no end of its own.
      const wasKilled = code === null || (kill?.who === 'host' && code === 5);
      // Killed between its last row and its report.
      const hadEnded = code === 2 && stderr.includes('has run to its end');
      const wrong = [
        ...ledger.look(),
        ...orphans.map((pid) => `orphan ${pid}`),
        ...flagLost(registry),
        ...(wasKilled || code === 0 || code === 3 || hadEnded ? [] : [`exit ${code}`]),
      ];
      if (wrong.length > 0) t.fail(`kill ${told.kills}: ${JSON.stringify(kill)}`, { wrong, stderr });
      told.kills += wasKilled ? 1 : 0;
      isOver = !wasKilled;
    }
    told.soaks += 1;
    told.rows += ledger.rows.events + ledger.rows.samples;
    const leftOut = await readRows(run, { add: () => {}, addEvent: () => {} });
    t.strictSame(
      leftOut,
      [],
      `every row can be read: ${told.kills} kills, ${told.soaks} soaks, ${told.rows} rows`,
    );
  };

  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
});
