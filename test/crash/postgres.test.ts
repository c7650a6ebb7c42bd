import { describeCrashPoints } from './describe-crash-points.ts';

describeCrashPoints('PostgreSQL');
