import { parentPort, workerData } from 'node:worker_threads';
import type { Simulations } from './tally-one.ts';
import { perform, type Task } from './tasks.ts';

/** A thread of the benchmark: answers one task after the other. */
const simulations: Simulations = workerData;
parentPort?.on('message', (task: Task) => parentPort?.postMessage(perform(task, simulations)));
