// Every declared case about people and their groups, on every carrier.
import { judgeCases } from '#suite/every-case.ts';

judgeCases('people');
