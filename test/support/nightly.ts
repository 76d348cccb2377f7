/** Whether tests that tell a little more and take much longer are run, too: `npm run test:nightly`. */
export const NIGHTLY = process.env['MAPILEAK_NIGHTLY'] === '1';
