// Every declared case that is not about people and their groups, on every carrier.
import { judgeCases } from '#suite/every-case.ts';

judgeCases('rest');
