import { renderDoctor } from '../../../reports/terminal/doctor.ts';
import type { Doctor } from '../../contract/doctor.ts';
import { EXIT, type ExitCode } from '../../contract/errors.ts';
import { FFI_ENGINES } from '../../contract/plan.ts';
import { DEFAULTS, defaultDoctorMapi, parseMapiChoice } from '../../plan/options.ts';
import type { Command } from '../command.ts';
import { examineCopies, examineMachine } from '../doctor.ts';
import { openNativeParts } from '../native-parts.ts';
import { screenOf, type Terminal } from '../terminal.ts';

export const doctorCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'doctor',
      'check this machine: which MAPI loads and why, its build, the flag, rights, Exchange',
      (y) =>
        y
          .option('mapi', {
            string: true,
            default: defaultDoctorMapi(),
            describe: 'system (default on Windows), stand-in (elsewhere), or the path of a MAPI provider',
          })
          .option('file', {
            string: true,
            array: true,
            default: [],
            describe: 'check a copied Mapi32.dll or Cdo.dll instead, on any system; may be repeated',
          })
          .option('ffi', {
            choices: FFI_ENGINES,
            default: DEFAULTS.ffi,
            describe: 'package that makes the native calls',
          })
          .option('registry', { string: true, describe: 'registry file of the stand-in' })
          .option('json', { boolean: true, default: false, describe: 'print JSON' })
          .example('$0 doctor --mapi system', 'which MAPI a program of this bitness gets here')
          .example('$0 doctor --mapi stand-in', 'whether the stand-in, which needs no mail client, works')
          .example('$0 doctor --file Mapi32.dll --file Cdo.dll', 'whether copied files have the hotfix'),
      async (args) =>
        finish(async (terminal) => {
          if (args.file.length > 0) return show(examineCopies(args.file), terminal, args.json);
          const mapi = parseMapiChoice(args.mapi);
          const parts = await openNativeParts(args.ffi, args.registry);
          return show(await examineMachine(parts, mapi, args.ffi), terminal, args.json);
        }),
    ),
};

function show(doctor: Doctor, { environment, stdout }: Terminal, json: boolean): ExitCode {
  stdout.write(
    json ? `${JSON.stringify(doctor, null, 2)}\n` : renderDoctor(doctor, screenOf(stdout, environment)),
  );
  return doctor.checks.some(({ outcome }) => outcome === 'fail') ? EXIT.environment : EXIT.ok;
}
