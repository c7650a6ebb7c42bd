import { describeMoves } from './describe-moves.ts';

describeMoves('PostgreSQL');
