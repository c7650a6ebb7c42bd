import { describeMoves } from './describe-moves.ts';

describeMoves('SQLite');
