import { Worker } from 'node:worker_threads';
import type { Simulations } from './tally-one.ts';
import type { Answer, Task } from './tasks.ts';

/**
 * Has tasks done by threads, the next one as soon as one is done. What comes back does not depend on how many
 * threads there are: each task draws from seeds of its own.
 * @returns answers in the order of the tasks
 */
export async function performAll(
  tasks: readonly Task[],
  simulations: Simulations,
  threads: number,
): Promise<readonly Answer[]> {
  const answers: Answer[] = new Array(tasks.length);
  const queue = tasks.entries();
  const workers = Array.from({ length: Math.min(threads, tasks.length) }, () => newWorker(simulations));
  await Promise.all(
    workers.map(async (worker) => {
      try {
        for (const [index, task] of queue) answers[index] = await ask(worker, task);
      } finally {
        await worker.terminate();
      }
    }),
  );
  return answers;
}

const newWorker = (simulations: Simulations): Worker =>
  new Worker(new URL('./worker.js', import.meta.url), { workerData: simulations });

function ask(worker: Worker, task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', (answer: Answer) => resolve(answer));
    worker.once('error', reject);
    worker.postMessage(task);
  });
}
