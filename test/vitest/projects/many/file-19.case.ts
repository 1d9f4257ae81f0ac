import { declareMany } from './many.ts';

declareMany();
