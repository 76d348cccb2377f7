import { test } from 'tap';
import { Channel, type Listener, MOST_WAITING_BYTES } from '../../../../harness/serve/live/channel.ts';

/** A page that notes the events it hears, as `name data`, and the last id. */
class Page implements Listener {
  readonly heard: string[] = [];
  lastId: string | undefined;
  writableLength = 0;
  state: 'open' | 'ended' | 'destroyed' = 'open';

  write(text: string): void {
    for (const frame of text.split('\n\n')) {
      const field = (name: string) =>
        frame
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      this.lastId = field('id') ?? this.lastId;
      if (field('event') !== undefined) this.heard.push(`${field('event')} ${field('data')}`);
    }
  }

  end(): void {
    this.state = 'ended';
  }

  destroy(): void {
    this.state = 'destroyed';
  }
}

test('a page begins with the charts and hears what comes', async (t) => {
  const channel = new Channel();
  const page = new Page();
  channel.join(page, undefined, ['drawn']);
  channel.tell('points', 1);
  channel.tellNow('state', { a: 'line\nbreak' });
  t.same(page.heard, ['charts ["drawn"]', 'points 1', 'state {"a":"line\\nbreak"}']);
});

test('a page that connects again is told what it has missed, once', async (t) => {
  const channel = new Channel();
  const page = new Page();
  channel.join(page, undefined, []);
  channel.tell('points', 1);
  channel.leave(page);
  channel.tell('points', 2);
  channel.tell('points', 3);
  const again = new Page();
  channel.join(again, page.lastId, ['all']);
  t.same(again.heard, ['points 2', 'points 3']);
  channel.tell('points', 4);
  t.same(again.heard.at(-1), 'points 4');
  const nothingMissed = new Page();
  channel.join(nothingMissed, again.lastId, ['all']);
  t.same(nothingMissed.heard, []);
});

test('a page begins anew that comes from another server, from too long ago, or with nonsense', async (t) => {
  const [before, channel] = [new Channel(), new Channel()];
  const page = new Page();
  before.join(page, undefined, []);
  const epoch = new Page();
  channel.join(epoch, undefined, []);
  const first = epoch.lastId;
  for (let number = 0; number < 300; number += 1) channel.tell('points', number);
  for (const id of [page.lastId, first, 'nonsense', '', '-', `${epoch.lastId}9999`]) {
    const again = new Page();
    channel.join(again, id, ['all']);
    t.same(again.heard, ['charts ["all"]'], String(id));
  }
});

test('who missed that charts were drawn anew is told those and what came after', async (t) => {
  const channel = new Channel();
  const page = new Page();
  channel.join(page, undefined, []);
  channel.leave(page);
  channel.tell('points', 1);
  channel.tell('charts', ['anew']);
  channel.tell('points', 2);
  const again = new Page();
  channel.join(again, page.lastId, ['all']);
  t.same(again.heard, ['charts ["all"]']);
});

test('a page that does not take what it is told is let go; others hear on', async (t) => {
  const channel = new Channel();
  const [slow, quick] = [new Page(), new Page()];
  channel.join(slow, undefined, []);
  channel.join(quick, undefined, []);
  slow.writableLength = MOST_WAITING_BYTES + 1;
  channel.tell('points', 1);
  t.equal(slow.state, 'destroyed');
  t.equal(channel.size, 1);
  t.same(quick.heard.at(-1), 'points 1');
});

test('when nothing more is to come, every page is let go', async (t) => {
  const channel = new Channel();
  const page = new Page();
  channel.join(page, undefined, []);
  channel.heartbeat();
  channel.close();
  t.equal(page.state, 'ended');
  t.equal(channel.size, 0);
});
