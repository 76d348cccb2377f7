import { parentPort } from 'node:worker_threads';
import { analyse } from '../../analyse/analyse.ts';
import { messageOf } from '../../contract/errors.ts';
import type { JudgeReply, JudgeTask } from './judge.ts';

const reply = (content: JudgeReply): void => parentPort?.postMessage(content);

parentPort?.on('message', ({ number, run }: JudgeTask) => {
  try {
    reply({ number, result: analyse(run) });
  } catch (error) {
    reply({ number, fault: messageOf(error) });
  }
});
