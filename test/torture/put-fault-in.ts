import { putFaultIn } from '../simulation/fault-hook.ts';

// Loaded by an instance before anything else.
putFaultIn(Number(process.env['TORTURE_FAULT']));
