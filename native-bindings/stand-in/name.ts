/** What the stand-in's DLLs are called in their version resource (dll/version.rc), and among mail clients. */
export const STAND_IN_NAME = 'mapileak stand-in';
