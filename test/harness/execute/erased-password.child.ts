import { type Instrument, openInstrument } from '../../../harness/execute/host-instrument.ts';
import { toHostSchema } from '../../../harness/execute/messages.ts';
import { PasswordReceiver } from '../../../harness/execute/sealed-password.ts';

/** A session host that stays when it has been closed, so that somebody can look for what is left in it. */
let receiver: PasswordReceiver | null = null;
let instrument: Instrument | undefined;

process.on('message', async (message) => {
  const asked = toHostSchema.parse(message);
  switch (asked.say) {
    case 'agree':
      receiver = new PasswordReceiver();
      process.send?.(receiver.publicKey);
      break;
    case 'open':
      instrument = await openInstrument(asked, receiver);
      receiver = null;
      process.send?.('open');
      break;
    case 'try': {
      instrument?.cycles.cycle(asked.mailbox);
      process.send?.('tried');
      break;
    }
    case 'close':
      instrument?.cycles.close();
      instrument?.erasePassword();
      process.send?.('closed');
      break;
  }
});
