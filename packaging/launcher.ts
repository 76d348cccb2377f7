/**
 * mapileak.cmd: the program on the Node beside it, from any folder, its exit code passed on. Without `setlocal`, a
 * `!` in a path or an argument is lost where delayed expansion is switched on for the whole machine.
 */
export const LAUNCHER = `@echo off
setlocal DisableDelayedExpansion
"%~dp0node.exe" "%~dp0dist\\harness\\cli\\main.js" %*
exit /b %errorlevel%
`;
