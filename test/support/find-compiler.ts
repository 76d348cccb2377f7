import { type Compiler, compilerName, findProgram } from '../../native-bindings/stand-in/compiler.ts';

/** The C compiler of this machine. Undefined if there is none. */
export const findCompiler = (environment: NodeJS.ProcessEnv): Compiler | undefined =>
  findProgram(compilerName(environment), environment);
