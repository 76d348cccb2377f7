import { join } from 'node:path';
import { test } from 'tap';
import { pageFile } from '../../../harness/cli/page-file.ts';

test('a page is written to the file that is named, if one is', async (t) => {
  t.equal(pageFile(undefined), undefined);
  t.equal(pageFile('a page.html'), 'a page.html');
  t.throws(() => pageFile(''), { exitCode: 2, message: /--html names no file/ });
});

test('no page takes the place of what runs are judged from', async (t) => {
  for (const name of ['samples.ndjson', 'plan.json', 'Events.ndjson', 'history.ndjson', 'flag-backup.reg']) {
    const file = join('runs', 'monday', name);
    t.throws(() => pageFile(file, '--out'), { exitCode: 2, message: /^--out .* would replace/ }, name);
  }
  t.equal(pageFile('runs/monday/report.html'), 'runs/monday/report.html', 'a report is made again');
});
